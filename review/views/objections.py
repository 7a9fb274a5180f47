"""What is done about an objection: the authors' reply, its withdrawal, a vote."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.access import agency_members_only, person_of
from review.models import Decision, Objection
from review.queries import candidate_of, editions_of_agencies, signing_agencies
from review.services.objecting import ObjectionSettled, reply_to_objection, withdraw_objection
from review.services.voting import call_vote, cast_vote
from review.signing_forms import CallVoteForm, ReplyForm, VoteForm, WithdrawForm


@require_POST
@agency_members_only
def reply(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The authors answer in words; the objection still stands."""
    objection = _objection(request, reference)
    return _done(
        request,
        objection,
        ReplyForm(request.POST),
        lambda words: reply_to_objection(actor=person_of(request), objection=objection, **words),
        _("Your reply stands with the objection."),
    )


@require_POST
@agency_members_only
def withdraw(request: HttpRequest, reference: UUID) -> HttpResponse:
    """The agency that objected takes it back."""
    objection = _objection(request, reference)
    return _done(
        request,
        objection,
        WithdrawForm(request.POST),
        lambda words: withdraw_objection(actor=person_of(request), objection=objection, **words),
        _("The objection is withdrawn. It stays on record."),
    )


@require_POST
@agency_members_only
def vote(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Call a vote on the objection."""
    objection = _objection(request, reference)
    form = CallVoteForm(request.POST, agencies=signing_agencies(request.user, objection.edition))
    return _done(
        request,
        objection,
        form,
        lambda words: call_vote(actor=person_of(request), objection=objection, **words),
        _("The vote is called. Every co-author was told."),
    )


@require_POST
@agency_members_only
def cast(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One agency's vote in an open decision."""
    editions = editions_of_agencies(request.user)
    decision = get_object_or_404(Decision.objects.filter(objection__edition__in=editions), reference=reference)
    objection = decision.objection
    form = VoteForm(request.POST, agencies=signing_agencies(request.user, objection.edition))
    return _done(
        request,
        objection,
        form,
        lambda words: cast_vote(actor=person_of(request), decision=decision, **words),
        _("Your agency's vote is recorded."),
    )


def _objection(request: HttpRequest, reference: UUID) -> Objection:
    rows = Objection.objects.filter(edition__in=editions_of_agencies(request.user))
    return get_object_or_404(rows.select_related("edition__module", "agency"), reference=reference)


def _done(
    request: HttpRequest, objection: Objection, form: Form, act: Callable[[dict], object], said: str
) -> HttpResponse:
    """Do it and go back to the candidate; what stands in the way is said there, and nothing was changed."""
    edition = candidate_of(objection) or objection.edition
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    else:
        try:
            act(form.cleaned_data)
            messages.success(request, said)
        except ObjectionSettled:
            messages.error(request, _("This was settled meanwhile. Nothing was changed."))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    response = redirect("review:candidate", reference=edition.reference)
    response["Location"] += f"#objection-{objection.reference}"
    return response
