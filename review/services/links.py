"""One-time approval links: issued for one address, opened until they expire, answered once, every use in the ledger."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from modules.enums import EditionState
from modules.models import Edition
from people.models import Agency, User
from records.services.ledger import record_event
from review.enums import LinkState
from review.models import ApprovalLink, SignOff
from review.rules import can_issue_link
from review.services.answers import (
    Answer,
    Signatory,
    StaleCandidate,
    check_answer,
    held_edition,
    hold_module,
    record_answer,
)
from review.services.notifying import send_link

SALT = "review.approval-link"
DAYS = 7
MOST_OPEN = 20


class WrongLink(Exception):
    """Nobody issued this link, or it was altered."""


class LinkOver(Exception):
    """The link was true once. `why`: expired, answered, revoked."""

    def __init__(self, link: ApprovalLink, why: str) -> None:
        self.link, self.why = link, why
        super().__init__(why)


@dataclass(frozen=True)
class Issued:
    """The link with the secret part of its address, which is kept nowhere."""

    link: ApprovalLink
    token: str


@transaction.atomic
def issue_link(
    *, actor: User, agency: Agency, edition: Edition, email: str, name: str, role: str, days: int = DAYS
) -> Issued:
    """Make a link for somebody of the author's own agency and send it to their address.

    An open link of the same agency, text and address is revoked by the new one. Raises PermissionDenied,
    ValidationError or StaleCandidate.
    """
    edition = held_edition(edition)
    if not can_issue_link(actor, agency, edition):
        raise PermissionDenied
    if edition.state != EditionState.CANDIDATE:
        raise StaleCandidate
    email, name, role = email.strip().lower(), name.strip(), role.strip()
    validate_email(email)
    if not name or not role:
        raise ValidationError(_("Write the name and the role under which the answer will stand."))
    if ApprovalLink.objects.filter(edition=edition, agency=agency, state=LinkState.OPEN).count() >= MOST_OPEN:
        raise ValidationError(_("Your agency has many open links already. Let some be answered or revoke them."))
    for earlier in ApprovalLink.objects.filter(edition=edition, agency=agency, email=email, state=LinkState.OPEN):
        _close(actor, earlier, LinkState.REVOKED)
    link = ApprovalLink(
        edition=edition, digest=edition.digest, agency=agency, email=email, name=name, role=role, issued_by=actor
    )
    token = signing.dumps([str(link.reference), secrets.token_urlsafe(24)], salt=SALT)
    link.secret_hash = _hash(token)
    link.expires_at = timezone.now() + timedelta(days=days)
    link.save()
    _record(actor, "issued", link, email=email_digest(email), expires=link.expires_at.isoformat())
    send_link(link, token)
    return Issued(link, token)


def read_link(token: str) -> ApprovalLink:
    """The link that this address belongs to, in whatever state. Raises WrongLink."""
    try:
        reference, _nonce = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise WrongLink from error
    link = (
        ApprovalLink.objects.select_related("edition__module", "edition__candidacy", "agency")
        .defer("edition__canonical")
        .filter(reference=reference, secret_hash=_hash(token))
        .first()
    )
    if link is None:
        raise WrongLink
    return link


@transaction.atomic
def use_link(*, link: ApprovalLink) -> None:
    """Note that it was opened. Raises nothing: whether it still holds is asked with `why_over`."""
    if link.opened_at is None:
        link.opened_at = timezone.now()
        link.save(update_fields=["opened_at"])
    _record(_bearer(link), "opened", link)


def why_over(link: ApprovalLink) -> str:
    """Why nothing can be done with the link any more; empty while it holds."""
    if link.state != LinkState.OPEN:
        return str(link.state)
    if link.expires_at <= timezone.now():
        return str(LinkState.EXPIRED)
    return "" if link.edition.state == EditionState.CANDIDATE else str(LinkState.REVOKED)


@transaction.atomic
def refuse_link(*, link: ApprovalLink, why: str) -> None:
    """Note that somebody came with a link that no longer holds; one whose time is over is marked so."""
    if why == LinkState.EXPIRED and link.state == LinkState.OPEN:
        link.state = LinkState.EXPIRED
        link.save(update_fields=["state"])
        _record(_bearer(link), "expired", link)
    _record(_bearer(link), "refused", link, why=why)


@transaction.atomic
def answer_by_link(*, link: ApprovalLink, name: str, role: str, answer: Answer) -> SignOff:
    """Give the agency's answer under the confirmed name and role, and end the link.

    Raises LinkOver, ValidationError or StaleCandidate; then nothing was recorded.
    """
    check_answer(answer)
    hold_module(link.edition.module_id)
    link = ApprovalLink.objects.select_related("agency", "edition__module").get(pk=link.pk)
    why = why_over(link)
    if why:
        raise LinkOver(link, why)
    name, role = name.strip()[:150], role.strip()[:150]
    if not name or not role:
        raise ValidationError(_("Confirm the name and the role under which your answer stands."))
    by = Signatory(link=link, name=name, role=role)
    edition = held_edition(link.edition)
    link.state = LinkState.ANSWERED
    link.save(update_fields=["state"])
    signed = record_answer(by=by, agency=link.agency, edition=edition, answer=answer)
    _record(by.actor, "answered", link, sign_off=str(signed.reference))
    return signed


@transaction.atomic
def revoke_link(*, actor: User, link: ApprovalLink) -> None:
    """An author of the agency ends an open link. Revoking twice is revoking once."""
    if not can_issue_link(actor, link.agency, link.edition):
        raise PermissionDenied
    if link.state == LinkState.OPEN:
        _close(actor, link, LinkState.REVOKED)


def email_digest(email: str) -> str:
    """What the ledger holds instead of an address: to be compared by whoever knows it, of no use to others."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()


def _close(actor: object, link: ApprovalLink, state: LinkState) -> None:
    link.state = state
    link.save(update_fields=["state"])
    _record(actor, state.value, link)


def _bearer(link: ApprovalLink) -> str:
    return f"link:{link.reference}"


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _record(actor: object, what: str, link: ApprovalLink, **more: str) -> None:
    record_event(
        actor=actor,
        action=f"review.link.{what}",
        subject=f"approval-link:{link.reference}",
        data={"agency": link.agency.slug, "digest": link.digest} | more,
    )
