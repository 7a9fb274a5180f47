"""Where agencies write a dossier together, score the criteria, put it up, sign it and withdraw it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Max, Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from people.access import agency_members_only, person_of
from people.models import Agency
from people.rules import roles_of
from review.dossier.findings import findings_of, newest_after
from review.dossier.forms import (
    AskAgenciesForm,
    ScoreForm,
    SignDossierForm,
    StartDossierForm,
    WithdrawDossierForm,
    WriteDossierForm,
    flags_of,
)
from review.dossier.rules import can_write_dossier, signing_agencies_of
from review.dossier.shown import shown_dossier
from review.dossier_enums import DossierState
from review.models import Dossier, DossierEdition, MaterialVersion, RubricVersion
from review.scores import newest_scores
from review.services.dossier_agencies import ask_more_agencies
from review.services.dossiers import (
    DossierMoved,
    dossier_tally,
    put_up_dossier,
    sign_dossier,
    start_dossier,
    withdraw_dossier,
    words_state,
    write_dossier,
)
from review.services.rubrics import score_criterion

T = TypeVar("T")


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def dossier_rooms(request: HttpRequest) -> HttpResponse:
    """Every dossier that agencies write, and the form to begin one."""
    form = StartDossierForm(
        request.POST or None,
        own=roles_of(request.user).agencies,
        versions=MaterialVersion.objects.select_related("material").order_by("material__title", "-pk"),
        rubrics=newest_rubrics(),
        initial={"version": request.GET.get("version")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        held = Dossier.objects.filter(version=given["version"], lead=given["lead"], language="en").exists()
        made = tried(form, lambda: start_dossier(actor=person_of(request), **given))
        if made:
            if held:
                messages.info(
                    request, _("Your agency writes a dossier about this version already. Here it is, unchanged.")
                )
            return redirect(made)
    editions = DossierEdition.objects.defer("canonical", "content").order_by("-number")
    rooms = Dossier.objects.select_related("version__material", "lead").prefetch_related(Prefetch("editions", editions))
    return render(request, "review/dossier_rooms.html", {"form": form, "rooms": rooms}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def dossier_room(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What the dossier would say now; whoever leads it changes the words."""
    dossier = _dossier(reference)
    writes = can_write_dossier(request.user, dossier)
    findings = findings_of(dossier.version)
    seen, given = words_state(dossier), request.POST or None
    form = WriteDossierForm(given, dossier=dossier, findings=findings, seen=seen) if writes else None
    if request.method == "POST" and form and form.is_valid():
        words = form.words()
        try:
            saved = tried(form, lambda: write_dossier(actor=person_of(request), dossier=dossier, **words))
        except DossierMoved:
            saved = None
            form.add_error(
                None, _("Somebody changed this since you opened it. Open the page anew beside this one and compare.")
            )
        if saved:
            messages.success(request, _("Saved. What was put up or signed stays as it is."))
            return redirect(dossier)
    return _room(request, dossier, findings, form)


@require_POST
@agency_members_only
def ask_agencies(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Ask further agencies to sign."""
    dossier = _dossier(reference)
    form = AskAgenciesForm(request.POST, dossier=dossier)
    if form.is_valid():
        given = form.cleaned_data
        asked = tried(form, lambda: ask_more_agencies(actor=person_of(request), dossier=dossier, **given))
        if asked:
            names = ", ".join(agency.name for agency in asked)
            messages.success(request, _("Asked: %(names)s. They sign from the next edition on.") % {"names": names})
            return redirect(dossier)
    messages.error(request, _("Choose at least one agency that was not asked yet."))
    return redirect(dossier)


@require_POST
@agency_members_only
def put_up(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Freeze it for the agencies to sign."""
    dossier = _dossier(reference)
    try:
        edition = put_up_dossier(actor=person_of(request), dossier=dossier)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(dossier)
    messages.success(request, _("Edition %(number)s waits for signatures.") % {"number": edition.number})
    return redirect("review:dossier_edition", edition.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def dossier_edition(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One edition as it would be published, how it stands, and the form for one's own agency."""
    edition = _edition(reference)
    agencies = signing_agencies_of(request.user, edition)
    form = SignDossierForm(request.POST or None, agencies=agencies, initial={"digest": edition.digest})
    if request.method == "POST" and form.is_valid():
        try:
            signed = tried(form, lambda: sign_dossier(actor=person_of(request), edition=edition, **form.cleaned_data))
        except DossierMoved:
            messages.error(request, _("Nothing was recorded: the dossier was decided or replaced since you opened it."))
            return redirect("review:dossier_edition", edition.reference)
        if signed:
            messages.success(request, _said(DossierState(signed.edition.state)))
            return redirect("review:dossier_edition", edition.reference)
    signable = edition.state in (DossierState.CANDIDATE, DossierState.CURRENT)
    context = {
        "edition": edition,
        "shown": shown_dossier(edition),
        "tally": dossier_tally(edition),
        "form": form if signable and agencies else None,
        "withdraw_form": _withdraw_form(request, edition),
    }
    return render(request, "review/dossier_edition.html", context, status=status_of(form))


@require_POST
@agency_members_only
def withdraw(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Take a published edition back, with a public reason."""
    edition = _edition(reference)
    form = WithdrawDossierForm(request.POST)
    if form.is_valid():
        try:
            withdraw_dossier(actor=person_of(request), edition=edition, **form.cleaned_data)
        except DossierMoved:
            messages.error(request, _("Only a published dossier can be withdrawn."))
        else:
            messages.success(request, _("Withdrawn. It can still be read, with your reason."))
    else:
        messages.error(request, _("Say why it is withdrawn."))
    return redirect("review:dossier_edition", edition.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def scores(request: HttpRequest, reference: UUID) -> HttpResponse:
    """How the agencies scored each criterion, and the form to score one."""
    dossier = _dossier(reference)
    version, rubric = dossier.version, dossier.rubric_version
    findings = findings_of(version)
    form = ScoreForm(
        request.POST or None,
        agencies=Agency.objects.filter(pk__in=roles_of(request.user).agencies),
        codes=rubric.codes,
        findings=flags_of(findings),
        initial={"criterion": request.GET.get("criterion")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        scored = tried(form, lambda: score_criterion(actor=person_of(request), version=version, rubric=rubric, **given))
        if scored:
            messages.success(request, _("The score is recorded. A later one of your agency replaces it."))
            return redirect("review:dossier_scores", dossier.reference)
    held = newest_scores(version, rubric)
    rows = [(row, [score for score in held if score.criterion.code == row["code"]]) for row in rubric.criteria]
    context = {"dossier": dossier, "form": form, "rows": rows}
    return render(request, "review/dossier_scores.html", context, status=status_of(form))


def newest_rubrics() -> QuerySet[RubricVersion]:
    """The newest version of each rubric, the house's first."""
    newest = RubricVersion.objects.values("rubric").annotate(newest=Max("pk")).values("newest")
    return RubricVersion.objects.filter(pk__in=newest).select_related("rubric").order_by("rubric__agency", "rubric_id")


def tried(form: Form, action: Callable[[], T]) -> T | None:
    """Do it; None with the faults in the form when it is refused."""
    try:
        return action()
    except ValidationError as error:
        known = getattr(error, "error_dict", {})
        form.add_error(None, error if not known or set(known) <= set(form.fields) else ValidationError(error.messages))
        return None


def status_of(form: Form | None) -> int:
    return 400 if form is not None and form.errors else 200


def _dossier(reference: UUID) -> Dossier:
    rows = Dossier.objects.select_related("version__material", "rubric_version__rubric", "lead")
    return get_object_or_404(rows, reference=reference)


def _edition(reference: UUID) -> DossierEdition:
    rows = DossierEdition.objects.select_related("dossier__version__material", "dossier__lead").defer("canonical")
    return get_object_or_404(rows, reference=reference)


def _room(request: HttpRequest, dossier: Dossier, findings: list[Any], form: WriteDossierForm | None) -> HttpResponse:
    context = {
        "dossier": dossier,
        "form": form,
        "findings": findings,
        "agencies": dossier.agencies.order_by("name"),
        "ask_form": AskAgenciesForm(dossier=dossier) if form else None,
        "editions": dossier.editions.defer("canonical", "content"),
        "newer": newest_after(dossier.version),
    }
    return render(request, "review/dossier_room.html", context, status=status_of(form))


def _withdraw_form(request: HttpRequest, edition: DossierEdition) -> WithdrawDossierForm | None:
    may = edition.state == DossierState.CURRENT and can_write_dossier(request.user, edition.dossier)
    return WithdrawDossierForm(auto_id="withdraw-%s") if may else None


def _said(state: DossierState) -> str:
    said = {
        DossierState.CURRENT: _("Recorded. The dossier is published."),
        DossierState.SENT_BACK: _("Recorded. The dossier went back with your reasons."),
    }
    return said.get(state, _("Recorded. The dossier waits for the other agencies."))
