"""URLs of the courses inside the Wagtail admin."""

from django.urls import path

from curriculum.views import courses

app_name = "courses_admin"
urlpatterns = [
    path("", courses.courses, name="courses"),
    path("add/", courses.course, name="course_add"),
    path("<slug:key>/", courses.course, name="course"),
]
