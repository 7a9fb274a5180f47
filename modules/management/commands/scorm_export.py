"""Write an edition as a SCORM package, whole or thin."""

from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from modules.enums import EditionState
from modules.models import Edition
from modules.packaging.errors import PackagingRefused
from modules.services.licensing import issue_licence, write_thin_package
from modules.services.packaging import Standard, package_edition


class Command(BaseCommand):
    help = "Write a published edition as a SCORM package."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="its digest, or the beginning of it")
        parser.add_argument("--as", dest="form", choices=["1.2", "2004", "thin"], default="2004")
        parser.add_argument("--output", type=Path, help="the file to write; else one in this folder is named for it")
        parser.add_argument("--recordings", action="store_true", help="copy recordings too: you may give them away")
        parser.add_argument("--origin", action="append", default=[], help="thin: a system that may show it")
        parser.add_argument("--for", dest="name", default="", help="thin: the organisation that it is for")
        parser.add_argument("--pin", action="store_true", help="thin: open this edition only, not the current one")
        parser.add_argument("--standard", choices=["1.2", "2004"], default="1.2", help="thin: the standard of the page")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = self._edition(options["edition"])
        form = options["form"]
        target = options["output"] or Path(f"{edition.module.slug}-edition-{edition.number}-scorm-{form}.zip")
        unfinished = target.with_name(f"{target.name}.part")
        try:
            with unfinished.open("wb") as file:
                self._write(edition, form, file, options)
            unfinished.replace(target)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
        except PackagingRefused as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        finally:
            unfinished.unlink(missing_ok=True)
        self.stdout.write(f"{edition} is in {target}, {target.stat().st_size} bytes.")

    def _edition(self, digest: str) -> Edition:
        found = Edition.objects.select_related("module").filter(digest__startswith=digest)[:2]
        if len(digest) < 8 or len(found) != 1:
            raise CommandError("Name the edition by eight or more letters and figures of its digest.")
        return found[0]

    def _write(self, edition: Edition, form: str, file: IO[bytes], options: dict[str, Any]) -> None:
        if form == "thin":
            self._write_thin(edition, file, options)
            return
        standard: Standard = "1.2" if form == "1.2" else "2004"
        recordings = options["recordings"]
        package_edition(actor="command", edition=edition, standard=standard, target=file, recordings=recordings)

    def _write_thin(self, edition: Edition, file: IO[bytes], options: dict[str, Any]) -> None:
        """A new licence, for the current edition of the module that was named."""
        if edition.state != EditionState.CURRENT:
            raise CommandError("A thin package opens the current edition of a module; name that one.")
        given = {"name": options["name"], "origins": options["origin"], "pinned": options["pin"]}
        licence = issue_licence(actor="command", module=edition.module, **given)
        write_thin_package(licence, options["standard"], file)
        self.stdout.write(f"Licence {licence.reference} for {licence.name}.")
