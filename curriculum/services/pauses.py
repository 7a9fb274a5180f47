"""Telling coordinators that a step of a course their officers take is paused, or taken up again."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from curriculum.models import Enrolment
from modules.models import EditionStep
from people.enums import RoleName
from people.models import RoleGrant, User


def tell_coordinators_of_pause(*, step: EditionStep, paused: bool) -> None:
    """One e-mail to each coordinator of a department with officers in the edition, once the pause is saved."""
    taking = Enrolment.objects.unfinished().filter(pins__edition=step.edition_id)
    grants = RoleGrant.objects.filter(role=RoleName.COORDINATOR, department__officers__enrolments__in=taking)
    people = list(User.objects.filter(pk__in=grants.values("user_id"), is_active=True).order_by("pk"))
    transaction.on_commit(lambda: _send(people, step.title, paused), robust=True)


def _send(people: list[User], title: str, paused: bool) -> None:
    link = settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_home")
    for person in people:
        with override(person.language or settings.LANGUAGE_CODE):
            words = _("A step is paused: %(title)s") if paused else _("A step can be taken again: %(title)s")
            context = {"title": title, "paused": paused, "link": link, "site_name": settings.SITE_NAME}
            message = EmailMultiAlternatives(
                " ".join((words % {"title": title}).split()),
                render_to_string("curriculum/email/paused.txt", context),
                to=[person.email],
            )
            message.attach_alternative(render_to_string("curriculum/email/paused.html", context), "text/html")
        try:
            message.send()
        except (SMTPException, OSError):
            continue
