"""That certificates were pulled is itself on the record."""

from hashlib import sha256

from people.models import User
from records.models import LedgerEntry
from records.models.certificates import CertificateQuerySet
from records.services.ledger import record_event


def note_pull(*, actor: User, certificates: CertificateQuerySet) -> LedgerEntry:
    """Write to the ledger how many certificates were pulled, and a digest over their serials in order."""
    serials, count = sha256(), 0
    for serial in certificates.order_by("serial").values_list("serial", flat=True).iterator(chunk_size=2000):
        serials.update(f"{serial}\n".encode())
        count += 1
    return record_event(
        actor=actor,
        action="records.binder.pulled",
        subject=f"binder:{serials.hexdigest()}",
        data={"certificates": count, "serials": serials.hexdigest()},
    )
