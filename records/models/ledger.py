"""The ledger: entries as they happened, the Merkle tree over them, and the signed checkpoints of that tree."""

import hashlib
import secrets
from datetime import UTC
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from records.canonical import canonical_json


def new_salt() -> str:
    return secrets.token_hex(16)


class LedgerEntry(models.Model):
    """One thing that was done, inserted in the transaction of the change it describes. Order is by id, not time."""

    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    actor = models.CharField(_("actor"), max_length=100)
    action = models.CharField(_("action"), max_length=100, db_index=True)
    subject = models.CharField(_("subject"), max_length=200, db_index=True)
    data = models.JSONField(_("data"), default=dict)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject}"

    def leaf_document(self) -> dict[str, Any]:
        """What the Merkle tree holds of this entry: the actor only as a salted commitment, so that it may be shown."""
        return {
            "entry": self.pk,
            "recorded_at": self.recorded_at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_commitment": hashlib.sha256(f"{self.salt}:{self.actor}".encode()).hexdigest(),
            "action": self.action,
            "subject": self.subject,
            "data": self.data,
        }

    def leaf_bytes(self) -> bytes:
        return canonical_json(self.leaf_document()).encode("utf-8")


class LedgerLeaf(models.Model):
    """The place an entry was given in the Merkle tree."""

    index = models.PositiveBigIntegerField(unique=True)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="leaf")
    leaf_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["index"]

    def __str__(self) -> str:
        return f"{self.index}: {self.leaf_hash}"


class LedgerNode(models.Model):
    """The root of a full subtree of 256, 65,536, ... leaves, kept so that a proof reads hundreds of rows, not all."""

    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    node_hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["level", "position"]
        constraints = [models.UniqueConstraint(fields=["level", "position"], name="ledger_node_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Checkpoint(models.Model):
    """A signed statement of the tree's size and root, in the form of a C2SP signed note."""

    size = models.PositiveBigIntegerField(unique=True)
    root_hash = models.CharField(max_length=64)
    note = models.TextField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["size"]

    def __str__(self) -> str:
        return f"checkpoint of {self.size} entries"
