"""What the page about a certificate shows: asked by everybody who scans one, so put into SQL once."""

from typing import Any

from django.db.models import BigIntegerField, CharField, F
from django.utils import timezone

from records.models import Certificate, CertificateEvent
from records.prepared import Prepared, Slot

CERTIFICATE = Prepared(
    lambda: (
        Certificate.objects.filter(serial=Slot("serial", CharField()))
        .select_related("completion")
        .annotate(place=F("entry__leaf__index"))  # in the tree of the ledger; None until it has one
        .order_by()
    )
)
EVENTS = Prepared(
    lambda: CertificateEvent.objects.filter(certificate=Slot("certificate", BigIntegerField())).order_by("pk")
)


def read_shown(serial: str) -> dict[str, Any] | None:
    """The certificate with its completion, its state today and its place in the ledger (two queries); None: unknown."""
    certificate = CERTIFICATE.first(serial=serial)
    if certificate is None:
        return None
    events = EVENTS.ask(certificate=certificate.pk)
    return {
        "certificate": certificate,
        "completion": certificate.completion,
        "events": events,
        "state": certificate.state_after(events, timezone.localdate()),
        "place": certificate.place,
    }
