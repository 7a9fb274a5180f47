"""Where agencies read a candidate and answer it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.comparing import placed_words
from modules.enums import EditionState
from modules.maps import maps_of_quiz
from modules.models import Edition, EditionStep
from modules.moved import notices_once
from modules.rendering import quiz_of, render_step
from modules.services.protecting import ProtectedChange, protected_changes
from modules.services.rereading import terms_of
from people.access import agency_members_only
from people.rules import roles_of
from review.addresses import flag_step_url
from review.enums import WAITING_STATES
from review.models import Flag, FlagAnchor
from review.policy_words import terms_in_words
from review.queries import (
    candidates_for,
    decided_lately,
    editions_of_agencies,
    last_published_before,
    last_sent_back_before,
    newest_answers,
    objections_to,
    signing_agencies,
    tally_of,
)
from review.rules import coauthor_ids
from review.services.signing import StaleCandidate, sign
from review.signing_forms import SignOffForm
from review.views.candidate_parts import changes_between, objection_rows
from review.wordings import wordings_of


@require_safe
@agency_members_only
def sign_off_list(request: HttpRequest) -> HttpResponse:
    """The candidates that wait for the person's agencies, and what was decided lately."""
    context = {"waiting": candidates_for(request.user), "decided": decided_lately(request.user)}
    return render(request, "review/sign_off_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def candidate(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One candidate: what changed, who has answered, and the form for one's own agency."""
    edition = get_object_or_404(editions_of_agencies(request.user), reference=reference)
    protected = protected_changes(edition)
    form = SignOffForm(
        request.POST or None,
        agencies=signing_agencies(request.user, edition),
        places=placed_words(edition),
        changed=[change for change in protected if change.passage.agency_id in roles_of(request.user).agencies],
        initial={"digest": edition.digest},
    )
    if request.method == "POST" and form.is_valid():
        return _sign(request, edition, form, protected)
    return _page(request, edition, form, protected, status=400 if form.errors else 200)


def _sign(request: HttpRequest, edition: Edition, form: SignOffForm, protected: list[ProtectedChange]) -> HttpResponse:
    try:
        signed = sign(actor=request.user, edition=edition, **form.cleaned_data)  # type: ignore[arg-type]
    except StaleCandidate:
        edition.refresh_from_db()
        return render(request, "review/stale_candidate.html", {"edition": edition}, status=409)
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, edition, form, protected, status=400)
    state = signed.edition.state
    said = {
        EditionState.CURRENT: _("Recorded. That was the last approval needed: the edition is published."),
        EditionState.SENT_BACK: _("Recorded. The candidate went back to its authors with your reasons."),
    }
    messages.success(request, said.get(EditionState(state), _("Recorded. The candidate waits for the other agencies.")))
    return redirect("review:candidate", reference=edition.reference)


def _page(
    request: HttpRequest, edition: Edition, form: SignOffForm, protected: list[ProtectedChange], *, status: int
) -> HttpResponse:
    before = last_published_before(edition)
    sent_back = last_sent_back_before(edition)
    answers = newest_answers(edition)
    context: dict[str, Any] = {
        "edition": edition,
        "open": edition.state == EditionState.CANDIDATE,
        "form": form,
        "steps": edition.steps.defer("content").order_by("position"),
        "coauthors": [
            (coauthor, answers.get(coauthor.agency_id))
            for coauthor in edition.module.coauthorships.select_related("agency")
        ],
        "tally": tally_of(edition),
        "terms": terms_in_words(terms_of(edition)),
        "history": edition.sign_offs.select_related("agency"),
        "before": before,
        "changes": changes_between(before, edition, protected),
        "protected": protected,
        "sent_back": sent_back,
        "wordings": wordings_of(edition),
        "went_back_for": objections_to(sent_back),
        "may_issue": bool(roles_of(request.user).author_of & coauthor_ids(edition.module)),
    }
    return render(request, "review/candidate.html", context | objection_rows(request, edition), status=status)


def _waiting_on(step: EditionStep, most: int = 50) -> list[tuple[Flag, str]]:
    """The reports that wait for an answer, each with its place: on this text, or older and found again in it."""
    rows = FlagAnchor.objects.filter(step=step, flag__state__in=WAITING_STATES).order_by("-pk")[:most]
    carried = {row.flag_id: row.block_id or row.item_key for row in rows}
    flags = Flag.objects.waiting().filter(Q(step=step) | Q(pk__in=carried)).order_by("-pk")[:most]
    return [(flag, carried.get(flag.pk) or flag.block_id or flag.item_key) for flag in flags]


@require_safe
@agency_members_only
def candidate_step(request: HttpRequest, reference: UUID, position: int) -> HttpResponse:
    """One step as officers would read it; quizzes with their keys, consequences and feedback."""
    edition = get_object_or_404(editions_of_agencies(request.user), reference=reference)
    steps = list(edition.steps.select_related("quiz"))
    step = next((step for step in steps if step.position == position), None)
    if step is None:
        raise Http404
    step.edition = edition
    quiz = quiz_of(step)
    context = {
        "edition": edition,
        "steps": steps,
        "step": step,
        "body": render_step(step, flag_url=flag_step_url(step)),
        "notices": notices_once(step.pk),
        "quiz": quiz,
        "maps": maps_of_quiz(quiz) if quiz else [],
        "flag_url": flag_step_url(step),
        "reports": _waiting_on(step),
    }
    return render(request, "review/candidate_step.html", context)
