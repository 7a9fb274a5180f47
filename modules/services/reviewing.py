"""Noticing that an authority moved, and that it holds again. Run by the clock and after each change of the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from modules.enums import NO_LONGER_LAW, AuthorityStatus
from modules.models import Authority, AuthorityChange
from modules.services.telling import tell_of_change
from modules.staleness import Move
from records.services.ledger import record_event


@dataclass
class Reviewed:
    """The changes that this run opened and closed."""

    opened: list[AuthorityChange] = field(default_factory=list)
    closed: list[AuthorityChange] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What somebody said when they changed the register; kept with the change that it opens."""

    reason: str
    replaced_by: Authority | None = None


NOTHING_SAID = Found("")


@transaction.atomic
def review_authorities(
    *,
    actor: object,
    on: date | None = None,
    authorities: Iterable[Authority] | None = None,
    found: Found | None = None,
) -> Reviewed:
    """Bring the list of changes to what the register says on a day. Running it again changes nothing.

    Opening a change freezes what rests on the authority and tells people once the transaction is kept. `authorities`
    narrows it to those.
    """
    day = on or timezone.localdate()
    rows = Authority.objects.all()
    if authorities is not None:
        rows = rows.filter(pk__in=[row.pk for row in authorities])
    else:
        _apply_successors(actor, day)
    known = _open_changes()
    result = Reviewed()
    for row in rows.order_by("pk"):
        if _differs(row.move(day), known.get(row.pk, [])):
            _settle(actor, row.pk, day, found or NOTHING_SAID, result)
    return result


def successors(day: date) -> Q:
    """Of authorities: those in force on the day that replace one which still counts as law."""
    begun = Q(effective_from__isnull=True) | Q(effective_from__lte=day)
    return (
        begun & Q(status=AuthorityStatus.IN_FORCE, supersedes__isnull=False) & ~Q(supersedes__status__in=NO_LONGER_LAW)
    )


def _apply_successors(actor: object, day: date) -> None:
    """What was entered as a replacement takes the place of the older one on the day on which it takes effect."""
    for newer in Authority.objects.filter(successors(day)).select_related("supersedes"):
        supersede(actor=actor, older=newer.supersedes, newer=newer)


def supersede(*, actor: object, older: Authority | None, newer: Authority) -> None:
    """Mark the older one. Call `review_authorities` for it afterwards, in the same transaction."""
    if older is None or older.status in NO_LONGER_LAW:
        return
    older.status = AuthorityStatus.SUPERSEDED
    older.save(update_fields=["status"])
    record_event(
        actor=actor,
        action="modules.authority.superseded",
        subject=f"authority:{older.key}",
        data={"by": newer.key},
    )


def _open_changes() -> dict[int, list[AuthorityChange]]:
    found: dict[int, list[AuthorityChange]] = {}
    for change in AuthorityChange.objects.open():
        found.setdefault(change.authority_id, []).append(change)
    return found


def _differs(move: Move | None, known: list[AuthorityChange]) -> bool:
    return [change.kind for change in known] != ([move.kind] if move else [])


def _settle(actor: object, pk: int, day: date, found: Found, result: Reviewed) -> None:
    """Close what no longer holds and open what does, under the authority's lock, so that two runs open it once."""
    authority = Authority.objects.select_for_update().get(pk=pk)
    move = authority.move(day)
    known = list(AuthorityChange.objects.open().filter(authority=authority))
    for change in known:
        if move is None or change.kind != move.kind:
            _close(actor, authority, change, result)
    if move and move.kind not in {change.kind for change in known}:
        _open(actor, authority, move, found, result)


def _open(actor: object, authority: Authority, move: Move, found: Found, result: Reviewed) -> None:
    newer = found.replaced_by or authority.superseded_by.order_by("-effective_from", "pk").first()
    change = AuthorityChange.objects.create(
        authority=authority, kind=move.kind, since=move.since, reason=found.reason.strip(), replaced_by=newer
    )
    record_event(
        actor=actor,
        action="modules.authority.moved",
        subject=f"authority:{authority.key}",
        data={
            "change": str(change.reference),
            "kind": str(change.kind),
            "since": change.since.isoformat(),
            "by": newer.key if newer else None,
        },
    )
    transaction.on_commit(lambda: tell_of_change(change), robust=True)
    result.opened.append(change)


def _close(actor: object, authority: Authority, change: AuthorityChange, result: Reviewed) -> None:
    change.closed_at = timezone.now()
    change.save(update_fields=["closed_at"])
    record_event(
        actor=actor,
        action="modules.authority.settled",
        subject=f"authority:{authority.key}",
        data={"change": str(change.reference), "kind": str(change.kind)},
    )
    result.closed.append(change)
