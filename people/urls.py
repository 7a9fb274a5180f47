"""URLs of the people room."""

from django.urls import path

from people.views import kept_form

app_name = "people"
urlpatterns = [
    path("kept-form/<str:token>/", kept_form.kept_form, name="kept_form"),
]
