"""URLs of the people room inside the Wagtail admin."""

from django.urls import path

from people.views import roster

app_name = "people_admin"
urlpatterns = [
    path("", roster.roster, name="roster"),
    path("template.csv", roster.template_file, name="roster_template"),
    path("present.csv", roster.present_file, name="roster_present"),
    path("<uuid:reference>/", roster.dry_run, name="roster_dry_run"),
    path("<uuid:reference>/plan.csv", roster.plan_file, name="roster_plan"),
]
