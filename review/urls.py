"""URLs of the review room. Public: the corrections log; everything else asks who you are."""

from django.urls import path

from review.views import corrections, docket, flags, hours, links, materials, objections, policies, raising, signing

app_name = "review"
urlpatterns = [
    path("sign-off/", signing.sign_off_list, name="sign_off_list"),
    path("sign-off/<uuid:reference>/", signing.candidate, name="candidate"),
    path("sign-off/<uuid:reference>/<int:position>/", signing.candidate_step, name="candidate_step"),
    path("sign-off/rule/<int:page_id>/", policies.policy, name="policy"),
    path("sign-off/proposals/<uuid:reference>/", policies.answer, name="answer_proposal"),
    path("sign-off/<uuid:reference>/links/", links.links, name="links"),
    path("sign-off/links/<uuid:reference>/revoke/", links.revoke, name="revoke_link"),
    path("sign-off/by-link/<str:token>/", links.answer, name="link_answer"),
    path("sign-off/by-link/<str:token>/<int:position>/", links.step, name="link_step"),
    path("objections/<uuid:reference>/reply/", objections.reply, name="reply_objection"),
    path("objections/<uuid:reference>/withdraw/", objections.withdraw, name="withdraw_objection"),
    path("objections/<uuid:reference>/vote/", objections.vote, name="call_vote"),
    path("votes/<uuid:reference>/", objections.cast, name="cast_vote"),
    path("hours/", hours.hours, name="hours"),
    path("hours/hours.csv", hours.hours_csv, name="hours_csv"),
    path("hours/<uuid:reference>/", hours.decide, name="decide_hours"),
    path("flags/", flags.my_flags, name="my_flags"),
    path("flags/raise/", raising.raise_flag, name="raise_flag"),
    path("flags/raise/<slug:digest>/<uuid:step>/", raising.raise_flag_step, name="raise_flag_step"),
    path("flags/<uuid:reference>/", flags.flag, name="flag"),
    path("flags/<uuid:reference>/acknowledge/", flags.acknowledge, name="acknowledge_flag"),
    path("flags/<uuid:reference>/answer/", flags.answer, name="answer_flag"),
    path("flags/<uuid:reference>/fix/", flags.fix, name="link_fix"),
    path("flags/<uuid:reference>/close/", flags.close, name="close_flag"),
    path("docket/", docket.docket, name="docket"),
    path("materials/", materials.materials, name="materials"),
    path("materials/<slug:slug>/", materials.material, name="material"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/corrections.csv", corrections.corrections_csv, name="corrections_csv"),
]
