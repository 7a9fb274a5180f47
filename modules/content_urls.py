"""All addresses of the content origin."""

from django.urls import path

from modules.views import playing

app_name = "content"
urlpatterns = [
    path("", playing.front, name="front"),
    path("play/<str:token>/", playing.player, name="player"),
    path("play/<str:token>/open", playing.open_, name="open"),
    path("play/<str:token>/commit/<int:opens>", playing.commit, name="commit"),
    path("play/<str:token>/files/<path:name>", playing.file, name="file"),
]
