"""Prints who can be tried in the demo: role, e-mail address, and what to look at first."""

from typing import Any

from django.core.management.base import BaseCommand

from people.demo import PASSWORD, demo_sign_ins


class Command(BaseCommand):
    help = "Print the sign-ins of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        people = demo_sign_ins()
        head = ("Role", "E-mail", "Try first")
        rows = [(person.role, person.email, person.try_first) for person in people]
        widths = [max(len(row[column]) for row in [head, *rows]) for column in range(2)]
        self.stdout.write(f"\nEveryone's password: {PASSWORD}\n")
        for row in [head, *rows]:
            self.stdout.write(f"  {row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {row[2]}")
