"""Loads the demo programme: checks every file first, and writes nothing while one of them has a fault."""

import sys
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.programme.checks import check_programme
from config.programme.checks_people import check_people_and_courses
from config.programme.loading import load_programme
from config.programme.reader import read_programme
from modules.services.freezing import FreezeRefused


class Command(BaseCommand):
    help = "Check the demo programme and load it. Loading twice changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.PROGRAMME_DIR, help="where the programme lies")
        parser.add_argument("--check", action="store_true", help="check only, write nothing")

    def handle(self, *args: Any, folder: Path, check: bool, **options: Any) -> None:
        began = time.monotonic()
        programme, faults = read_programme(folder)
        faults += check_programme(programme) + check_people_and_courses(programme)
        if faults:
            for fault in faults:
                self.stderr.write(str(fault))
            self.stderr.write(f"\n{len(faults)} faults in {folder}. Nothing was written.")
            sys.exit(1)
        if check:
            self.stdout.write("The programme has no faults.")
            return
        try:
            tally = load_programme(programme)
        except FreezeRefused as refused:
            problems = "\n".join(f"{p.page_title}: {p.message} ({p.block_id})" for p in refused.problems)
            raise CommandError(f"A module cannot be put up for signature:\n{problems}") from refused
        lines = tally.lines() if tally.anything else ["Everything was there already; nothing was changed."]
        self.stdout.write("\n".join(lines))
        self.stdout.write(f"Done in {time.monotonic() - began:.1f} s.")
