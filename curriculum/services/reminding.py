"""Reminding officers of what is overdue: one short e-mail each, at most one a day."""

from dataclasses import dataclass, field
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext, override

from curriculum.clock import today as this_day
from curriculum.models import Assignment, AssignmentQuerySet, Reminder
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
    assignments: QuerySet[Assignment] | None = None,
    today: date | None = None,
) -> RemindResult:
    """E-mail each active officer of the department who is overdue, listing all of it with one link.

    `assignments` narrows it to their officers. An officer is claimed in the database before the message goes out, so
    that no second run or second worker writes to them on the same day; a refused message gives the claim back.
    """
    if not can_manage_training(actor, department):
        raise PermissionDenied
    day = today or this_day()
    overdue = Assignment.objects.for_department(department).of_active_officers().overdue(day)
    if assignments is not None:
        overdue = overdue.filter(officer__in=assignments.order_by().values("officer"))
    free, result = _claim(overdue, day)
    with get_connection() as connection:
        for waiting in free:
            with override(waiting.officer.user.language or settings.LANGUAGE_CODE):
                message = _message(waiting, day, connection)
            if _sent(message):
                result.sent += 1
            else:
                result.failed += 1
                Reminder.objects.filter(officer=waiting.officer, sent_on=day).delete()
    if free:
        record_event(
            actor=actor,
            action="curriculum.overdue.reminded",
            subject=f"department:{department.slug}",
            data={"sent": result.sent, "failed": result.failed, "on": day.isoformat()},
        )
    return result


@transaction.atomic
def _claim(overdue: AssignmentQuerySet, day: date) -> tuple[list[_Overdue], RemindResult]:
    """Mark as reminded those who were not yet today; under the officers' locks, so that one run claims each."""
    officers = Officer.objects.filter(pk__in=overdue.order_by().values("officer"))
    locked = list(officers.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    done = set(Reminder.objects.filter(sent_on=day, officer__in=officers).values_list("officer", flat=True))
    free: dict[int, _Overdue] = {}
    for row in overdue.select_related("requirement__course", "officer__user").order_by("officer", "due_on"):
        if row.officer_id not in done:
            free.setdefault(row.officer_id, _Overdue(row.officer)).assignments.append(row)
    Reminder.objects.bulk_create([Reminder(officer_id=pk, sent_on=day) for pk in free], batch_size=BATCH)
    return list(free.values()), RemindResult(already_reminded=len(done & set(locked)))


def _message(overdue: _Overdue, day: date, connection: BaseEmailBackend) -> EmailMultiAlternatives:
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
        connection=connection,
    )
    message.attach_alternative(render_to_string("curriculum/email/overdue.html", context), "text/html")
    return message


def _sent(message: EmailMultiAlternatives) -> bool:
    try:
        return bool(message.send())
    except (SMTPException, OSError):
        return False
