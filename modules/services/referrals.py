"""Keeping referrals alive: writing down that somebody checked one, and telling owners of those that disappeared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from modules.enums import ResourceStatus
from modules.models import ReferralCheck, Resource
from modules.referrals import forget_referrals
from modules.rules import can_check_referral
from people.enums import RoleName
from people.models import Agency, User
from people.services.languages import language_of
from records.services.ledger import record_event


class ReferralClosed(ValueError):
    """A service that has closed is not checked: it is never shown again."""

    def __init__(self, resource: Resource) -> None:
        super().__init__(_("“%s” has closed, so there is nothing to check.") % resource.name)


@dataclass
class TellResult:
    """Counts of agencies: told, and those whose message the mail server refused for everybody."""

    told: int = 0
    failed: int = 0


@transaction.atomic
def check_referral(*, actor: User, resource: Resource, note: str = "", today: date | None = None) -> ReferralCheck:
    """Write down that the person made sure today that the referral is alive: it is shown again from now on.

    The note stays here. The ledger keeps that it was checked, when, and until when it is shown.
    """
    day = today or timezone.localdate()
    resource = Resource.objects.select_for_update().get(pk=resource.pk)
    if not can_check_referral(actor, resource):
        raise PermissionDenied
    if resource.status == ResourceStatus.CLOSED:
        raise ReferralClosed(resource)
    resource.last_checked = day
    resource.save(update_fields=["last_checked", "expires_on"])
    check = ReferralCheck.objects.create(resource=resource, checked_on=day, by=actor, note=note.strip())
    record_event(
        actor=actor,
        action="modules.referral.checked",
        subject=f"referral:{resource.fact_id}",
        data={"on": day.isoformat(), "shown_until": resource.expires_on.isoformat() if resource.expires_on else None},
    )
    transaction.on_commit(forget_referrals)
    return check


def tell_owners(*, actor: User | str, today: date | None = None) -> TellResult:
    """Write once to the owner of each referral that has disappeared; those without an owner go to the administrators.

    The rows are claimed before the messages go out, so that no second run writes again; a refused message gives its
    rows back.
    """
    day = today or timezone.localdate()
    waiting = _claim(day)
    result = TellResult()
    with get_connection() as connection:
        for owner, resources in waiting.items():
            if _told(owner, resources, connection):
                result.told += 1
            else:
                result.failed += 1
                Resource.objects.filter(pk__in=[row.pk for row in resources]).update(told_of=None)
    if result.told:
        told = [row.fact_id for rows in waiting.values() for row in rows]
        data = {"referrals": sorted(told), "owners": result.told, "failed": result.failed, "on": day.isoformat()}
        record_event(actor=actor, action="modules.referral.owners_told", subject="referrals", data=data)
    return result


@transaction.atomic
def _claim(day: date) -> dict[Agency | None, list[Resource]]:
    waiting: dict[Agency | None, list[Resource]] = defaultdict(list)
    rows = Resource.objects.expired_untold(day).select_for_update(of=("self",)).select_related("owner").order_by("name")
    for row in rows:
        waiting[row.owner].append(row)
        Resource.objects.filter(pk=row.pk).update(told_of=row.expires_on)
    return waiting


def _told(owner: Agency | None, resources: list[Resource], connection: BaseEmailBackend) -> bool:
    """Whether at least one of the owner's people was written to. An owner without people falls to administrators."""
    sent = [_sent(person, resources, connection) for person in _people_of(owner)]
    return any(sent)


def _people_of(owner: Agency | None) -> Iterable[User]:
    people = User.objects.filter(is_active=True).distinct()
    authors = people.filter(role_grants__role=RoleName.AUTHOR, role_grants__agency=owner) if owner else people.none()
    return list(authors) or list(people.filter(role_grants__role=RoleName.ADMINISTRATOR))


def _sent(person: User, resources: list[Resource], connection: BaseEmailBackend) -> bool:
    with override(language_of(person)):
        message = _letter(person, resources, connection)
    try:
        return bool(message.send())
    except (SMTPException, OSError):
        return False


def _letter(person: User, resources: list[Resource], connection: BaseEmailBackend) -> EmailMultiAlternatives:
    context = {
        "person": person,
        "resources": resources,
        "link": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("modules_admin:referrals"),
        "site_name": settings.SITE_NAME,
    }
    count = len(resources)
    subject = ngettext("A referral is no longer shown", "%(count)d referrals are no longer shown", count)
    message = EmailMultiAlternatives(
        subject=subject % {"count": count},
        body=render_to_string("modules/email/referrals.txt", context),
        to=[person.email],
        connection=connection,
    )
    message.attach_alternative(render_to_string("modules/email/referrals.html", context), "text/html")
    return message
