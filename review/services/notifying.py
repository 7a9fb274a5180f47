"""Short e-mails about reviewing: plain text and HTML, one link, sent once the change is saved."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from modules.models import Edition
from people.models import RoleGrant
from review.models import Flag
from review.rules import coauthor_ids


def tell_flagger(flag: Flag) -> None:
    """Tell who raised the flag that it was answered. The answer itself stays behind the sign-in."""
    _send("flag_answered", [flag.flagger.email], flag.get_absolute_url(), {"flag": flag})


def tell_agencies(edition: Edition) -> None:
    """Tell the authors and reviewers of the co-authoring agencies that a candidate waits for their answer."""
    addresses = (
        RoleGrant.objects.filter(agency_id__in=coauthor_ids(edition.module), user__is_active=True)
        .order_by("user__email")
        .values_list("user__email", flat=True)
        .distinct()
    )
    path = reverse("review:candidate", args=[edition.reference])
    _send("candidate_waits", list(addresses), path, {"edition": edition})


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
