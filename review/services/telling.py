"""Who hears what of flags, and when: at once or in one message a day. No message says who raised a flag."""

from collections.abc import Iterable
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from people.models import RoleGrant, User
from review.deadlines import REMIND_BEFORE, REMIND_EVERY
from review.enums import FlagState, NoticeHow, NoticeKind, OwnNews
from review.identity import SealBroken, unseal
from review.models import Flag, Notice, NoticePreference
from review.services.notifying import tell_flagger


def tell_docket(flag: Flag, kind: NoticeKind) -> None:
    """Tell the people of the agencies that judge it, each as they wish.

    Whoever raised it is told like their colleagues: the one person who was not would be known by it.
    """
    at_once = _note(flag, kind)
    if at_once:
        transaction.on_commit(lambda: send_digests(at_once), robust=True)


def tell_own(flag: Flag, news: OwnNews) -> None:
    """Tell whoever raised the flag that something happened to it: at once, or in the daily message.

    What waits for that message is dated by its day: the minute would point at the flag that was answered in it.
    """
    person = flagger_of(flag)
    if person is None or not person.is_active:
        return
    if _hows([person]).get(person.pk) == NoticeHow.DIGEST:
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        Notice.objects.create(user=person, kind=NoticeKind.OWN, created_at=midnight)
    else:
        tell_flagger(person.email, news)


def flagger_of(flag: Flag) -> User | None:
    """The account behind a flag. Only mail is addressed with it; no page, file or log may ask this."""
    sealed = getattr(flag, "sealed", None)
    try:
        return User.objects.filter(reference=unseal(sealed.sealed)).first() if sealed else None
    except SealBroken:
        return None


def concerned(flag: Flag) -> list[User]:
    """The active people of the co-authoring agencies, of whose package it is, or of who keeps the material's record.

    Of outside material, rules and sources also those who asked to be told.

    Of an appeal those of every agency: any that is no party may sit on the panel.
    """
    grants = RoleGrant.objects.filter(agency__isnull=False)
    if flag.state == FlagState.APPEALED:
        pass
    elif flag.module_id:
        grants = grants.filter(agency__coauthorships__module_id=flag.module_id)
    elif flag.package_version:
        grants = grants.filter(agency=flag.package_version.package.agency_id)
    else:
        keeper = flag.material.keeper_id if flag.material else None
        asked = Q(user__notice_preference__registers=True)
        grants = grants.filter(asked | Q(agency=keeper) if keeper else asked)
    return list(User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("pk"))


def send_digests(only: Iterable[int] | None = None, *, today: date | None = None) -> int:
    """One message to each person for whom news waits; a person gets at most one a day unless they want all at once.

    Returns how many were sent. A message that the mail server refuses stays waiting.
    """
    day = today or timezone.localdate()
    waiting = Notice.objects.filter(sent_on__isnull=True, user__is_active=True)
    if only is not None:
        waiting = waiting.filter(user_id__in=list(only))
    else:
        waiting = waiting.exclude(user__flag_notices__sent_on=day)
    people = User.objects.filter(pk__in=waiting.values("user_id")).order_by("pk")
    return sum(_send_digest(person, day) for person in people)


def remind_docket(*, today: date | None = None) -> int:
    """Remind the judges of what is due in two days or overdue, each flag at most once in a week. Returns how many.

    Who wants all at once gets all reminders of one run in one message.
    """
    day = today or timezone.localdate()
    soon = Flag.objects.pending().filter(due_on__lte=day + timedelta(days=REMIND_BEFORE), merged_into__isnull=True)
    lately = Q(reminded_on__isnull=True) | Q(reminded_on__lte=day - timedelta(days=REMIND_EVERY))
    flags = list(soon.filter(lately).select_related("package_version__package", "material")[:500])
    at_once: set[int] = set()
    for flag in flags:
        with transaction.atomic():
            claimed = Flag.objects.filter(pk=flag.pk).filter(lately).update(reminded_on=day)
            if claimed:
                at_once.update(_note(flag, NoticeKind.OVERDUE if flag.due_on < day else NoticeKind.DUE))
    send_digests(at_once, today=day)
    return len(flags)


def _note(flag: Flag, kind: NoticeKind) -> list[int]:
    """Keep the news for each of those concerned; returns who wants to have it at once."""
    people = concerned(flag)
    hows = _hows(people)
    Notice.objects.bulk_create([Notice(user=person, kind=kind, flag=flag) for person in people])
    return [person.pk for person in people if hows.get(person.pk) == NoticeHow.AT_ONCE]


def _hows(people: list[User]) -> dict[int, str]:
    rows = NoticePreference.objects.filter(user__in=people)
    return dict(rows.values_list("user_id", "how"))


def _send_digest(person: User, day: date) -> bool:
    """Claim the person's news, then send it; a refused message gives it back."""
    with transaction.atomic():
        rows = list(Notice.objects.select_for_update(of=("self",)).filter(user=person, sent_on__isnull=True))
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_on=day)
    if not rows:
        return False
    with override(person.language or settings.LANGUAGE_CODE):
        message = _digest(person, rows)
    try:
        message.send()
    except (SMTPException, OSError):
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_on=None)
        return False
    return True


def _digest(person: User, rows: list[Notice]) -> EmailMultiAlternatives:
    """Counts by kind of news and one link; the reports themselves stay behind the sign-in."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    lines = [(NoticeKind(kind).label, count) for kind, count in counts.items()]
    own_only = set(counts) == {NoticeKind.OWN}
    link = settings.WAGTAILADMIN_BASE_URL + reverse("review:my_flags" if own_only else "review:docket")
    context = {"lines": lines, "link": link, "site_name": settings.SITE_NAME}
    subject = " ".join(render_to_string("review/mail/digest.subject.txt", context).split())
    message = EmailMultiAlternatives(subject, render_to_string("review/mail/digest.txt", context), to=[person.email])
    message.attach_alternative(render_to_string("review/mail/digest.html", context), "text/html")
    return message
