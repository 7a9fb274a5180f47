"""Answering a candidate by a one-time link, without an account. The link itself is the key."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.comparing import placed_words
from modules.models import Edition
from modules.rendering import quiz_of, render_step
from modules.services.protecting import protected_changes
from modules.services.rereading import terms_of
from people.access import agency_members_only, person_of
from people.models import Agency
from review.models import ApprovalLink
from review.policy_words import terms_in_words
from review.queries import editions_of_agencies, last_published_before, newest_answers, signing_agencies
from review.rate_limit import too_many
from review.rules import can_issue_link
from review.services.answers import Answer, StaleCandidate
from review.services.links import (
    LinkOver,
    WrongLink,
    answer_by_link,
    issue_link,
    read_link,
    refuse_link,
    revoke_link,
    use_link,
    why_over,
)
from review.signing_forms import IssueLinkForm, LinkAnswerForm
from review.views.candidate_parts import changes_between

FROM_ONE_PLACE = 60
Page = Callable[..., HttpResponse]


def by_link(view: Page) -> Page:
    """Read the link, brake, and answer plainly when it is wrong (403) or over (410). Nothing is kept or passed on.

    Without the forgery token: nobody is signed in here, the secret address alone lets in, and a browser that is told
    to pass no address on sends none with a form either, so that Django could not check it.
    """

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, token, kwargs)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def _answer(view: Page, request: HttpRequest, token: str, kwargs: dict[str, Any]) -> HttpResponse:
    if too_many("approval-link", get_adapter().get_client_ip(request), most=FROM_ONE_PLACE):
        return render(request, "review/link_over.html", {"why": "too_many"}, status=429)
    try:
        link = read_link(token)
    except WrongLink:
        return render(request, "review/link_over.html", {"why": "wrong"}, status=403)
    why = why_over(link)
    if why:
        return _over(request, link, why)
    return view(request, link, token, **kwargs)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, link: ApprovalLink, token: str) -> HttpResponse:
    """The whole candidate with what changed, and the form for the one answer."""
    edition = link.edition
    protected = protected_changes(edition)
    form = LinkAnswerForm(
        request.POST or None,
        places=placed_words(edition),
        changed=[change for change in protected if change.passage.agency_id == link.agency_id],
        initial={"name": link.name, "role": link.role, "digest": edition.digest},
    )
    if request.method == "POST" and form.is_valid():
        return _record(request, link, form)
    if request.method != "POST":
        use_link(link=link)
    before = last_published_before(edition)
    context = {
        "link": link,
        "token": token,
        "edition": edition,
        "form": form,
        "steps": edition.steps.defer("content").order_by("position"),
        "answers": newest_answers(edition).values(),
        "terms": terms_in_words(terms_of(edition)),
        "before": before,
        "changes": changes_between(before, edition, protected),
    }
    return render(request, "review/link_answer.html", context, status=400 if form.errors else 200)


@by_link
@require_safe
def step(request: HttpRequest, link: ApprovalLink, token: str, position: int) -> HttpResponse:
    """One step as officers would read it; quizzes with their keys."""
    steps = list(link.edition.steps.select_related("quiz"))
    found = next((row for row in steps if row.position == position), None)
    if found is None:
        raise Http404
    found.edition = link.edition
    context = {
        "link": link,
        "token": token,
        "edition": link.edition,
        "steps": steps,
        "step": found,
        "body": render_step(found),
        "quiz": quiz_of(found),
    }
    return render(request, "review/link_step.html", context)


def _record(request: HttpRequest, link: ApprovalLink, form: LinkAnswerForm) -> HttpResponse:
    fields = form.cleaned_data
    if fields["digest"] != link.digest:
        return _over(request, link, "revoked")
    consents = frozenset(row.pk for row in fields["consents"]) if "consents" in fields else None
    given = Answer(fields["answer"], fields["reasons"].strip(), fields["ground"], fields["block_id"], consents)
    try:
        signed = answer_by_link(link=link, name=fields["name"], role=fields["role"], answer=given)
    except LinkOver as over:
        return _over(request, over.link, over.why)
    except StaleCandidate:
        return _over(request, link, "revoked")
    except ValidationError as error:
        return render(request, "review/link_over.html", {"why": "invalid", "said": error.messages}, status=400)
    return render(request, "review/link_done.html", {"link": link, "signed": signed, "edition": link.edition})


def _over(request: HttpRequest, link: ApprovalLink, why: str) -> HttpResponse:
    refuse_link(link=link, why=why)
    return render(request, "review/link_over.html", {"why": why, "link": link}, status=410)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def links(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The links that the person's own agency issued for this candidate, and the form for another."""
    edition = get_object_or_404(editions_of_agencies(request.user), reference=reference)
    own = _issuing(request, edition)
    form = IssueLinkForm(request.POST or None, agencies=own)
    if request.method == "POST" and form.is_valid():
        try:
            issued = issue_link(actor=person_of(request), edition=edition, **form.cleaned_data)
        except StaleCandidate:
            messages.error(request, _("This text is no longer up for sign-off. No link was made."))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The link was sent to %(address)s.") % {"address": issued.link.email})
        if not form.errors:
            return redirect("review:links", reference=edition.reference)
    rows = ApprovalLink.objects.filter(edition=edition, agency__in=own).select_related("agency", "issued_by")
    context = {"edition": edition, "form": form, "links": rows, "open": edition.state == "candidate"}
    return render(request, "review/links.html", context, status=400 if form.errors else 200)


@require_POST
@agency_members_only
def revoke(request: HttpRequest, reference: UUID) -> HttpResponse:
    """End an open link of one's own agency."""
    rows = ApprovalLink.objects.filter(edition__in=editions_of_agencies(request.user)).select_related(
        "agency", "edition__module"
    )
    link = get_object_or_404(rows, reference=reference)
    if not can_issue_link(request.user, link.agency, link.edition):
        raise Http404
    revoke_link(actor=person_of(request), link=link)
    messages.success(request, _("The link no longer works."))
    return redirect("review:links", reference=link.edition.reference)


def _issuing(request: HttpRequest, edition: Edition) -> QuerySet[Agency]:
    """The agencies for which the person may issue links; nobody else comes here."""
    held = signing_agencies(request.user, edition)
    own = held.filter(pk__in=[agency.pk for agency in held if can_issue_link(request.user, agency, edition)])
    if not own:
        raise Http404
    return own
