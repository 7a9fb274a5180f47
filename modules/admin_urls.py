"""URLs of the authoring room inside the admin."""

from django.urls import path

from modules.views import inline_choices

app_name = "modules_admin"
urlpatterns = [
    path("inline-choices/", inline_choices.inline_choices, name="inline_choices"),
]
