"""Reads an edition back from a file: the same text with the same digest, as a candidate."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from modules.exchange.packages import PackageRefused, read_package
from modules.services.importing import import_edition


class Command(BaseCommand):
    help = "Import an edition (ZIP, or its exact text where quizzes and files are here already)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--digest", default="", help="refuse the file unless its text has this digest")

    def handle(self, *args: Any, file: Path, digest: str, **options: Any) -> None:
        try:
            with file.open("rb") as handle:
                edition = import_edition(actor="command", package=read_package(handle, expected=digest))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except PackageRefused as refusal:
            raise CommandError(
                "The file is not taken, and nothing was written.\n" + "\n".join(refusal.reasons)
            ) from None
        self.stdout.write(f"{edition} is here as a candidate, with the digest {edition.digest}.")
