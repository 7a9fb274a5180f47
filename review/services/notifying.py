"""Short e-mails about reviewing: plain text and HTML, one link, in the language of the reader, after the commit."""

import logging
from collections.abc import Callable, Iterable, Sequence
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.models import Edition
from people.enums import RoleName
from people.models import RoleGrant
from people.services.languages import by_language
from review.enums import OwnNews
from review.models import ApprovalLink, Decision, Objection, ObjectionStep, PolicyProposal
from review.rules import coauthor_ids

logger = logging.getLogger(__name__)
Letter = Callable[[], tuple[str, str]]  # subject and words, asked for once in each language


def tell_flagger(address: str, news: OwnNews) -> None:
    """Tell who raised a flag what happened to it: neither the message nor its link says which flag it was."""
    _send("flag_answered", [address], reverse("review:my_flags"), lambda: {"news": news.value})


def tell_agencies(edition: Edition) -> None:
    """Tell the authors and reviewers of the co-authoring agencies that a candidate waits for their answer."""
    addresses = members_of(coauthor_ids(edition.module))
    _send("candidate_waits", addresses, path_of_candidate(edition), lambda: {"edition": edition})


def tell_authors_of_objection(objection: Objection) -> None:
    edition = objection.edition

    def letter() -> tuple[str, str]:
        words = _("%(agency)s objects to edition %(number)s of “%(title)s”. Answer it by %(day)s.") % {
            "agency": objection.agency,
            "number": edition.number,
            "title": edition.title,
            "day": date_format(objection.due_on),
        }
        return _("An objection: %(title)s") % {"title": edition.title}, words

    tell(letter, authors_of(coauthor_ids(edition.module)), path_of_candidate(edition))


def tell_objector(objection: Objection, step: ObjectionStep) -> None:
    title = objection.edition.title

    def letter() -> tuple[str, str]:
        words = _("The authors of “%(title)s” replied to your agency's objection.") % {"title": title}
        return _("A reply to your objection: %(title)s") % {"title": title}, words

    tell(letter, members_of([objection.agency_id]), path_of_candidate(objection.edition))


def tell_of_vote(decision: Decision, edition: Edition) -> None:
    def letter() -> tuple[str, str]:
        words = _("A vote was called on the objection of %(agency)s to “%(title)s”. Each co-author has one vote.") % {
            "agency": decision.objection.agency,
            "title": edition.title,
        }
        return _("Your agency's vote: %(title)s") % {"title": edition.title}, words

    tell(letter, members_of(coauthor_ids(edition.module)), path_of_candidate(edition))


def tell_of_result(decision: Decision, edition: Edition) -> None:
    def letter() -> tuple[str, str]:
        words = _("The vote on the objection of %(agency)s to “%(title)s” has ended: %(result)s.") % {
            "agency": decision.objection.agency,
            "title": edition.title,
            "result": decision.get_result_display(),
        }
        return _("The vote has ended: %(title)s") % {"title": edition.title}, words

    tell(letter, members_of(coauthor_ids(edition.module)), path_of_candidate(edition))


def tell_of_proposal(proposal: PolicyProposal) -> None:
    module = proposal.module

    def letter() -> tuple[str, str]:
        words = _(
            "A change to the rule of signatures of “%(title)s” asks for less than before. It needs your consent."
        ) % {"title": module.title}
        return _("Your agency's consent: %(title)s") % {"title": module.title}, words

    tell(letter, authors_of(coauthor_ids(module)), reverse("review:policy", args=[module.pk]))


def send_link(link: ApprovalLink, token: str) -> None:
    """The one letter in which the secret address stands."""
    context = {"link_row": link, "edition": link.edition, "agency": link.agency}
    _send("approval_link", [link.email], reverse("review:link_answer", args=[token]), lambda: context)


def members_of(agencies: Iterable[int]) -> list[str]:
    """The addresses of the authors and reviewers of these agencies."""
    return _addresses(RoleGrant.objects.filter(agency_id__in=agencies))


def authors_of(agencies: Iterable[int]) -> list[str]:
    return _addresses(RoleGrant.objects.filter(agency_id__in=agencies, role=RoleName.AUTHOR))


def tell(letter: Letter, addresses: Sequence[str], path: str) -> None:
    """A short letter about one thing: what happened, and the one link that leads to it."""
    _send("notice", addresses, path, lambda: dict(zip(("subject", "words"), letter(), strict=True)))


def _addresses(grants: QuerySet[RoleGrant]) -> list[str]:
    active = grants.filter(user__is_active=True).order_by("user__email")
    return list(active.values_list("user__email", flat=True).distinct())


def path_of_candidate(edition: Edition) -> str:
    return reverse("review:candidate", args=[edition.reference])


def _send(name: str, addresses: Sequence[str], path: str, context: Callable[[], dict[str, Any]]) -> None:
    """Queue one message per address for after the commit. One that is refused undoes nothing and stops no other."""
    messages = []
    for language, group in by_language(addresses).items():
        with override(language):
            messages += _written(name, group, path, context())

    def send() -> None:
        for message in messages:
            try:
                message.send()
            except (SMTPException, OSError) as refusal:
                logger.warning("a letter was not sent: %s", type(refusal).__name__)  # an address belongs in no log

    transaction.on_commit(send, robust=True)


def _written(name: str, addresses: list[str], path: str, context: dict[str, Any]) -> list[EmailMultiAlternatives]:
    context = context | {"site_name": settings.SITE_NAME, "link": settings.WAGTAILADMIN_BASE_URL + path}
    subject = " ".join(render_to_string(f"review/mail/{name}.subject.txt", context).split())
    text = render_to_string(f"review/mail/{name}.txt", context)
    html = render_to_string(f"review/mail/{name}.html", context)
    messages = [EmailMultiAlternatives(subject, text, to=[address]) for address in addresses]
    for message in messages:
        message.attach_alternative(html, "text/html")
    return messages
