"""What must not be altered quietly: ledger, completions, certificates."""

from records.models.certificates import Certificate, CertificateEvent
from records.models.completions import Completion
from records.models.ledger import Checkpoint, LedgerEntry, LedgerLeaf, LedgerNode

__all__ = ["Certificate", "CertificateEvent", "Checkpoint", "Completion", "LedgerEntry", "LedgerLeaf", "LedgerNode"]
