"""Check that nothing in the records was altered."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from records.models import Checkpoint, LedgerEntry
from records.services.checking import check_records
from records.services.proving import latest_checkpoint


class Command(BaseCommand):
    help = "Recompute every hash, root, signature and digest of the records; exit 1 and say what is wrong, if anything."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for problem in check_records():
            self.stderr.write(problem)
            wrong += 1
        if wrong:
            self.stderr.write(f"{wrong} problems found.")
            sys.exit(1)
        self.stdout.write(_summary(latest_checkpoint()))


def _summary(checkpoint: Checkpoint | None) -> str:
    waiting = LedgerEntry.objects.filter(leaf=None).count()
    said = f"{checkpoint.size} entries, root {checkpoint.root_hash}" if checkpoint else "no entry is sequenced yet"
    return f"Everything holds: {said}; {waiting} wait to be sequenced."
