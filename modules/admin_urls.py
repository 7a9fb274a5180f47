"""URLs of the authoring room inside the admin."""

from django.urls import path

from modules.views import beside, inline_choices, referrals, wording, workspace

app_name = "modules_admin"
urlpatterns = [
    path("start/", workspace.start, name="start"),
    path("<int:page_id>/problems/", workspace.problems, name="problems"),
    path("<int:page_id>/beside/<slug:part>/", beside.beside, name="beside"),
    path("<int:page_id>/map/", beside.scenario_map, name="scenario_map"),
    path("<int:page_id>/wording/", wording.wording, name="wording"),
    path("<int:page_id>/co-authors/", workspace.coauthors, name="coauthors"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<str:key>/checked/", referrals.check, name="check_referral"),
    path("inline-choices/", inline_choices.inline_choices, name="inline_choices"),
]
