"""Checking that nothing in the ledger, the completions or the certificates was altered. Memory stays flat."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from records.append_only import guarded_tables
from records.canonical import digest
from records.keys import ledger_key
from records.merkle import TILE, TILE_BITS
from records.models import (
    Certificate,
    CertificateEvent,
    Checkpoint,
    Completion,
    LedgerEntry,
    LedgerLeaf,
    LedgerNode,
)
from records.notes import NoteError, open_checkpoint
from records.proofs import leaf_hash, node_hash

CHUNK = 2000
APPEND_ONLY = (LedgerEntry, LedgerLeaf, LedgerNode, Checkpoint, Completion, Certificate, CertificateEvent)


class RunningTree:
    """The roots of the full subtrees so far, largest first: enough to know the root at every size. Pure."""

    def __init__(self) -> None:
        self.size = 0
        self.peaks: list[bytes] = []

    def add(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Append a leaf; return the tiles it fills as (level, position, root)."""
        self.peaks.append(leaf)
        self.size += 1
        filled, height, size = [], 0, self.size
        while size & 1 == 0:
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)
            size, height = size >> 1, height + 1
            if height % TILE_BITS == 0:
                level = height // TILE_BITS
                filled.append((level, self.size // TILE**level - 1, self.peaks[-1]))
        return filled

    def root(self) -> bytes:
        """The root of the leaves so far; of none, it is of no use and raises IndexError."""
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def check_records() -> Iterator[str]:
    """Yield one sentence for each thing that is wrong: nothing means that everything holds."""
    yield from check_guards()
    yield from check_tree()
    yield from check_completions()
    yield from check_certificates()


def check_guards() -> Iterator[str]:
    guarded = guarded_tables(connection)
    for model in APPEND_ONLY:
        if model._meta.db_table not in guarded:
            yield f"{model._meta.db_table}: the trigger that refuses changes is missing."


def check_tree() -> Iterator[str]:
    """Recompute every leaf from its entry, every kept tile root, every checkpoint's root and signature."""
    size = _signed_size()
    checkpoints = Checkpoint.objects.filter(size__lte=size).order_by("size").iterator(chunk_size=CHUNK)
    due = next(checkpoints, None)
    tree = RunningTree()
    leaves = LedgerLeaf.objects.filter(index__lt=size).select_related("entry").order_by("index")
    for leaf in leaves.iterator(chunk_size=CHUNK):
        if leaf.index != tree.size:
            yield f"leaf {tree.size}: missing from the tree, with its entry or alone. What follows cannot be checked."
            return
        yield from _check_leaf(leaf)
        for filled in tree.add(_hash_or_zero(leaf.leaf_hash)):
            yield from _check_node(*filled)
        while due and due.size <= tree.size:
            yield from _check_checkpoint(due, tree.root())
            due = next(checkpoints, None)
    if tree.size != size:
        yield f"leaf {tree.size}: missing, although a checkpoint was signed over {size} entries."
    stray = LedgerLeaf.objects.filter(index__gte=size).count()
    if stray and _signed_size() == size:
        yield f"{stray} leaves stand after the last checkpoint, signed by none."


def _signed_size() -> int:
    return Checkpoint.objects.order_by("-size").values_list("size", flat=True).first() or 0


def _check_leaf(leaf: LedgerLeaf) -> Iterator[str]:
    try:
        expected = leaf_hash(leaf.entry.leaf_bytes()).hex()
    except (ValueError, TypeError) as error:
        expected = f"none ({error})"
    if expected != leaf.leaf_hash:
        yield f"entry {leaf.entry_id} (leaf {leaf.index}): its hash was {leaf.leaf_hash}, now it is {expected}."


def _check_node(level: int, position: int, root: bytes) -> Iterator[str]:
    kept = LedgerNode.objects.filter(level=level, position=position).values_list("node_hash", flat=True).first()
    if kept != root.hex():
        yield f"tile {level}/{position}: its kept root is {kept}, its leaves give {root.hex()}."


def _check_checkpoint(checkpoint: Checkpoint, root: bytes) -> Iterator[str]:
    name = f"checkpoint {checkpoint.size}"
    if checkpoint.root_hash != root.hex():
        yield f"{name}: its root is {checkpoint.root_hash}, the entries give {root.hex()}."
    try:
        signed = open_checkpoint(checkpoint.note, ledger_key().verifier)
    except NoteError as error:
        yield f"{name}: {error}."
        return
    if (signed.size, signed.root) != (checkpoint.size, root):
        yield f"{name}: what was signed is another size or root: {signed.size}, {signed.root.hex()}."


def check_completions() -> Iterator[str]:
    """Each completion's digest, its columns, and its ledger entry say the same; none is missing."""
    for completion in Completion.objects.select_related("entry").order_by("pk").iterator(chunk_size=CHUNK):
        name = f"completion {completion.pk}"
        if not _same_digest(completion.snapshot, completion.digest):
            yield f"{name}: its snapshot no longer has the digest {completion.digest}."
        yield from _check_entry(name, completion.entry, completion.digest)
        for column in _differing_columns(completion):
            yield f"{name}: its column {column} differs from its snapshot."
    yield from _check_missing(Completion.objects, "records.completion.recorded")


def check_certificates() -> Iterator[str]:
    certificates = Certificate.objects.select_related("completion", "entry", "replaces").order_by("pk")
    for certificate in certificates.iterator(chunk_size=CHUNK):
        yield from _check_entry(f"certificate {certificate.serial}", certificate.entry, certificate.digest())
    events = CertificateEvent.objects.select_related("certificate", "successor", "entry").order_by("pk")
    for event in events.iterator(chunk_size=CHUNK):
        yield from _check_entry(f"{event.kind} of {event.certificate.serial}", event.entry, event.digest())
    yield from _check_missing(Certificate.objects, "records.certificate.issued", "records.certificate.reissued")
    yield from _check_missing(CertificateEvent.objects, "records.certificate.revoked", "records.certificate.replaced")


def _check_entry(name: str, entry: LedgerEntry, expected: str) -> Iterator[str]:
    if entry.data.get("digest") != expected:
        yield f"{name}: entry {entry.pk} of the ledger holds {entry.data.get('digest')}, it now has {expected}."


def _check_missing(manager: models.Manager[Any], *actions: str) -> Iterator[str]:
    """Entries that speak of a row which is no longer there."""
    entries = LedgerEntry.objects.filter(action__in=actions).exclude(pk__in=manager.values("entry"))
    for entry in entries.order_by("pk").iterator(chunk_size=CHUNK):
        yield f"entry {entry.pk} ({entry.action}, {entry.subject}): the record it speaks of is missing."


def _same_digest(value: Any, expected: str) -> bool:
    try:
        return digest(value) == expected
    except ValueError:
        return False


def _differing_columns(completion: Completion) -> list[str]:
    said = {
        "person_reference": str(completion.person_reference),
        "department": completion.department,
        "course_key": completion.course_key,
        "valid_until": completion.valid_until.isoformat() if completion.valid_until else None,
    }
    differing = [name for name, value in said.items() if completion.snapshot.get(name) != value]
    moment = completion.completed_at.isoformat(timespec="microseconds")
    return differing if completion.snapshot.get("completed_at") == moment else [*differing, "completed_at"]


def _hash_or_zero(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return bytes(32)
