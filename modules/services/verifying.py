"""Keeping the register of authorities true: checked again, or with another status. Each leaves a ledger entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.enums import NO_LONGER_LAW, AuthorityStatus, ChangeKind
from modules.models import Authority
from modules.rules import can_verify_law
from modules.services.reviewing import Found, Reviewed, review_authorities, successors, supersede
from people.models import Agency, User
from people.rules import is_administrator, is_member_of
from records.services.ledger import record_event

WATCHED = ("status", "effective_from", "effective_until", "supersedes_id", "last_verified", "check_days")


class StatusRefused(ValueError):
    """What was asked of the register makes no sense; the message says why, and nothing was changed."""


@dataclass(frozen=True)
class NewStatus:
    """What somebody found out. `lapsed` needs its last day; `superseded` may name what came after."""

    what: str  # a ChangeKind other than overdue, or in_force, unknown, not_found
    last_day: date | None = None
    replaced_by: Authority | None = None


def standing_of(authority: Authority) -> dict[str, Any]:
    """What changes of the register are compared by."""
    return {name: getattr(authority, name) for name in WATCHED}


@transaction.atomic
def mark_verified(
    *, actor: User | str, authority: Authority, note: str, agency: Agency | None = None, on: date | None = None
) -> Reviewed:
    """Record that somebody read the law again on a day and found that the entry says what it says.

    What was stale only for want of a check holds again. What has ended stays ended: change its status instead.
    """
    _check_may(actor, agency)
    if not note.strip():
        raise StatusRefused(_("Say what you looked at."))
    held = Authority.objects.select_for_update().get(pk=authority.pk)
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise StatusRefused(_("A check cannot lie in the future."))
    _sign(held, actor, agency, day)
    held.save(update_fields=["last_verified", "last_verified_by", "last_verified_by_user", "last_verified_for"])
    record_event(
        actor=actor,
        action="modules.authority.verified",
        subject=f"authority:{held.key}",
        data={"on": day.isoformat(), "agency": agency.slug if agency else None, "note": note.strip()},
    )
    return review_authorities(actor=actor, authorities=[held])


@transaction.atomic
def change_status(*, actor: User | str, authority: Authority, status: NewStatus, note: str) -> Reviewed:
    """Give an authority another status, with a note that stands wherever the rule is quoted from now on.

    Raises StatusRefused when the status lacks what it needs. What rests on the authority freezes, or holds again.
    """
    _check_may(actor, None)
    if not note.strip():
        raise StatusRefused(_("Say how you know, and since when."))
    held = Authority.objects.select_for_update().get(pk=authority.pk)
    before = standing_of(held)
    _apply(held, status)
    held.status_note = note.strip()
    held.save(update_fields=["status", "status_note", "effective_until"])
    return keep_change(actor=actor, authority=held, before=before, found=Found(note, status.replaced_by))


@transaction.atomic
def keep_change(
    *, actor: User | str, authority: Authority, before: dict[str, Any] | None, found: Found | None = None
) -> Reviewed:
    """Follow up on an authority that was just saved: ledger, the one it replaces, and what rests on either.

    `before` is its standing as it was, None for a new entry. A day of the last check that was typed in is signed by
    whoever typed it.
    """
    now = standing_of(authority)
    changed = sorted(name for name in WATCHED if before is None or before[name] != now[name])
    if "last_verified" in changed and authority.last_verified and isinstance(actor, User):
        _sign(authority, actor, None, authority.last_verified)
        authority.save(update_fields=["last_verified_by", "last_verified_by_user", "last_verified_for"])
    if changed:
        data = {name: _plain(now[name]) for name in changed} | ({"note": found.reason.strip()} if found else {})
        record_event(actor=actor, action="modules.authority.changed", subject=f"authority:{authority.key}", data=data)
    touched = [authority]
    older = authority.supersedes
    if older and Authority.objects.filter(successors(timezone.localdate()), pk=authority.pk).exists():
        supersede(actor=actor, older=older, newer=authority)
        touched.append(older)
    return review_authorities(actor=actor, authorities=touched, found=found)


def _check_may(actor: User | str, agency: Agency | None) -> None:
    """A plain string is the system itself (the loader)."""
    if isinstance(actor, str):
        return
    if not can_verify_law(actor):
        raise PermissionDenied
    if agency is not None and not (is_member_of(actor, agency) or is_administrator(actor)):
        raise PermissionDenied


def _sign(authority: Authority, actor: User | str, agency: Agency | None, day: date) -> None:
    authority.last_verified = day
    authority.last_verified_by = actor.name if isinstance(actor, User) else ""
    authority.last_verified_by_user = actor if isinstance(actor, User) else None
    authority.last_verified_for = agency


def _apply(authority: Authority, status: NewStatus) -> None:
    if status.what == ChangeKind.LAPSED:
        if status.last_day is None or status.last_day >= timezone.localdate():
            raise StatusRefused(_("Say which day was its last. It lies in the past."))
        authority.effective_until = status.last_day
        return
    if status.what not in AuthorityStatus.values:
        raise StatusRefused(_("That is not a status."))
    authority.status = AuthorityStatus(status.what)
    if authority.status in NO_LONGER_LAW:
        authority.effective_until = status.last_day or authority.effective_until
    elif authority.no_longer_law():
        authority.effective_until = None
    if authority.status == AuthorityStatus.SUPERSEDED and status.replaced_by is not None:
        _replace(authority, status.replaced_by)


def _replace(older: Authority, newer: Authority) -> None:
    """Name the older one in the newer, unless that one already names another."""
    above: Authority | None = older
    while above is not None:
        if above.pk == newer.pk:
            raise StatusRefused(_("The older one already replaces the other. A rule cannot replace itself."))
        above = above.supersedes
    if newer.supersedes_id is None:
        newer.supersedes = older
        newer.save(update_fields=["supersedes"])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
