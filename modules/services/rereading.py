"""Reading an edition again: by when, and that it was done."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.utils import timezone

from modules.models import Edition, ScheduledReview
from modules.policy_terms import PolicyTerms
from modules.rules import leads_module
from people.models import User
from records.services.ledger import record_event


def terms_of(edition: Edition) -> PolicyTerms:
    """The terms kept with the edition; for one from before they were kept, its module's."""
    try:
        return edition.candidacy.terms
    except ObjectDoesNotExist:
        return edition.module.policy_terms


def schedule_review(edition: Edition) -> ScheduledReview:
    """Set the day by which a published edition is read again, counted from its publication."""
    published = timezone.localdate(edition.published_at)
    due = months_after(published, terms_of(edition).review_months)
    return ScheduledReview.objects.update_or_create(edition=edition, defaults={"due_on": due})[0]


@transaction.atomic
def confirm_review(*, actor: User, edition: Edition) -> ScheduledReview:
    """Authors of the leading agency say that it was read again and still holds: the next term begins today."""
    if not leads_module(actor, edition.module):
        raise PermissionDenied
    row = ScheduledReview.objects.select_for_update().get(edition=edition)
    today = timezone.localdate()
    row.due_on = months_after(today, terms_of(edition).review_months)
    row.confirmed_on, row.confirmed_by, row.reminded_on = today, actor, None
    row.save(update_fields=["due_on", "confirmed_on", "confirmed_by", "reminded_on"])
    record_event(
        actor=actor,
        action="modules.edition.read_again",
        subject=f"edition:{edition.digest}",
        data={"digest": edition.digest, "next": row.due_on.isoformat()},
    )
    return row


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
