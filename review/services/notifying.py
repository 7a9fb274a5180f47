"""Short e-mails about reviewing: plain text and HTML, one link, sent once the change is saved."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from modules.models import Edition
from people.enums import RoleName
from people.models import RoleGrant
from review.models import ApprovalLink, Decision, Flag, Objection, ObjectionStep, PolicyProposal
from review.rules import coauthor_ids


def tell_flagger(flag: Flag, address: str) -> None:
    """Tell who raised the flag that it was answered: neither the message nor its link says which flag it was."""
    _send("flag_answered", [address], reverse("review:my_flags"), {"state": flag.state})


def tell_agencies(edition: Edition) -> None:
    """Tell the authors and reviewers of the co-authoring agencies that a candidate waits for their answer."""
    _send("candidate_waits", members_of(coauthor_ids(edition.module)), path_of_candidate(edition), {"edition": edition})


def tell_authors_of_objection(objection: Objection) -> None:
    edition = objection.edition
    words = _("%(agency)s objects to edition %(number)s of “%(title)s”. Answer it by %(day)s.") % {
        "agency": objection.agency,
        "number": edition.number,
        "title": edition.title,
        "day": date_format(objection.due_on, "F j, Y"),
    }
    addresses = authors_of(coauthor_ids(edition.module))
    tell(_("An objection: %(title)s") % {"title": edition.title}, words, addresses, path_of_candidate(edition))


def tell_objector(objection: Objection, step: ObjectionStep) -> None:
    title = objection.edition.title
    words = _("The authors of “%(title)s” replied to your agency's objection.") % {"title": title}
    subject = _("A reply to your objection: %(title)s") % {"title": title}
    tell(subject, words, members_of([objection.agency_id]), path_of_candidate(objection.edition))


def tell_of_vote(decision: Decision, edition: Edition) -> None:
    words = _("A vote was called on the objection of %(agency)s to “%(title)s”. Each co-author has one vote.") % {
        "agency": decision.objection.agency,
        "title": edition.title,
    }
    subject = _("Your agency's vote: %(title)s") % {"title": edition.title}
    tell(subject, words, members_of(coauthor_ids(edition.module)), path_of_candidate(edition))


def tell_of_result(decision: Decision, edition: Edition) -> None:
    words = _("The vote on the objection of %(agency)s to “%(title)s” has ended: %(result)s.") % {
        "agency": decision.objection.agency,
        "title": edition.title,
        "result": decision.get_result_display(),
    }
    subject = _("The vote has ended: %(title)s") % {"title": edition.title}
    tell(subject, words, members_of(coauthor_ids(edition.module)), path_of_candidate(edition))


def tell_of_proposal(proposal: PolicyProposal) -> None:
    module = proposal.module
    words = _("A change to the rule of signatures of “%(title)s” asks for less than before. It needs your consent.") % {
        "title": module.title
    }
    subject = _("Your agency's consent: %(title)s") % {"title": module.title}
    tell(subject, words, authors_of(coauthor_ids(module)), reverse("review:policy", args=[module.pk]))


def send_link(link: ApprovalLink, token: str) -> None:
    """The one letter in which the secret address stands."""
    context = {"link_row": link, "edition": link.edition, "agency": link.agency}
    _send("approval_link", [link.email], reverse("review:link_answer", args=[token]), context)


def members_of(agencies: Iterable[int]) -> list[str]:
    """The addresses of the authors and reviewers of these agencies."""
    return _addresses(RoleGrant.objects.filter(agency_id__in=agencies))


def authors_of(agencies: Iterable[int]) -> list[str]:
    return _addresses(RoleGrant.objects.filter(agency_id__in=agencies, role=RoleName.AUTHOR))


def tell(subject: str, words: str, addresses: Sequence[str], path: str) -> None:
    """A short letter about one thing: what happened, and the one link that leads to it."""
    _send("notice", addresses, path, {"subject": subject, "words": words})


def _addresses(grants: QuerySet[RoleGrant]) -> list[str]:
    active = grants.filter(user__is_active=True).order_by("user__email")
    return list(active.values_list("user__email", flat=True).distinct())


def path_of_candidate(edition: Edition) -> str:
    return reverse("review:candidate", args=[edition.reference])


def _send(name: str, addresses: Sequence[str], path: str, context: dict[str, Any]) -> None:
    """Queue one message per address for after the commit. A mail server that is down undoes nothing."""
    context = context | {"site_name": settings.SITE_NAME, "link": settings.WAGTAILADMIN_BASE_URL + path}
    subject = " ".join(render_to_string(f"review/mail/{name}.subject.txt", context).split())
    text = render_to_string(f"review/mail/{name}.txt", context)
    html = render_to_string(f"review/mail/{name}.html", context)

    def send() -> None:
        for address in addresses:
            message = EmailMultiAlternatives(subject, text, to=[address])
            message.attach_alternative(html, "text/html")
            message.send()

    transaction.on_commit(send, robust=True)
