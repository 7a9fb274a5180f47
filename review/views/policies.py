"""The rule by which a module is signed: what holds, what is proposed, and each agency's consent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.models import ModulePage, SignOffPolicy
from modules.policy_terms import weakenings
from people.access import guard, person_of
from people.models import Agency
from people.rules import is_administrator, roles_of
from review.models import PolicyProposal
from review.policy_words import terms_in_words, weakened_in_words
from review.rules import can_see_policy, can_set_policy, coauthor_ids
from review.services.policies import ProposalSettled, answer_proposal, set_policy
from review.signing_forms import PolicyForm

agencies_or_administrators = guard(
    "agency member or administrator", lambda user: bool(roles_of(user).agencies) or is_administrator(user)
)


@require_http_methods(["GET", "HEAD", "POST"])
@agencies_or_administrators
def policy(request: HttpRequest, page_id: int) -> HttpResponse:
    """What holds now, its history, and for those who may the form with which it is set."""
    module = _module(request, page_id)
    may = can_set_policy(request.user, module)
    form = PolicyForm(request.POST or None, terms=module.policy_terms) if may else None
    if request.method != "POST":
        return _page(request, module, form)
    if form is None:
        raise Http404
    if form.is_valid():
        try:
            terms, why = form.cleaned_data["terms"], form.cleaned_data["why"]
            done = set_policy(actor=person_of(request), module=module, terms=terms, reasons=why)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _said(done))
            return redirect("review:policy", module.pk)
    return _page(request, module, form, status=400)


@require_POST
@agencies_or_administrators
def answer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """An author consents to a proposal for the agency, or refuses it."""
    proposal = get_object_or_404(PolicyProposal.objects.select_related("module"), reference=reference)
    module = _module(request, proposal.module_id)
    held = roles_of(request.user).author_of & coauthor_ids(module)
    agency = get_object_or_404(Agency, pk__in=held, slug=request.POST.get("agency", ""))
    try:
        answer_proposal(
            actor=person_of(request),
            agency=agency,
            proposal=proposal,
            consents=request.POST.get("consents") == "yes",
            reasons=request.POST.get("reasons", ""),
        )
        messages.success(request, _("Your agency's answer is recorded."))
    except ProposalSettled:
        messages.error(request, _("This was decided meanwhile. Nothing was changed."))
    return redirect("review:policy", module.pk)


def _module(request: HttpRequest, page_id: int) -> ModulePage:
    module = get_object_or_404(ModulePage, pk=page_id)
    if not can_see_policy(request.user, module):
        raise Http404
    return module


def _said(done: SignOffPolicy | PolicyProposal) -> str:
    if isinstance(done, SignOffPolicy) or done.state == "accepted":
        return _("The rule holds for every candidate put up from now on.")
    return _("This asks for less than before. Every co-author was asked for consent.")


def _page(request: HttpRequest, module: ModulePage, form: PolicyForm | None, status: int = 200) -> HttpResponse:
    terms = module.policy_terms
    proposals = list(module.policy_proposals.select_related("person").prefetch_related("answers__agency")[:10])
    coauthors = list(Agency.objects.filter(coauthorships__module=module).order_by("name"))
    open_one = next((row for row in proposals if row.state == "open"), None)
    context: dict[str, Any] = {
        "module": module,
        "terms": terms_in_words(terms),
        "form": form,
        "history": module.policies.select_related("created_by").order_by("-version"),
        "proposals": proposals,
        "open": open_one,
        "weaker": weakened_in_words(weakenings(terms, open_one.terms)) if open_one else [],
        "proposed": terms_in_words(open_one.terms) if open_one else [],
        "coauthors": coauthors,
        "mine": [
            agency
            for agency in coauthors
            if open_one
            and agency.pk in roles_of(request.user).author_of
            and agency.pk not in {row.agency_id for row in open_one.answers.all()}
        ],
    }
    return render(request, "review/policy.html", context, status=status)
