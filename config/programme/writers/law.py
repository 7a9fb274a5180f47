"""Checks of the law: when each is due, one that nobody made in time, and what an agency answered to it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.programme.reader import Programme
from config.programme.writers import ACTOR
from config.programme.writers.blocks import lasting_id
from config.programme.writers.rows import Tally
from modules.models import Authority, AuthorityChange, ModulePage
from modules.passages import waiting_wordings
from modules.services.answering_changes import answer_still_right
from modules.services.reviewing import review_authorities
from people.models import User
from people.queries import agencies_of

LEAST_DAYS = 180


def date_first_check(authority: Authority, days: int | None) -> None:
    """When a rule that was just entered is to be checked again. A demo loaded long after its files were written still
    runs for half a year before anything is overdue; the day of the last check stays what it is.
    """
    period = days or authority.check_days
    if authority.last_verified:
        age = (timezone.localdate() - authority.last_verified).days
        period = max(period, age + LEAST_DAYS)
    authority.check_days = period
    authority.save(update_fields=["check_days"])


@transaction.atomic
def write_law(programme: Programme, tally: Tally) -> None:
    """Played last, so that the editions were signed before the check was missed."""
    for row in programme.history.get("missed_checks", ()):
        authority = Authority.objects.get(key=row["authority"])
        if not authority.changes.exists():
            entered = authority.check_days + row["due_days_ago"]
            authority.entered_on = timezone.localdate() - timedelta(days=entered)
            authority.save(update_fields=["entered_on"])
            tally.made["missed check"] += 1
    review_authorities(actor=ACTOR)
    for row in programme.history.get("still_right", ()):
        _answer(row, tally)


def _answer(row: dict[str, Any], tally: Tally) -> None:
    """In the name of the person's agency that writes the module; once, as long as the passage waits."""
    change = AuthorityChange.objects.open().filter(authority__key=row["authority"]).first()
    module = ModulePage.objects.get(slug=row["module"])
    if change is None or change.answers.exists():
        return
    names = {row["block"], lasting_id(row["module"], row["block"])}
    waiting = [wording for wording in waiting_wordings(change, [module.pk]) if wording.block_id in names]
    person = User.objects.get(email__iexact=row["by"])
    agency = agencies_of(person).filter(coauthorships__module=module).first()
    if waiting and agency:
        answer_still_right(
            actor=person,
            change=change,
            passages=[passage for wording in waiting for passage in wording.passages],
            agency=agency,
            reasons=" ".join(row["reasons"].split()),
        )
        tally.made["answer to a change of the law"] += 1
