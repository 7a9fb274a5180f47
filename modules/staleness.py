"""How an authority moves under what rests on it, and what readers are told of it. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from modules.enums import ENDED, AuthorityStatus, ChangeKind


@dataclass(frozen=True)
class Move:
    """What happened to an authority, and since which day."""

    kind: ChangeKind
    since: date


def move_of(*, status: str, effective_until: date | None, next_check_on: date | None, on: date) -> Move | None:
    """The one thing that is to be said of an authority on a day; None while what rests on it may stand.

    What has ended needs no check any more, so `overdue` is said only of what still holds. A status that is unknown or
    a text that was not found is shown wherever the rule is quoted, and moves nothing by itself.
    """
    ended_on = effective_until + timedelta(days=1) if effective_until else None
    ended = ended_on is not None and ended_on <= on
    if status == AuthorityStatus.SUPERSEDED:
        return Move(ChangeKind.SUPERSEDED, ended_on if ended_on and ended else on)
    if status == AuthorityStatus.REPEALED:
        return Move(ChangeKind.REPEALED, ended_on if ended_on and ended else on)
    if ended_on and ended:
        return Move(ChangeKind.LAPSED, ended_on)
    if next_check_on is not None and next_check_on < on:
        return Move(ChangeKind.OVERDUE, next_check_on)
    return None


@dataclass(frozen=True)
class Notice:
    """Why one passage is stale, as its readers are told. `change` is the reference of the change on record."""

    change: str
    kind: str
    authority: str
    authority_key: str
    since: str  # ISO: a notice is kept as data with the attempts in which an item did not count
    replaced_by: str = ""

    @property
    def sentence(self) -> str:
        """What happened, whole, in the reader's language."""
        return _sentence(self.kind) % {
            "authority": self.authority,
            "other": self.replaced_by,
            "day": date_format(date.fromisoformat(self.since)),
        } + (_(" It was replaced by %s.") % self.replaced_by if self.replaced_by else "")

    @property
    def heading(self) -> str:
        if self.kind in ENDED:
            return _("The rule this rests on has changed.")
        return _("The rule this rests on has not been checked again in time.")

    @property
    def url(self) -> str:
        """The public page of the authority."""
        return reverse("modules:authority", args=[self.authority_key])

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Notice:
        return cls(**{name: str(data.get(name) or "") for name in cls.__dataclass_fields__})


def _sentence(kind: str) -> str:
    if kind == ChangeKind.SUPERSEDED:
        return _("%(authority)s has been superseded since %(day)s.")
    if kind == ChangeKind.REPEALED:
        return _("%(authority)s has been repealed since %(day)s.")
    if kind == ChangeKind.LAPSED:
        return _("%(authority)s ran out and has not applied since %(day)s.")
    return _("Nobody has checked %(authority)s since its check was due on %(day)s.")
