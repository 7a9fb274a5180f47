"""Signed notes and checkpoints of a transparency log, as C2SP signed-note and tlog-checkpoint write them. Pure."""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"


class NoteError(ValueError):
    """A note or key that cannot be read, or a signature that does not hold."""


@dataclass(frozen=True)
class VerifierKey:
    """The public half: a name and an Ed25519 public key."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def as_text(self) -> str:
        """The key as people hand it on: name, id and key joined by plus signs."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def from_text(cls, text: str) -> "VerifierKey":
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = _decoded(encoded)
        key = cls(name, raw[1:])
        if raw[:1] != ED25519 or len(key.public) != 32 or key.key_id.hex() != key_id:
            raise NoteError("not a key of a signed note")
        return key

    def verify(self, text: str, signature: bytes) -> None:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature as error:
            raise NoteError(f"the signature of {self.name} does not hold") from error


@dataclass(frozen=True)
class SigningKey:
    """The private half, from its 32-byte seed."""

    name: str
    seed: bytes

    @classmethod
    def new(cls, name: str) -> "SigningKey":
        if not name or "+" in name or any(character.isspace() for character in name):
            raise NoteError("the name of a key has no space and no plus sign")
        return cls(name, Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self._private().public_key().public_bytes_raw())

    def as_text(self) -> str:
        encoded = base64.b64encode(ED25519 + self.seed).decode()
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{encoded}"

    @classmethod
    def from_text(cls, text: str) -> "SigningKey":
        parts = text.strip().split("+", 4)
        if len(parts) != 5 or parts[:2] != ["PRIVATE", "KEY"]:
            raise NoteError("not a private key of a signed note")
        key = cls(parts[2], _decoded(parts[4])[1:])
        if len(key.seed) != 32 or key.verifier.key_id.hex() != parts[3]:
            raise NoteError("the private key is damaged")
        return key

    def sign(self, text: str) -> bytes:
        return self._private().sign(text.encode())

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


@dataclass(frozen=True)
class CheckpointText:
    """What a checkpoint says: whose log, how many entries, which root."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def sign_checkpoint(key: SigningKey, size: int, root: bytes) -> str:
    """Return the signed note that states the root of the first `size` entries."""
    body = CheckpointText(key.name, size, root).body()
    signature = base64.b64encode(key.verifier.key_id + key.sign(body)).decode()
    return f"{body}\n— {key.name} {signature}\n"


def open_checkpoint(note: str, key: VerifierKey) -> CheckpointText:
    """Return what a signed checkpoint says; raise NoteError unless `key` signed exactly that."""
    body, divider, signatures = note.rpartition("\n\n")
    body += "\n"
    lines = body.split("\n")
    if not divider or len(lines) < 4 or not lines[1].isascii() or not lines[1].isdigit():
        raise NoteError("not a signed checkpoint")
    key.verify(body, _signature_of(signatures, key))
    checkpoint = CheckpointText(lines[0], int(lines[1]), _decoded(lines[2]))
    if checkpoint.origin != key.name or not body.startswith(checkpoint.body()):
        raise NoteError("the checkpoint is of another log, or not written as it should be")
    return checkpoint


def _signature_of(signatures: str, key: VerifierKey) -> bytes:
    for line in signatures.splitlines():
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash == "—" and name == key.name:
            raw = _decoded(encoded)
            if raw[:4] == key.key_id:
                return raw[4:]
    raise NoteError(f"no signature of {key.name} with this key")


def _decoded(encoded: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("not base64") from error
