"""URLs of the teaching room."""

from django.urls import URLPattern

app_name = "curriculum"
urlpatterns: list[URLPattern] = []
