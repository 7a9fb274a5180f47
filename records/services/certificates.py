"""Issuing, revoking and reissuing certificates."""

from django.db import transaction
from django.utils.translation import gettext as _

from records.enums import CertificateEventKind
from records.models import Certificate, CertificateEvent, Completion
from records.models.ledger import new_salt
from records.serials import new_serial
from records.services.ledger import actor_label, record_event
from records.services.sequencing import sequence_soon


class CertificateRefused(Exception):
    """What was asked of a certificate cannot be done to one in its state."""


@transaction.atomic
def issue_certificate(*, actor: object | str, completion: Completion) -> Certificate:
    """Issue the first certificate of a completion; asked again, return the one there is."""
    Completion.objects.select_for_update().get(pk=completion.pk)
    issued = Certificate.objects.filter(completion=completion, replaces=None).first()
    if issued:
        return issued
    snapshot = completion.snapshot
    return _issue(actor, completion, snapshot["person_name"], snapshot["badge"], None)


@transaction.atomic
def revoke_certificate(*, actor: object | str, certificate: Certificate, reason: str) -> CertificateEvent:
    """Declare a certificate void, with a reason; raise CertificateRefused when it is void already."""
    _lock(certificate)
    kinds = _happened(certificate)
    if CertificateEventKind.REVOKED in kinds:
        raise CertificateRefused(_("This certificate is revoked already."))
    if CertificateEventKind.REPLACED in kinds:
        raise CertificateRefused(_("This certificate was replaced. Revoke the one that replaced it."))
    return _happen(actor, certificate, CertificateEventKind.REVOKED, reason)


@transaction.atomic
def reissue_certificate(
    *,
    actor: object | str,
    certificate: Certificate,
    reason: str,
    person_name: str | None = None,
    badge: str | None = None,
) -> Certificate:
    """Issue a new certificate in place of another, with a corrected name or badge when given.

    The old one counts as replaced (a revoked one stays revoked). Each can be replaced once.
    """
    _lock(certificate)
    if CertificateEventKind.REPLACED in _happened(certificate):
        raise CertificateRefused(_("This certificate was replaced already."))
    successor = _issue(
        actor,
        certificate.completion,
        certificate.person_name if person_name is None else person_name,
        certificate.badge if badge is None else badge,
        certificate,
    )
    _happen(actor, certificate, CertificateEventKind.REPLACED, reason, successor)
    return successor


def _lock(certificate: Certificate) -> None:
    Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)


def _happened(certificate: Certificate) -> set[str]:
    return set(CertificateEvent.objects.filter(certificate=certificate).values_list("kind", flat=True))


def _issue(
    actor: object | str, completion: Completion, person_name: str, badge: str, replaces: Certificate | None
) -> Certificate:
    if not person_name.strip():
        raise CertificateRefused(_("A certificate needs a name."))
    certificate = Certificate(
        serial=new_serial(), completion=completion, person_name=person_name.strip(), badge=badge, replaces=replaces
    )
    certificate.entry = record_event(
        actor=actor,
        action="records.certificate.reissued" if replaces else "records.certificate.issued",
        subject=f"certificate:{certificate.serial}",
        data={
            "digest": certificate.digest(),
            "completion": completion.digest,
            "course": completion.course_key,
            "completed_at": completion.snapshot["completed_at"],
            "valid_until": completion.snapshot["valid_until"],
            "editions": [edition["digest"] for edition in completion.editions],
        },
    )
    certificate.save(force_insert=True)
    sequence_soon()
    return certificate


def _happen(
    actor: object | str,
    certificate: Certificate,
    kind: CertificateEventKind,
    reason: str,
    successor: Certificate | None = None,
) -> CertificateEvent:
    if not reason.strip():
        raise CertificateRefused(_("Say why: the reason is kept with the certificate."))
    event = CertificateEvent(
        certificate=certificate,
        kind=kind,
        reason=reason.strip(),
        actor=actor_label(actor),
        successor=successor,
        salt=new_salt(),
    )
    event.entry = record_event(
        actor=actor,
        action=f"records.certificate.{kind.value}",
        subject=f"certificate:{certificate.serial}",
        data={"digest": event.digest()},
    )
    event.save(force_insert=True)
    certificate.__dict__.pop("_prefetched_objects_cache", None)
    sequence_soon()
    return event
