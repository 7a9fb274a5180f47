"""Whose names stand with an edition: signatures, dissents and credits, and which of them were withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from modules.models import Edition, EditionCredit, EditionDissent, EditionSignature, NameWithdrawal
from modules.services.rereading import terms_of

RECORD_SCHEMA = 1


def names_of(edition: Edition) -> dict[str, Any]:
    """What an edition's page shows, with three queries; a withdrawn name carries since when."""
    withdrawals = _withdrawals(edition)
    signatures = list(edition.signatures.all())
    edition._prefetched_objects_cache = {"name_withdrawals": withdrawals}  # type: ignore[attr-defined]
    for signature in signatures:
        signature.edition = edition
    return {
        "signatures": signatures,
        "dissents": _marked(edition.dissents.all(), withdrawals),
        "credits": _marked(edition.credits.all(), withdrawals),
    }


def dissents_in(edition: Edition, step_key: UUID) -> list[EditionDissent]:
    """Those to a passage of this step."""
    rows = list(edition.dissents.filter(step_key=step_key))
    return _marked(rows, _withdrawals(edition)) if rows else []


def signature_record(edition: Edition) -> dict[str, Any]:
    """Who signed the text with this digest, by which rule, when, how, and who dissented; for machines.

    Names that were withdrawn are left out; the ledger keeps that they signed.
    """
    names = names_of(edition)
    return {
        "schema": RECORD_SCHEMA,
        "digest": edition.digest,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
        "policy": terms_of(edition).as_data(),
        "signatures": [_signature(row) for row in names["signatures"]],
        "dissents": [_dissent(row) for row in names["dissents"]],
        "credits": [_credit(row) for row in names["credits"]],
    }


def _withdrawals(edition: Edition) -> list[NameWithdrawal]:
    return list(NameWithdrawal.objects.filter(edition=edition).select_related("agency"))


def _marked(rows: Iterable[Any], withdrawals: list[NameWithdrawal]) -> list[Any]:
    """Give each row the withdrawal that holds for it, or None."""
    marked = list(rows)
    for row in marked:
        about = row.pk if isinstance(row, EditionCredit) else None
        row.shown_withdrawal = next(
            (one for one in withdrawals if one.credit_id == about and one.agency.slug == row.agency_slug), None
        )
    return marked


def _signature(row: EditionSignature) -> dict[str, Any]:
    withdrawn = row.withdrawal
    return {
        "agency": None if withdrawn else row.agency_name,
        "name_withdrawn_on": withdrawn.withdrawn_on.isoformat() if withdrawn else None,
        "perspective": None if withdrawn else row.perspective,
        "answer": row.answer,
        "how": row.how,
        "signed_at": row.signed_at.isoformat() if row.signed_at else None,
        "fictional": row.fictional,
    }


def _dissent(row: Any) -> dict[str, Any]:
    withdrawn = row.shown_withdrawal
    return {
        "agency": None if withdrawn else row.agency_name,
        "ground": row.ground,
        "step": str(row.step_key) if row.step_key else None,
        "block": row.block_id or None,
        "reasons": row.reasons,
        "decision": row.decision,
        "votes_for": row.votes_for,
        "votes_against": row.votes_against,
        "decided_on": row.decided_on.isoformat(),
    }


def _credit(row: Any) -> dict[str, Any]:
    withdrawn = row.shown_withdrawal
    return {
        "name": None if withdrawn else row.name,
        "name_withdrawn_on": withdrawn.withdrawn_on.isoformat() if withdrawn else None,
        "work": None if withdrawn else row.work,
    }
