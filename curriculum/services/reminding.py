"""Reminding officers of what is overdue: one short e-mail each, at most one a day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from curriculum.clock import today as this_day
from curriculum.models import Assignment, Reminder
from curriculum.rules import can_manage_training
from people.models import Department, Officer, User
from records.services.ledger import record_event

BATCH = 2000


@dataclass
class RemindResult:
    """Counts of officers: sent to, reminded earlier today, and those whose message the mail server refused."""

    sent: int = 0
    already_reminded: int = 0
    failed: int = 0


@dataclass
class _Overdue:
    officer: Officer
    assignments: list[Assignment] = field(default_factory=list)


def remind_overdue(
    *,
    actor: User | str,
    department: Department,
    assignments: Iterable[Assignment] | None = None,
    today: date | None = None,
) -> RemindResult:
    """E-mail each active officer of the department who is overdue, listing all of it with one link.

    `assignments` narrows it to their officers. An officer is claimed in the database before the message goes out, so
    that no second run or second worker writes to them on the same day; a refused message gives the claim back.
    """
    if not can_manage_training(actor, department):
        raise PermissionDenied
    day = today or this_day()
    waiting = _overdue_by_officer(department, day, assignments)
    claimed = _claim(waiting, day)
    result = RemindResult(already_reminded=len(waiting) - len(claimed))
    with get_connection() as connection:
        for overdue in claimed:
            message = _message(overdue, day)
            message.connection = connection
            if _sent(message):
                result.sent += 1
            else:
                result.failed += 1
                Reminder.objects.filter(officer=overdue.officer, sent_on=day).delete()
    if claimed:
        record_event(
            actor=actor,
            action="curriculum.overdue.reminded",
            subject=f"department:{department.slug}",
            data={"sent": result.sent, "failed": result.failed, "on": day.isoformat()},
        )
    return result


def _overdue_by_officer(
    department: Department, day: date, assignments: Iterable[Assignment] | None
) -> dict[int, _Overdue]:
    rows = Assignment.objects.for_department(department).of_active_officers().overdue(day)
    if assignments is not None:
        rows = rows.filter(officer__in=[assignment.officer_id for assignment in assignments])
    found: dict[int, _Overdue] = {}
    for row in rows.select_related("requirement__course", "officer__user").order_by("officer", "due_on"):
        found.setdefault(row.officer_id, _Overdue(row.officer)).assignments.append(row)
    return found


@transaction.atomic
def _claim(waiting: dict[int, _Overdue], day: date) -> list[_Overdue]:
    """Mark as reminded those who were not yet today; under the officers' locks, so that one run claims each."""
    officers = Officer.objects.select_for_update().filter(pk__in=list(waiting)).order_by("pk")
    ids = list(officers.values_list("pk", flat=True))
    done = set(Reminder.objects.filter(sent_on=day, officer__in=ids).values_list("officer", flat=True))
    free = [pk for pk in ids if pk not in done]
    Reminder.objects.bulk_create([Reminder(officer_id=pk, sent_on=day) for pk in free], batch_size=BATCH)
    return [waiting[pk] for pk in free]


def _message(overdue: _Overdue, day: date) -> EmailMultiAlternatives:
    count = len(overdue.assignments)
    context = {
        "officer": overdue.officer,
        "assignments": overdue.assignments,
        "today": day,
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("curriculum:my_training"),
        "site_name": settings.SITE_NAME,
    }
    message = EmailMultiAlternatives(
        subject=ngettext("Training overdue: 1 course", "Training overdue: %(count)d courses", count) % {"count": count},
        body=render_to_string("curriculum/email/overdue.txt", context),
        to=[overdue.officer.user.email],
    )
    message.attach_alternative(render_to_string("curriculum/email/overdue.html", context), "text/html")
    return message


def _sent(message: EmailMultiAlternatives) -> bool:
    try:
        return bool(message.send())
    except (SMTPException, OSError):
        return False
