"""Credits of contributors, and the right to withdraw a name from an edition."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.models import CoAuthorship, Credit, Edition, EditionCredit, ModulePage, NameWithdrawal
from people.models import Agency, User
from people.rules import is_author_for
from records.canonical import digest
from records.services.ledger import record_event


@transaction.atomic
def credit_person(
    *, actor: User, agency: Agency, module: ModulePage, name: str, work: str, consent_on: date, consented: bool
) -> Credit:
    """Credit a person or pseudonym on the next editions. Nobody is named without a consent that the agency holds."""
    if not is_author_for(actor, agency) or not CoAuthorship.objects.filter(module=module, agency=agency).exists():
        raise PermissionDenied
    name, work = " ".join(name.split()), " ".join(work.split())
    if not consented or consent_on > timezone.localdate():
        raise ValidationError(
            {"consented": _("Nobody is named without their consent. Ask first, then record the day.")}
        )
    if not name or not work:
        raise ValidationError({"name": _("Write the name, and what they did.")})
    held = Credit.objects.filter(module=module, agency=agency, name=name, ended_at__isnull=True).first()
    if held:
        return held
    row = Credit.objects.create(
        module=module, agency=agency, name=name, work=work, consent_on=consent_on, recorded_by=actor
    )
    _record_credit(actor, "given", row)
    return row


@transaction.atomic
def end_credit(*, actor: User, credit: Credit) -> None:
    """From now on the name stands on no new edition. Those published keep it until it is withdrawn from them."""
    if not is_author_for(actor, credit.agency):
        raise PermissionDenied
    if credit.ended_at is None:
        credit.ended_at = timezone.now()
        credit.save(update_fields=["ended_at"])
        _record_credit(actor, "ended", credit)


@transaction.atomic
def withdraw_name(
    *, actor: User, agency: Agency, edition: Edition, credit: EditionCredit | None = None
) -> NameWithdrawal:
    """Take the agency's name, or that of somebody it credited, off the public pages of a published edition.

    What was signed, its digest, the ledger and certificates that were issued stay as they are. Withdrawing twice is
    withdrawing once.
    """
    if not is_author_for(actor, agency):
        raise PermissionDenied
    if not edition.is_published or not _stands(agency, edition, credit):
        raise ValidationError(_("This name does not stand on this edition."))
    row, made = NameWithdrawal.objects.get_or_create(
        edition=edition, agency=agency, credit=credit, defaults={"agency_name": agency.name, "person": actor}
    )
    if made:
        record_event(
            actor=actor,
            action="modules.name.withdrawn",
            subject=f"edition:{edition.digest}",
            data={
                "digest": edition.digest,
                "agency": agency.slug,
                "of": "contributor" if credit else "agency",
                "withdrawal": str(row.reference),
            },
        )
    return row


def _stands(agency: Agency, edition: Edition, credit: EditionCredit | None) -> bool:
    if credit is not None:
        return credit.edition_id == edition.pk and credit.agency_slug == agency.slug
    named = Q(agency_slug=agency.slug) | Q(agency_slug="", agency_name=agency.name)
    return edition.signatures.filter(named).exists() or edition.dissents.filter(agency_slug=agency.slug).exists()


def _record_credit(actor: User, what: str, row: Credit) -> None:
    record_event(
        actor=actor,
        action=f"modules.credit.{what}",
        subject=f"module:{row.module.translation_key}",
        data={"credit": str(row.reference), "agency": row.agency.slug, "name": digest(row.name)},
    )
