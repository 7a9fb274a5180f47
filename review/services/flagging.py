"""Raising a flag."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import Provision, Source
from modules.rules import packages_seen_by
from people.models import Agency, User
from people.rules import is_officer, roles_of
from records.canonical import digest
from review.deadlines import due_date
from review.enums import CriterionKind, FlaggerKind, FlagStepKind, Nature, NoticeKind, Severity, Visibility
from review.identity import alias_of, mark_of, seal
from review.models import Criterion, Flag, SealedIdentity
from review.rules import can_flag_materials, can_read_edition
from review.services.history import LONGEST_CLAIM, subject_of, too_long, write_own_step
from review.services.pausing import pause_if_critical
from review.services.telling import tell_docket
from review.targets import EditionTarget, ResourceTarget, Target

__all__ = ["LONGEST_CLAIM", "Evidence", "raise_flag", "subject_of"]


@dataclass(frozen=True)
class Evidence:
    """Rules and sources that a claim rests on."""

    provisions: Sequence[Provision] = field(default_factory=tuple)
    sources: Sequence[Source] = field(default_factory=tuple)


def raise_flag(
    *,
    actor: User,
    target: Target,
    criteria: Sequence[Criterion] = (),
    severity: str = Severity.MEDIUM,
    claim: str,
    suggestion: str = "",
    visibility: str = Visibility.PARTIES,
    evidence: Evidence | None = None,
    token: UUID | None = None,
) -> Flag:
    """Record one flag with its first step and its ledger entry, its flagger sealed; the docket is told in its digest.

    Whoever speaks for an agency names a criterion. When all criteria say that a passage is good, the flag asks to keep
    it. A critical one by an agency may pause the step. The same `token` from the same person is the same flag, however
    often it is sent. Raises PermissionDenied, TargetRefused (the target does not fit its text) or ValidationError.
    """
    _check_person(actor, target)
    standing = _standing(actor)
    _check_words(criteria, severity, claim, suggestion, visibility, standing)
    token = token or uuid4()
    sent_before = _sent(actor, token)
    if sent_before:
        return sent_before
    words = {
        "severity": Severity(severity),
        "claim": claim.strip(),
        "suggestion": suggestion.strip(),
        "visibility": Visibility(visibility),
        "form_token": token,
        "flagger_mark": mark_of(actor),
        **standing,
    }
    try:
        return _raise(actor, target, criteria, evidence or Evidence(), words)
    except IntegrityError:
        twin = _sent(actor, token)
        if twin is None:
            raise
        return twin


@transaction.atomic
def _raise(
    actor: User, target: Target, criteria: Sequence[Criterion], evidence: Evidence, words: dict[str, Any]
) -> Flag:
    if criteria and all(criterion.kind == CriterionKind.KEEP for criterion in criteria):
        words |= {"nature": Nature.KEEP, "severity": Severity.LOW}
    due_on = due_date(words["severity"], timezone.localdate())
    flag = Flag.objects.create(**target.fields(), **words, due_on=due_on)
    flag.criteria.set(criteria)
    flag.provisions.set(evidence.provisions)
    flag.sources.set(evidence.sources)
    SealedIdentity.objects.create(flag=flag, sealed=seal(actor))
    write_own_step(flag, FlagStepKind.RAISED, _reference_data(flag))
    pause_if_critical(flag)
    tell_docket(flag, NoticeKind.RAISED)
    return flag


def _sent(actor: User, token: UUID) -> Flag | None:
    return Flag.objects.filter(flagger_mark=mark_of(actor), form_token=token).first()


def _reference_data(flag: Flag) -> dict[str, Any]:
    return {
        "kind": flag.kind,
        "nature": flag.nature,
        "severity": flag.severity,
        "criteria": sorted(criterion.code for criterion in flag.criteria.all()),
        "edition": flag.edition.digest if flag.edition else None,
        "step": str(flag.step.key) if flag.step else None,
        "block": flag.block_id or flag.item_key or None,
        "material": flag.material.slug if flag.material else None,
        "rule": flag.provision.fact_id if flag.provision else None,
        "source": flag.source.key if flag.source else None,
        "package": flag.package_digest or None,
        "file": flag.resource_sha256 or None,
        "words": digest({"claim": flag.claim, "suggestion": flag.suggestion, "excerpt": flag.excerpt}),
    }


def _standing(actor: User) -> dict[str, Any]:
    """In whose name the flag stands. A member of several agencies speaks for the first by name."""
    held = roles_of(actor).agencies
    if held:
        agency = Agency.objects.filter(pk__in=held).first()
        alias = alias_of(actor, agency)
        return {"flagger_kind": FlaggerKind.AGENCY, "flagger_agency": agency, "flagger_alias": alias}
    return {"flagger_kind": FlaggerKind.OFFICER if is_officer(actor) else FlaggerKind.STAFF}


def _check_person(actor: User, target: Target) -> None:
    if isinstance(target, ResourceTarget) and target.version is not None:
        allowed = packages_seen_by(actor).filter(pk=target.version.package_id).exists()
    elif isinstance(target, EditionTarget | ResourceTarget) and target.step is not None:
        allowed = can_read_edition(actor, target.step.edition)
    else:
        allowed = can_flag_materials(actor)
    if not allowed:
        raise PermissionDenied


def _check_words(
    criteria: Sequence[Criterion],
    severity: str,
    claim: str,
    suggestion: str,
    visibility: str,
    standing: dict[str, Any],
) -> None:
    faults = too_long(claim=claim, suggestion=suggestion)
    if not criteria and standing["flagger_kind"] == FlaggerKind.AGENCY:
        faults["criteria"] = _("Choose at least one criterion.")
    if severity not in Severity.values:
        faults["severity"] = _("Choose how severe it is.")
    if not claim.strip():
        faults["claim"] = _("Say what is wrong.")
    if visibility not in Visibility.values:
        faults["visibility"] = _("Choose who may read it.")
    if "\x00" in claim + suggestion:
        faults["claim"] = _("Take out the characters that cannot be shown.")
    if faults:
        raise ValidationError(faults)
