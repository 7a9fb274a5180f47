"""Inclusion proofs as outsiders check them, with nothing but this file and the ledger's public key. Pure."""

import hashlib
from collections.abc import Sequence
from typing import Any

from records.canonical import canonical_json
from records.notes import NoteError, VerifierKey, open_checkpoint

FORMAT = "common-ground-inclusion-proof-1"


class ProofError(ValueError):
    """The proof does not show what it claims."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_path(*, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root that `path` leads to from `leaf` at `index` (from 0) of `size` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        raise ProofError("the index is outside the tree")
    root, position, last = leaf, index, size - 1
    for sibling in path:
        if last == 0:
            raise ProofError("the path is too long")
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        position, last = position >> 1, last >> 1
    if last:
        raise ProofError("the path is too short")
    return root


def verify_proof(proof: dict[str, Any], key: VerifierKey) -> dict[str, Any]:
    """Return the proven entry; raise ProofError unless it is in the log whose checkpoint `key` signed."""
    try:
        checkpoint = open_checkpoint(proof["checkpoint"], key)
        leaf = leaf_hash(canonical_json(proof["entry"]).encode())
        path = [bytes.fromhex(step) for step in proof["path"]]
        if proof["format"] != FORMAT or proof["leaf_hash"] != leaf.hex() or any(len(step) != 32 for step in path):
            raise ProofError("the entry is not the one that was hashed")
        root = root_from_path(leaf=leaf, index=proof["index"], size=checkpoint.size, path=path)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise error if isinstance(error, ProofError) else ProofError(_reason(error)) from error
    if root != checkpoint.root:
        raise ProofError("the entry is not in the log that was signed")
    return proof["entry"]


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, NoteError) else "the proof is malformed"
