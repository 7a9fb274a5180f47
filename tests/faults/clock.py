"""The clock, without a pause between two minutes."""

import django

django.setup()

from django.core.management import CommandError, call_command  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402

if __name__ == "__main__":
    while True:
        try:
            call_command("tick")
        except (CommandError, DatabaseError):  # its log says which job; a killed database comes back
            connection.close()
