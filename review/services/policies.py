"""Setting the rule by which a module is signed. What asks for less than before needs every co-author's consent."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import ModulePage, SignOffPolicy
from modules.policy_terms import PolicyTerms, weakenings
from modules.services.policies import newest_version, write_policy
from people.models import Agency, User
from people.rules import is_author_for
from records.canonical import digest
from records.services.ledger import record_event
from review.enums import ProposalState
from review.models import PolicyAnswer, PolicyProposal
from review.rules import can_set_policy, coauthor_ids
from review.services.answers import hold_module
from review.services.notifying import tell_of_proposal


class ProposalSettled(Exception):
    """The proposal was decided meanwhile; nothing was changed."""


@transaction.atomic
def set_policy(
    *, actor: User, module: ModulePage, terms: PolicyTerms, reasons: str = ""
) -> SignOffPolicy | PolicyProposal:
    """Make the terms hold at once when they ask for no less than before; else put them to every co-author.

    Candidates that are up already are judged by what was kept with them. An open proposal is overtaken. Raises
    PermissionDenied or ValidationError.
    """
    hold_module(module.pk)
    module = ModulePage.objects.get(pk=module.pk)
    if not can_set_policy(actor, module):
        raise PermissionDenied
    agencies = coauthor_ids(module)
    if terms.least > len(agencies):
        raise ValidationError(_("These terms ask for more agencies than write the module."))
    _overtake(actor, module)
    if not weakenings(module.policy_terms, terms):
        return write_policy(actor=actor, module=module, terms=terms)
    if not reasons.strip():
        raise ValidationError({"reasons": _("This asks for less than before. Tell the co-authors why.")})
    return _propose(actor, module, terms, reasons.strip())


@transaction.atomic
def answer_proposal(
    *, actor: User, agency: Agency, proposal: PolicyProposal, consents: bool, reasons: str = ""
) -> PolicyProposal:
    """An author answers for the agency, once. The last consent makes the terms hold; one refusal ends the proposal."""
    hold_module(proposal.module_id)
    proposal = PolicyProposal.objects.select_related("module").get(pk=proposal.pk)
    agencies = coauthor_ids(proposal.module)
    if agency.pk not in agencies or not is_author_for(actor, agency):
        raise PermissionDenied
    if proposal.answers.filter(agency=agency).exists():
        return proposal
    if proposal.state != ProposalState.OPEN:
        raise ProposalSettled
    _answer(actor, agency, proposal, consents, reasons.strip()[:2000])
    if not consents:
        _close(actor, proposal, ProposalState.REFUSED)
    elif agencies <= set(proposal.answers.values_list("agency_id", flat=True)):
        _close(actor, proposal, ProposalState.ACCEPTED)
        write_policy(actor=actor, module=proposal.module, terms=proposal.terms)
    return proposal


def _propose(actor: User, module: ModulePage, terms: PolicyTerms, reasons: str) -> PolicyProposal:
    proposal = PolicyProposal.objects.create(
        module=module, version=newest_version(module), data=terms.as_data(), reasons=reasons[:2000], person=actor
    )
    _record(actor, "proposed", proposal, terms=digest(proposal.data))
    tell_of_proposal(proposal)
    own = Agency.objects.filter(pk__in=coauthor_ids(module))
    for agency in own:
        if is_author_for(actor, agency):
            answer_proposal(actor=actor, agency=agency, proposal=proposal, consents=True)
    proposal.refresh_from_db()
    return proposal


def _answer(actor: User, agency: Agency, proposal: PolicyProposal, consents: bool, reasons: str) -> None:
    PolicyAnswer.objects.create(proposal=proposal, agency=agency, person=actor, consents=consents, reasons=reasons)
    _record(actor, "consented" if consents else "refused_by", proposal, agency=agency.slug)


def _overtake(actor: User, module: ModulePage) -> None:
    for earlier in PolicyProposal.objects.filter(module=module, state=ProposalState.OPEN).select_related("module"):
        _close(actor, earlier, ProposalState.OVERTAKEN)


def _close(actor: User, proposal: PolicyProposal, state: ProposalState) -> None:
    proposal.state, proposal.decided_at = state, timezone.now()
    proposal.save(update_fields=["state", "decided_at"])
    _record(actor, state.value, proposal)


def _record(actor: User, what: str, proposal: PolicyProposal, **more: str) -> None:
    record_event(
        actor=actor,
        action=f"review.policy.{what}",
        subject=f"module:{proposal.module.translation_key}",
        data={"proposal": str(proposal.reference), "version": proposal.version} | more,
    )
