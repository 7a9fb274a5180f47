"""Measures the language notes on a transcript with its answer key: `manage.py measure_language_notes eyes-open`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review.models import Material
from review.precision import table
from review.transcripts import language_precision


class Command(BaseCommand):
    help = "Prints, for each language note, how often it is right on the transcript of a material with an answer key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("material", help="the slug of a material with an answer key, such as eyes-open")

    def handle(self, *args: Any, **options: Any) -> None:
        material = Material.objects.filter(slug=options["material"]).first()
        if material is None or not material.answer_key:
            raise CommandError(f"There is no material {options['material']!r} with an answer key.")
        self.stdout.write(table(language_precision(material)))
