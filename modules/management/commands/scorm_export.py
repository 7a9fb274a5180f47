"""Write an edition as a SCORM package."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from modules.models import Edition
from modules.packaging.errors import PackagingRefused
from modules.services.packaging import package_edition


class Command(BaseCommand):
    help = "Write a published edition as a SCORM package."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="its digest, or the beginning of it")
        parser.add_argument("--as", dest="form", choices=["1.2", "2004"], default="2004")
        parser.add_argument("--output", type=Path, help="the file to write; else one in this folder is named for it")
        parser.add_argument("--recordings", action="store_true", help="copy recordings too: you may give them away")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = self._edition(options["edition"])
        form = options["form"]
        target = options["output"] or Path(f"{edition.module.slug}-edition-{edition.number}-scorm-{form}.zip")
        unfinished = target.with_name(f"{target.name}.part")
        try:
            with unfinished.open("wb") as file:
                self._write(edition, form, file, recordings=options["recordings"])
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        except PackagingRefused as refusal:
            raise CommandError(str(refusal)) from None
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{edition} is in {target}, {target.stat().st_size} bytes.")

    def _edition(self, digest: str) -> Edition:
        found = Edition.objects.select_related("module").filter(digest__startswith=digest)[:2]
        if len(digest) < 8 or len(found) != 1:
            raise CommandError("Name the edition by eight or more letters and figures of its digest.")
        return found[0]

    def _write(self, edition: Edition, form: Any, file: Any, *, recordings: bool) -> None:
        package_edition(actor="command", edition=edition, standard=form, target=file, recordings=recordings)
