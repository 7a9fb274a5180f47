"""URLs of the authoring room inside the admin."""

from django.urls import path

from modules.rules import can_view_registers
from modules.views import (
    beside,
    commenting,
    exchange,
    inline_choices,
    law,
    licences,
    moved,
    names,
    package_shelf,
    protected,
    referrals,
    translations,
    wording,
    workspace,
)
from modules.views.moved_report import MovedReport
from people.access import View, guard
from people.admin_pages import refused_with_403


def report(**options: bool) -> View:
    return refused_with_403(guard("register reader", can_view_registers)(MovedReport.as_view(**options)))


app_name = "modules_admin"
urlpatterns = [
    path("start/", workspace.start, name="start"),
    path("<int:page_id>/problems/", workspace.problems, name="problems"),
    path("<int:page_id>/beside/<slug:part>/", beside.beside, name="beside"),
    path("<int:page_id>/map/", beside.scenario_map, name="scenario_map"),
    path("<int:page_id>/comments/", commenting.comments, name="comments"),
    path("<int:page_id>/wording/", wording.wording, name="wording"),
    path("<int:page_id>/co-authors/", workspace.coauthors, name="coauthors"),
    path("<int:page_id>/protected/", protected.protected, name="protected"),
    path("protected/<uuid:reference>/lift/", protected.lift, name="lift_protection"),
    path("packages/", package_shelf.packages, name="packages"),
    path("packages/bring/", package_shelf.bring, name="bring_package"),
    path("packages/<uuid:reference>/<int:number>/", package_shelf.package, name="package"),
    path("packages/<uuid:reference>/<int:number>/try/", package_shelf.trial, name="try_package"),
    path("packages/<uuid:reference>/<int:number>/remove/", package_shelf.remove, name="remove_package"),
    path("card/", workspace.card, name="card"),
    path("<int:page_id>/names/", names.names, name="names"),
    path("<int:page_id>/names/credit/", names.credit, name="credit"),
    path("<int:page_id>/names/owner/", names.owner, name="set_owner"),
    path("<int:page_id>/names/withdraw/", names.withdraw, name="withdraw_name"),
    path("<int:page_id>/names/read-again/", names.reread, name="read_again"),
    path("credits/<uuid:reference>/end/", names.end, name="end_credit"),
    path("keeping/", names.keeping, name="keeping"),
    path("referrals/", referrals.referrals, name="referrals"),
    path("referrals/<str:key>/checked/", referrals.check, name="check_referral"),
    path("<int:page_id>/translate/", translations.start, name="start_translation"),
    path("<int:page_id>/translation/", translations.translation, name="translation"),
    path("<int:page_id>/translation/update/", translations.update, name="update_translation"),
    path("<int:page_id>/translation/keep/", translations.keep, name="keep_words"),
    path("import/", exchange.import_page, name="import_edition"),
    path("licences/", licences.licences, name="licences"),
    path("licences/new/", licences.new_licence, name="new_licence"),
    path("licences/<uuid:reference>/", licences.licence, name="licence"),
    path("licences/<uuid:reference>/change/", licences.change_licence, name="change_licence"),
    path("licences/<uuid:reference>/package.zip", licences.thin_package, name="thin_package"),
    path("inline-choices/", inline_choices.inline_choices, name="inline_choices"),
    path("law/<str:key>/", law.authority, name="authority"),
    path("law/<str:key>/verified/", law.verify, name="authority_verified"),
    path("law/<str:key>/status/", law.status, name="authority_status"),
    path("provisions/<str:fact_id>/", law.provision, name="provision"),
    path("sources/<str:key>/", law.source, name="source"),
    path("moved/", report(), name="moved"),
    path("moved/results/", report(results_only=True), name="moved_results"),
    path("moved/<uuid:reference>/<int:page_id>/", moved.answer, name="moved_answer"),
]
