"""Certificates, and what happened to them: a certificate's state is derived from its events, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.canonical import digest
from records.enums import CertificateEventKind, CertificateState
from records.models.completions import Completion
from records.models.ledger import LedgerEntry, new_salt


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def for_person(self, reference: UUID) -> CertificateQuerySet:
        return self.filter(completion__person_reference=reference)

    def for_departments(self, slugs: Iterable[str]) -> CertificateQuerySet:
        return self.filter(completion__department__in=list(slugs))

    def with_evidence(self) -> CertificateQuerySet:
        """Everything a page or a PDF about a certificate reads, in two queries."""
        return self.select_related("completion", "entry__leaf").prefetch_related("events__successor")

    def in_state(self, state: str, on: date | None = None) -> CertificateQuerySet:
        """The certificates whose state is `state` on a day (today when not said)."""
        events = CertificateEvent.objects.filter(certificate=OuterRef("pk"))
        revoked = Exists(events.filter(kind=CertificateEventKind.REVOKED))
        replaced = Exists(events.filter(kind=CertificateEventKind.REPLACED))
        ended = models.Q(completion__valid_until__lt=on or timezone.localdate())
        return {
            CertificateState.REVOKED: self.filter(revoked),
            CertificateState.REPLACED: self.filter(~revoked, replaced),
            CertificateState.EXPIRED: self.filter(ended, ~revoked, ~replaced),
            CertificateState.VALID: self.filter(~revoked, ~replaced).exclude(ended),
        }[CertificateState(state)]


class Certificate(models.Model):
    """The document that carries a completion. `serial` is what a person types: XXXX-XXXX-XXXX."""

    serial = models.CharField(_("serial"), max_length=14, unique=True)
    completion = models.ForeignKey(Completion, on_delete=models.PROTECT, related_name="certificates")
    person_name = models.CharField(_("name"), max_length=150)
    badge = models.CharField(_("badge number"), max_length=40, blank=True)
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement", verbose_name=_("replaces")
    )
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="certificate")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"], condition=models.Q(replaces=None), name="one_first_certificate_per_completion"
            )
        ]

    def __str__(self) -> str:
        return self.serial

    def state_on(self, day: date) -> CertificateState:
        """The state on `day`: what happened to it counts from the moment it was recorded, whatever the day."""
        return self.state_after(self.events.all(), day)

    def state_after(self, events: Iterable[CertificateEvent], day: date) -> CertificateState:
        """The same when what happened to it is at hand."""
        kinds = {event.kind for event in events}
        if CertificateEventKind.REVOKED in kinds:
            return CertificateState.REVOKED
        if CertificateEventKind.REPLACED in kinds:
            return CertificateState.REPLACED
        until = self.completion.valid_until
        return CertificateState.EXPIRED if until and until < day else CertificateState.VALID

    @property
    def state(self) -> CertificateState:
        return self.state_on(timezone.localdate())

    def document(self) -> dict[str, Any]:
        """What the ledger's digest of this certificate is taken over."""
        return {
            "serial": self.serial,
            "completion": self.completion.digest,
            "person_name": self.person_name,
            "badge": self.badge,
            "replaces": self.replaces.serial if self.replaces else None,
            "salt": self.salt,
        }

    def digest(self) -> str:
        return digest(self.document())


class CertificateEvent(models.Model):
    """Something that happened to a certificate: revoked, or replaced by another. Append-only."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what happened"), max_length=10, choices=CertificateEventKind)
    reason = models.TextField(_("reason"))
    actor = models.CharField(_("by"), max_length=100)
    occurred_at = models.DateTimeField(_("when"), default=timezone.now, editable=False)
    successor = models.ForeignKey(
        Certificate, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("replaced by")
    )
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="certificate_event")

    class Meta:
        verbose_name = _("certificate event")
        verbose_name_plural = _("certificate events")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["certificate", "kind"], name="certificate_event_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.kind}"

    def document(self) -> dict[str, Any]:
        """What the ledger's digest of this event is taken over."""
        return {
            "serial": self.certificate.serial,
            "kind": str(self.kind),
            "reason": self.reason,
            "successor": self.successor.serial if self.successor else None,
            "salt": self.salt,
        }

    def digest(self) -> str:
        return digest(self.document())
