"""Append waiting ledger entries to the Merkle tree and sign a checkpoint."""

from typing import Any

from django.core.management.base import BaseCommand

from records.services.sequencing import sequence_ledger


class Command(BaseCommand):
    help = "Append waiting ledger entries to the Merkle tree and sign a checkpoint. Safe to run at any time, twice too."

    def handle(self, *args: Any, **options: Any) -> None:
        count = sequence_ledger()
        self.stdout.write(f"{count} entries sequenced." if count else "Nothing waited.")
