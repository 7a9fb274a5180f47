"""What the clock does for sign-off: reminders, what silence means, votes whose time is over, re-reading, expiry."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from modules.enums import EditionState
from modules.models import Edition, ScheduledReview
from modules.services.rereading import terms_of
from people.models import Agency
from records.services.ledger import record_event
from review.models import Objection, SentNotice
from review.queries import newest_answers
from review.quorum import lapses, silent_answer
from review.rules import coauthor_ids
from review.services.answers import Answer, Signatory, held_edition, record_answer
from review.services.notifying import authors_of, members_of, path_of_candidate, tell
from review.services.settling import send_back

REMIND_BEFORE = timedelta(days=3)
REMIND_AGAIN = timedelta(days=30)


def keep_deadlines(*, now: datetime | None = None) -> int:
    """Do what is due for every open candidate with a deadline; twice at once is safe. Returns how many were settled."""
    now = now or timezone.now()
    due = Edition.objects.filter(state=EditionState.CANDIDATE, candidacy__due_at__isnull=False)
    settled = 0
    for edition in due.select_related("module", "candidacy").defer("canonical").order_by("pk"):
        due_at = edition.candidacy.due_at or now
        if due_at <= now:
            settled += _at_deadline(edition)
        elif due_at - REMIND_BEFORE <= now:
            _remind(edition)
    return settled


def remind_of_objections(*, now: datetime | None = None) -> int:
    """Tell the authors, once, of each objection whose answer is overdue."""
    today = timezone.localdate(now)
    late = Objection.objects.standing().filter(due_on__lt=today).select_related("edition__module", "agency")
    sent = 0
    for objection in late.defer("edition__canonical"):
        edition = objection.edition
        with transaction.atomic():
            if first_time(f"objection:{objection.reference}:late"):
                letter = partial(_late_answer, objection)
                tell(letter, authors_of(coauthor_ids(edition.module)), path_of_candidate(edition))
                sent += 1
    return sent


def _late_answer(objection: Objection) -> tuple[str, str]:
    title = objection.edition.title
    words = _("The objection of %(agency)s to “%(title)s” should have been answered by %(day)s.") % {
        "agency": objection.agency,
        "title": title,
        "day": date_format(objection.due_on),
    }
    return _("An objection waits: %(title)s") % {"title": title}, words


def remind_of_rereading(*, now: datetime | None = None) -> int:
    """Tell the authors that an edition is to be read again: a month before, and each month after it is due."""
    today = timezone.localdate(now)
    rows = ScheduledReview.objects.filter(
        Q(reminded_on__isnull=True) | Q(reminded_on__lte=today - REMIND_AGAIN),
        edition__state=EditionState.CURRENT,
        due_on__lte=today + REMIND_AGAIN,
    )
    sent = 0
    for row in rows.select_related("edition__module").defer("edition__canonical"):
        with transaction.atomic():
            row.reminded_on = today
            row.save(update_fields=["reminded_on"])
            module = row.edition.module
            path = reverse("modules_admin:names", args=[module.pk])
            tell(partial(_to_read_again, row), authors_of(coauthor_ids(module)), path)
            sent += 1
    return sent


def _to_read_again(row: ScheduledReview) -> tuple[str, str]:
    words = _("Edition %(number)s of “%(title)s” is to be read again by %(day)s. Say so when you have.") % {
        "number": row.edition.number,
        "title": row.edition.title,
        "day": date_format(row.due_on),
    }
    return _("To be read again: %(title)s") % {"title": row.edition.title}, words


def first_time(key: str) -> bool:
    """Whether this letter was not sent before; remembers that it is now. Call it inside a transaction."""
    return SentNotice.objects.get_or_create(key=key)[1]


@transaction.atomic
def _at_deadline(edition: Edition) -> bool:
    """Apply what silence means by the candidate's own terms, once. True when that settled the candidate."""
    edition = held_edition(edition)
    terms = terms_of(edition)
    if edition.state != EditionState.CANDIDATE:
        return False
    if lapses(terms):
        record_event(
            actor="system:clock",
            action="review.candidate.lapsed",
            subject=f"edition:{edition.digest}",
            data={"digest": edition.digest},
        )
        send_back(actor="system:clock", edition=edition, reasons="")
        return True
    answer = silent_answer(terms)
    silent = coauthor_ids(edition.module) - set(newest_answers(edition)) if answer else frozenset()
    for agency in Agency.objects.filter(pk__in=silent).order_by("pk"):
        if edition.state == EditionState.CANDIDATE:
            record_answer(by=Signatory(), agency=agency, edition=edition, answer=Answer(str(answer)))
    return edition.state != EditionState.CANDIDATE


@transaction.atomic
def _remind(edition: Edition) -> None:
    waiting = coauthor_ids(edition.module) - set(newest_answers(edition))
    if not waiting or not first_time(f"candidate:{edition.reference}:before"):
        return
    tell(partial(_answer_due, edition), members_of(waiting), path_of_candidate(edition))


def _answer_due(edition: Edition) -> tuple[str, str]:
    words = _("Edition %(number)s of “%(title)s” waits for your agency's answer until %(day)s. %(silence)s") % {
        "number": edition.number,
        "title": edition.title,
        "day": date_format(timezone.localtime(edition.candidacy.due_at), "DATETIME_FORMAT"),
        "silence": _meaning(edition),
    }
    return _("Your agency's answer is due: %(title)s") % {"title": edition.title}, words


def _meaning(edition: Edition) -> str:
    return {
        "nothing": _("After that it waits on."),
        "lapse": _("After that it goes back to its authors."),
        "abstention": _("After that, silence counts as an abstention."),
        "approval": _("After that, silence counts as an approval, and the edition names it as silence."),
    }[terms_of(edition).silence]
