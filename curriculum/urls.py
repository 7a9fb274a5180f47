"""URLs of the teaching room."""

from django.urls import path

from curriculum.views import my_records, my_training, package, player, preview, scenario, screening, speaking

app_name = "curriculum"
urlpatterns = [
    path("modules/preview/<int:page_id>/", preview.preview, name="preview"),
    path("modules/preview/<int:page_id>/<int:number>/", preview.preview_step, name="preview_step"),
    path("training/", my_training.my_training, name="my_training"),
    path("training/assignments/<uuid:reference>/begin/", my_training.begin, name="begin"),
    path("training/records/", my_records.my_records, name="my_records"),
    path("training/records/transcript.csv", my_records.transcript, name="transcript"),
    path("training/records/<str:serial>/certificate.pdf", my_records.certificate, name="certificate"),
    path("training/<uuid:reference>/", player.resume, name="resume"),
    path("training/<uuid:reference>/language/", speaking.language, name="language"),
    path("training/<uuid:reference>/<int:number>/", player.step, name="step"),
    path("training/<uuid:reference>/<int:number>/complete/", player.complete, name="complete"),
    path("training/<uuid:reference>/<int:number>/package/", package.play, name="package"),
    path("training/<uuid:reference>/<int:number>/package/again/", package.again, name="package_again"),
    path("training/<uuid:reference>/<int:number>/start/", scenario.start, name="start"),
    path("training/<uuid:reference>/<int:number>/answer/", scenario.answer, name="answer"),
    path("training/<uuid:reference>/<int:number>/notes/", screening.notes_shown, name="notes_shown"),
    path("training/<uuid:reference>/<int:number>/recording/", screening.recording, name="screening_recording"),
    path("training/<uuid:reference>/<int:number>/captions.vtt", screening.captions, name="screening_captions"),
]
