"""A migration operation that makes the database itself refuse to change or delete rows."""

from collections.abc import Callable
from typing import Any

from django.apps.registry import Apps
from django.db import migrations, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PREFIX = "append_only_"
NO_MODELS: Any = Apps()

POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION append_only_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND TG_NARGS > 0 THEN
    IF (to_jsonb(NEW) - TG_ARGV) = (to_jsonb(OLD) - TG_ARGV) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'append-only: % of % is refused', lower(TG_OP), TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$"""


class RunStatements(migrations.RunPython):
    """RunPython for what needs no models: rendering them all for each such operation is what makes migrating slow."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            self.code(NO_MODELS, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if self.reverse_code and router.allow_migrate(schema_editor.connection.alias, app_label, **self.hints):
            self.reverse_code(NO_MODELS, schema_editor)


def refuse_changes(table: str, *, allow_update: tuple[str, ...] = ()) -> RunStatements:
    """Install triggers that refuse DELETE (and TRUNCATE) always, and UPDATE of any column not in `allow_update`.

    Refusals arrive as IntegrityError and name the table. Repeat the operation after every later schema change of
    the table: SQLite loses triggers when Django rebuilds a table.
    """
    return RunStatements(_installer(table, allow_update), _remover(table))


def guarded_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """The tables whose deletion triggers are in place now."""
    sql = {
        "sqlite": "SELECT tbl_name FROM sqlite_master"
        " WHERE type = 'trigger' AND name = 'append_only_delete_' || tbl_name",
        "postgresql": "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgname = 'append_only_row' AND t.tgenabled <> 'D'",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def _installer(table: str, allowed: tuple[str, ...]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def install(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        _remover(table)(apps, schema_editor)
        make = {"sqlite": _sqlite, "postgresql": _postgresql}[schema_editor.connection.vendor]
        for statement in make(schema_editor, table, allowed):
            schema_editor.execute(statement, params=None)

    return install


def _remover(table: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "sqlite":
            for name in ("delete", "update"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{name}_{table}", params=None)
        else:
            for name in ("row", "truncate"):
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {PREFIX}{name} ON {table}", params=None)

    return remove


def _sqlite(schema_editor: BaseDatabaseSchemaEditor, table: str, allowed: tuple[str, ...]) -> list[str]:
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in columns if name not in allowed)
    when = f"WHEN {changed} " if allowed else ""
    return [
        f"CREATE TRIGGER {PREFIX}{name}_{table} BEFORE {name.upper()} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {name} of {table} is refused'); END"
        for name, condition in (("delete", ""), ("update", when))
    ]


def _postgresql(schema_editor: BaseDatabaseSchemaEditor, table: str, allowed: tuple[str, ...]) -> list[str]:
    arguments = ", ".join(f"'{name}'" for name in allowed)
    call = f"EXECUTE FUNCTION append_only_refuse({arguments})"
    return [
        POSTGRESQL_FUNCTION,
        f"CREATE TRIGGER {PREFIX}row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW {call}",
        f"CREATE TRIGGER {PREFIX}truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION"
        " append_only_refuse()",
    ]
