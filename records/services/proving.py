"""Making inclusion proofs for entries of the ledger."""

from typing import Any

from records.merkle import LedgerTree
from records.models import Checkpoint, LedgerEntry, LedgerLeaf
from records.proofs import FORMAT


class NotSequenced(Exception):
    """The entry is kept but has no place in the tree yet: ask again within a minute."""


def latest_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.order_by("-size").first()


def prove(entry: LedgerEntry) -> dict[str, Any]:
    """Return the proof that `entry` is in the tree of the latest checkpoint, for `records.proofs.verify_proof`.

    Shows the entry with its actor hidden behind a commitment. Raises NotSequenced when it has no place yet.
    """
    leaf = LedgerLeaf.objects.filter(entry=entry).first()
    checkpoint = latest_checkpoint()
    if leaf is None or checkpoint is None:
        raise NotSequenced
    path = LedgerTree().prove_inclusion(leaf.index + 1, checkpoint.size).path
    return {
        "format": FORMAT,
        "entry": entry.leaf_document(),
        "leaf_hash": leaf.leaf_hash,
        "index": leaf.index,
        "path": [step.hex() for step in path[1:]],
        "checkpoint": checkpoint.note,
    }
