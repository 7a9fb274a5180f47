"""What must not be altered quietly: ledger, completions, certificates."""

from records.models.ledger import Checkpoint, LedgerEntry, LedgerLeaf, LedgerNode

__all__ = ["Checkpoint", "LedgerEntry", "LedgerLeaf", "LedgerNode"]
