"""What happens to a candidate once the agencies have answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from modules.enums import EditionState, HowSigned
from modules.models import Credit, Edition, EditionCredit, EditionDissent, EditionSignature, ModulePage
from modules.services.protecting import ConsentMissing, follow_published, protected_changes
from modules.services.rereading import schedule_review
from modules.signals import edition_published, edition_sent_back, edition_withdrawn
from records.services.ledger import record_event


class WrongState(Exception):
    """The edition is not in a state that allows this."""


@dataclass(frozen=True)
class Signature:
    """An agency's answer, by name as it stands on the day of publishing, and how it came in."""

    name: str
    perspective: str
    answer: str
    fictional: bool = False
    slug: str = ""
    how: str = HowSigned.ACCOUNT
    signed_at: datetime | None = None


@dataclass(frozen=True)
class Dissent:
    """An objection that a vote overrode: what was objected to and why, and how the vote went."""

    agency_slug: str
    agency_name: str
    fictional: bool
    ground: str
    reasons: str
    decision: str
    votes_for: int
    votes_against: int
    decided_on: date
    step_key: UUID | None = None
    step_title: str = ""
    block_id: str = ""


@transaction.atomic
def publish_edition(
    *,
    actor: object,
    edition: Edition,
    agencies: Iterable[Signature] = (),
    dissents: Iterable[Dissent] = (),
    at: datetime | None = None,
) -> Edition:
    """Make a candidate current and keep who signed it; the one before it becomes superseded.

    Nothing is published in Wagtail: readers get frozen editions only, so the live row of a page never matters
    (see modules/models/pages.py). Raises WrongState unless the edition is a candidate, and ConsentMissing when it
    changes a protected passage without its agency's consent, whoever calls. `at` dates what was published earlier than
    it is entered here.
    """
    _lock(edition, EditionState.CANDIDATE)
    changes = protected_changes(edition)
    if any(change.missing for change in changes):
        raise ConsentMissing(f"{edition} changes a protected passage.")
    previous = Edition.objects.current().filter(module=edition.module_id, language=edition.language).first()
    if previous:
        previous.state = EditionState.SUPERSEDED
        previous.save(update_fields=["state"])
    edition.state = EditionState.CURRENT
    edition.published_at = at or timezone.now()
    edition.save(update_fields=["state", "published_at"])
    _keep_names(edition, agencies, dissents)
    follow_published(actor=actor, edition=edition, changes=changes)
    schedule_review(edition)
    _record(actor, "published", edition, replaces=previous.digest if previous else None)
    edition_published.send(sender=Edition, edition=edition, actor=actor, previous=previous)
    return edition


@transaction.atomic
def send_back_edition(*, actor: object, edition: Edition, reasons: str) -> Edition:
    """Return a candidate to its authors. Its reasons stand with the sign-offs; the ledger keeps that it happened."""
    _lock(edition, EditionState.CANDIDATE)
    edition.state = EditionState.SENT_BACK
    edition.save(update_fields=["state"])
    _record(actor, "sent_back", edition)
    edition_sent_back.send(sender=Edition, edition=edition, actor=actor, reasons=reasons)
    return edition


@transaction.atomic
def withdraw_edition(*, actor: object, edition: Edition, reason: str) -> Edition:
    """Take a current edition away from officers, with its translations. It stays readable, marked as withdrawn."""
    _lock(edition, EditionState.CURRENT)
    edition.state = EditionState.WITHDRAWN
    edition.save(update_fields=["state"])
    _record(actor, "withdrawn", edition, reason=reason)
    edition_withdrawn.send(sender=Edition, edition=edition, actor=actor, reason=reason)
    for translation in edition.translations.current().defer("canonical"):  # what is wrong is wrong in every language
        withdraw_edition(actor=actor, edition=translation, reason=reason)
    return edition


def _keep_names(edition: Edition, agencies: Iterable[Signature], dissents: Iterable[Dissent]) -> None:
    """Copy who signed, who dissented and who is credited, as all of them stand this day."""
    EditionSignature.objects.bulk_create(
        EditionSignature(
            edition=edition,
            agency_name=signature.name,
            agency_slug=signature.slug,
            perspective=signature.perspective,
            answer=signature.answer,
            fictional=signature.fictional,
            how=signature.how,
            signed_at=signature.signed_at,
        )
        for signature in agencies
    )
    EditionDissent.objects.bulk_create(EditionDissent(edition=edition, **vars(dissent)) for dissent in dissents)
    standing = Credit.objects.filter(module_id=edition.module_id, ended_at__isnull=True).select_related("agency")
    EditionCredit.objects.bulk_create(
        EditionCredit(
            edition=edition,
            agency_slug=row.agency.slug,
            agency_name=row.agency.name,
            name=row.name,
            work=row.work,
        )
        for row in standing
    )


def _lock(edition: Edition, needed: EditionState) -> None:
    """Hold the module's row, so that two decisions cannot cross, and read the state again."""
    ModulePage.objects.select_for_update().only("pk").get(pk=edition.module_id)
    edition.refresh_from_db(fields=["state"])
    if edition.state != needed:
        raise WrongState(f"{edition} is {edition.get_state_display()}, not {needed.label}.")


def _record(actor: object, what: str, edition: Edition, **more: str | None) -> None:
    data = {"number": edition.number, "digest": edition.digest, "language": edition.language} | more
    record_event(actor=actor, action=f"modules.edition.{what}", subject=f"edition:{edition.digest}", data=data)
