"""Django's flush with the append-only triggers lifted while it runs. Only the test settings install it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import flush
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from records.append_only import PREFIX, guarded_tables


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with triggers_lifted(connections[options["database"]]):
            super().handle(**options)


@contextmanager
def triggers_lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Run the block without append-only triggers, and put the same ones back."""
    lift = {"sqlite": _lift_sqlite, "postgresql": _lift_postgresql}[connection.vendor]
    restore = lift(connection)
    try:
        yield
    finally:
        _run(connection, restore)


def _lift_sqlite(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"])
        triggers = cursor.fetchall()
    _run(connection, [f'DROP TRIGGER "{name}"' for name, _ in triggers])
    return [sql for _, sql in triggers]


def _lift_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    tables = sorted(guarded_tables(connection))
    settle = "SET CONSTRAINTS ALL IMMEDIATE"  # a table with checks still to be made cannot be altered
    _run(connection, [settle, *[f'ALTER TABLE "{table}" DISABLE TRIGGER USER' for table in tables]])
    return [settle, *[f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in tables]]


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
