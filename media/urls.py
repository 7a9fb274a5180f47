"""URLs of the media room."""

from django.urls import path

from media import views

app_name = "media"
urlpatterns = [
    path("uploads/<path:name>", views.rendition, name="rendition"),
    path("media/images/<int:pk>/", views.image, name="image"),
    path("media/recordings/<int:pk>/", views.recording, name="recording"),
    path("media/recordings/<int:pk>/captions.vtt", views.captions, name="captions"),
]
