"""Writing to the ledger."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from records.canonical import canonical_copy
from records.models import LedgerEntry


@transaction.atomic
def record_event(*, actor: object | str, action: str, subject: str, data: Mapping[str, Any]) -> LedgerEntry:
    """Insert a ledger entry. Call it inside the transaction of the change, so that both are kept or neither.

    `actor` is a person (anything with `.reference`) or a plain word for a process. `data` must be JSON-safe and holds
    references and digests only: no names, no addresses. Raises ValueError on data that has no canonical form.
    """
    kept = canonical_copy(dict(data))
    return LedgerEntry.objects.create(actor=actor_label(actor), action=action, subject=subject, data=kept)


def actor_label(actor: object | str) -> str:
    """`user:<reference>` for a person, the text itself for a process."""
    return actor if isinstance(actor, str) else f"user:{actor.reference}"  # type: ignore[attr-defined]
