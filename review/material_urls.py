"""URLs of materials under review, all for members of agencies."""

from django.urls import path

from review.views import agreement, hosting, keeping, materials, transcripts, workspace

VERSION = "materials/<slug:slug>/versions/<int:pk>/"
urlpatterns = [
    path("materials/", materials.materials, name="materials"),
    path("materials/add/", keeping.add_material, name="add_material"),
    path("materials/recordings/<slug:slug>/<int:pk>/", hosting.host_recording, name="host_recording"),
    path("materials/<slug:slug>/", materials.material, name="material"),
    path("materials/<slug:slug>/edit/", keeping.edit_material, name="edit_material"),
    path("materials/<slug:slug>/practice/", agreement.practice, name="practice"),
    path("materials/<slug:slug>/hosting/", hosting.hosting, name="hosting"),
    path("materials/<slug:slug>/hosting/<int:pk>/withdraw/", hosting.withdraw_permission, name="withdraw_permission"),
    path("materials/<slug:slug>/versions/add/", keeping.add_version, name="add_version"),
    path(VERSION, workspace.workspace, name="workspace"),
    path(f"{VERSION}notes/", workspace.workspace_notes, name="workspace_notes"),
    path(f"{VERSION}notes/add/", workspace.add_note, name="add_note"),
    path(f"{VERSION}coverage/", workspace.add_coverage, name="add_coverage"),
    path(f"{VERSION}agreement/", agreement.agreement, name="agreement"),
    path(f"{VERSION}edit/", keeping.edit_version, name="edit_version"),
    path(f"{VERSION}recording/", hosting.recording, name="version_recording"),
    path(f"{VERSION}recording/remove/", hosting.remove_recording, name="remove_recording"),
    path(f"{VERSION}transcript/", transcripts.transcript, name="transcript"),
    path(f"{VERSION}transcript/whole/", transcripts.whole_transcript, name="whole_transcript"),
    path(f"{VERSION}transcript/finish/", transcripts.finish_transcript, name="finish_transcript"),
    path(f"{VERSION}transcript.vtt", transcripts.transcript_vtt, name="transcript_vtt"),
    path(f"{VERSION}transcript/<int:n>/", transcripts.transcript_line, name="transcript_line"),
]
