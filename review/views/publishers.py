"""What is asked of a publisher, what they answer, and what a later version shows of each finding."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import agency_members_only, person_of
from review.dossier.findings import fates_in, findings_of, newest_after
from review.dossier.forms import AskForm, CheckForm, FollowForm, PublisherAnswerForm, flags_of
from review.dossier.rules import takes_part
from review.dossier_enums import Fate
from review.models import Dossier, Flag, PublisherRequest
from review.services.publishers import ask_publisher, check_finding, follow_request, keep_publisher_answer
from review.views.dossier_rooms import tried


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def publisher(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Requests with everything that happened to them, answers to findings, and the forms to add to both."""
    dossier = _dossier(reference)
    flags = flags_of(row for row in findings_of(dossier.version) if not row.good)  # what is good asks for nothing
    sent = request.POST.get("form") if request.method == "POST" else None
    asking = AskForm(request.POST if sent == "ask" else None, findings=flags, auto_id="ask-%s")
    answering = PublisherAnswerForm(request.POST if sent == "answer" else None, findings=flags, auto_id="answer-%s")
    actor = person_of(request)
    if sent == "ask" and asking.is_valid():
        given = asking.cleaned_data
        if tried(asking, lambda: ask_publisher(actor=actor, dossier=dossier, **given)):
            return _kept(request, dossier)
    if sent == "answer" and answering.is_valid():
        given = answering.cleaned_data
        if tried(answering, lambda: keep_publisher_answer(actor=actor, dossier=dossier, **given)):
            return _kept(request, dossier)
    return _page(request, dossier, asking, answering)


@require_POST
@agency_members_only
def follow(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Add what happened to one request."""
    row = get_object_or_404(PublisherRequest.objects.select_related("dossier__lead"), reference=reference)
    form, actor = FollowForm(request.POST), person_of(request)
    if form.is_valid():
        given = form.cleaned_data
        if tried(form, lambda: follow_request(actor=actor, request=row, **given)):
            return _kept(request, row.dossier)
    messages.error(request, _first_error(form))
    return redirect("review:publisher", row.dossier.reference)


@require_safe
@agency_members_only
def later_versions(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The findings in the newest version of the material: fixed, still there, to be checked, and new."""
    dossier = _dossier(reference)
    newer = newest_after(dossier.version)
    fates = fates_in(newer, findings_of(dossier.version)) if newer else []
    groups = [(fate, [row for row in fates if row.fate == fate]) for fate in Fate]
    context = {"dossier": dossier, "newer": newer, "groups": groups, "form": CheckForm(auto_id=False)}
    return render(request, "review/dossier_later.html", context)


@require_POST
@agency_members_only
def check(request: HttpRequest, reference: UUID, flag: UUID) -> HttpResponse:
    """Record what became of one finding in the newest version; nothing, when a newer one came since the page."""
    dossier = _dossier(reference)
    newer = newest_after(dossier.version)
    row = get_object_or_404(Flag.objects.filter(material=dossier.version.material_id), reference=flag)
    form = CheckForm(request.POST)
    actor = person_of(request)
    done = None
    if newer and form.is_valid():
        if form.cleaned_data.pop("version") != newer.pk:
            messages.error(request, _("A newer version is there since you opened the page. Nothing was recorded."))
            return redirect("review:later_versions", dossier.reference)
        given = form.cleaned_data
        done = tried(form, lambda: check_finding(actor=actor, flag=row, version=newer, **given))
    if done:
        messages.success(request, _("Recorded."))
    else:
        messages.error(request, _first_error(form))
    return redirect("review:later_versions", dossier.reference)


def _page(request: HttpRequest, dossier: Dossier, asking: AskForm, answering: PublisherAnswerForm) -> HttpResponse:
    takes = takes_part(request.user, dossier)
    context = {
        "dossier": dossier,
        "published": dossier.editions.published().exists(),
        "requests": dossier.requests.prefetch_related("steps__agency"),
        "answers": dossier.answers.select_related("flag", "agency"),
        "ask_form": asking if takes else None,
        "answer_form": answering if takes else None,
        "follow_form": FollowForm(auto_id=False) if takes else None,
    }
    wrong = asking.errors or answering.errors
    return render(request, "review/dossier_publisher.html", context, status=400 if wrong else 200)


def _kept(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    messages.success(request, _("Recorded. It stands with the dossier, with its day."))
    return redirect("review:publisher", dossier.reference)


def _first_error(form: CheckForm | FollowForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), _("Nothing was recorded."))


def _dossier(reference: UUID) -> Dossier:
    return get_object_or_404(Dossier.objects.select_related("version__material", "lead"), reference=reference)
