"""Giving ledger entries their place in the Merkle tree, and signing what the tree then is."""

from django.db import connection, transaction
from django.db.models import Max

from records.keys import ledger_key
from records.merkle import LedgerTree
from records.models import Checkpoint, LedgerEntry, LedgerLeaf
from records.notes import sign_checkpoint

BATCH = 2000
RECENT = 1000  # ids behind the newest sequenced entry in which a quick run looks for late committers
LOCK = 7_205_759_403  # any number, the same everywhere: the advisory lock of the sequencer


def sequence_ledger() -> int:
    """Append every entry that waits, in the order of ids; sign a checkpoint per batch; return how many were appended.

    Idempotent. Of two at once the second waits for the first, then finds nothing left.
    """
    total = 0
    while count := _sequence_batch(everything=True, wait=True):
        total += count
    return total


def sequence_soon() -> None:
    """Sequence recent entries once the current transaction is kept. A failure is logged and left to the next run."""
    transaction.on_commit(_sequence_recent, robust=True)


def _sequence_recent() -> None:
    _sequence_batch(everything=False, wait=False)


@transaction.atomic
def _sequence_batch(*, everything: bool, wait: bool) -> int:
    if not _locked(wait=wait):
        return 0
    newest = LedgerLeaf.objects.aggregate(newest=Max("entry_id"))["newest"] or 0
    after = 0 if everything else newest - RECENT
    entries = list(LedgerEntry.objects.filter(pk__gt=after, leaf=None).order_by("pk")[:BATCH])
    if entries:
        tree = LedgerTree()
        _sign(tree, tree.extend(entries))
    return len(entries)


def _sign(tree: LedgerTree, size: int) -> None:
    root = tree.get_root(size)
    Checkpoint.objects.create(size=size, root_hash=root.hex(), note=sign_checkpoint(ledger_key(), size, root))


def _locked(*, wait: bool) -> bool:
    """Hold the sequencer's lock until the transaction ends. SQLite lets one writer in at a time anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)" if wait else "SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return wait or cursor.fetchone()[0]
