"""The clock: what has to happen by itself, once a minute."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from curriculum.clock import today
from curriculum.models import Assignment, Requirement
from curriculum.services.assigning import assign_requirement
from curriculum.services.reminding import remind_overdue
from modules.asset_store import sweep_assets
from modules.package_store import store
from modules.services.referrals import tell_owners
from modules.services.reviewing import review_authorities
from modules.services.telling import tell_of_open_changes
from people.models import Department
from records.services.sequencing import sequence_ledger
from review.services.deadlines import keep_deadlines, remind_of_objections, remind_of_rereading
from review.services.hosting_end import clear_ended, remind_of_ends, sweep_files
from review.services.telling import remind_docket, send_digests
from review.services.voting import close_votes

ACTOR = "system:clock"
logger = logging.getLogger(__name__)


def sequence() -> str:
    return f"ledger entries sequenced: {sequence_ledger()}"


def assign() -> str:
    """Newcomers to an audience, and those whose certificate is about to lapse."""
    results = [assign_requirement(actor=ACTOR, requirement=row) for row in Requirement.objects.filter(active=True)]
    return f"officers assigned: {sum(result.assigned for result in results)}"


def remind() -> str:
    """Each overdue officer, at most once in REMIND_EVERY_DAYS; coordinators may remind in between by hand."""
    lately = today() - timedelta(days=settings.REMIND_EVERY_DAYS)
    sent = failed = 0
    for department in Department.objects.all():
        quiet = Assignment.objects.for_department(department).exclude(officer__reminders__sent_on__gt=lately)
        result = remind_overdue(actor=ACTOR, department=department, assignments=quiet)
        sent, failed = sent + result.sent, failed + result.failed
    return f"reminders sent: {sent}, refused by the mail server: {failed}"


def referrals() -> str:
    """Owners of referrals that have disappeared for want of a check."""
    result = tell_owners(actor=ACTOR)
    return f"owners told of hidden referrals: {result.told}, refused by the mail server: {result.failed}"


def review_law() -> str:
    """Authorities that ended, were replaced or were not checked in time freeze what rests on them; people are told."""
    result = review_authorities(actor=ACTOR)
    retold = tell_of_open_changes()
    return f"authorities moved: {len(result.opened)}, settled: {len(result.closed)}, letters tried again for: {retold}"


def sign_off() -> str:
    """What silence means at a deadline, votes whose time is over, objections that nobody answered in time."""
    settled, votes = keep_deadlines(), close_votes(now=timezone.now())
    return f"candidates settled: {settled}, votes ended: {votes}, late objections told: {remind_of_objections()}"


def rereading() -> str:
    return f"editions to be read again, told: {remind_of_rereading()}"


def recordings() -> str:
    """Recordings whose permission has ended are deleted; who keeps the record is told before that and then."""
    cleared, told = clear_ended(), remind_of_ends()
    return f"recordings deleted: {cleared}, ends of permissions told: {told}, files left over: {sweep_files()}"


def broken_off() -> str:
    """Files of editions and packages that a process was writing when it was killed."""
    return f"half-written files removed: {sweep_assets() + store().sweep()}"


def sessions() -> str:
    """Sessions that ran out, with what was kept in them: nobody's form lies about behind them."""
    ended, _rows = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"sessions that ran out: {ended}"


def docket() -> str:
    """Judges of reports that are due or overdue, then everybody's news of the day in one message."""
    reminded = remind_docket()
    return f"reports brought to mind: {reminded}, messages about reports: {send_digests()}"


JOBS: tuple[Callable[[], str], ...] = (
    review_law,
    assign,
    remind,
    referrals,
    sign_off,
    rereading,
    recordings,
    broken_off,
    sessions,
    docket,
    sequence,
)


class Command(BaseCommand):
    help = (
        "Do what is due: look after the law, assign, remind, keep the deadlines of sign-off, sequence the ledger."
        " Run it once a minute; twice at once is safe."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for job in JOBS:
            try:
                self.stdout.write(job())
            except Exception:  # one job that fails must not stop the others
                logger.exception("The job %s failed", job.__name__)
                failed.append(job.__name__)
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}; the log says why")
