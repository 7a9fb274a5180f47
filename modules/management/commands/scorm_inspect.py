"""Print what a SCORM package is and whether it can be imported."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from modules.scorm.report import as_text, inspect_package


class Command(BaseCommand):
    help = "Print the report on a SCORM package: what it is, its outline, what is wrong. Exit 1 if it cannot be used."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the package, a .zip file")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as file:
                report, _ = inspect_package(file)
        except OSError as error:
            raise CommandError(f"The file cannot be read: {error.strerror}.") from error
        text = json.dumps(report.to_data(), ensure_ascii=False, indent=2) if options["json"] else as_text(report)
        self.stdout.write(text)
        if not report.importable:
            sys.exit(1)
