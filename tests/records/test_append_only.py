"""The database itself refuses to change or delete what must not be altered quietly."""

# ruff: noqa: S608

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, migrations, transaction

from records.append_only import guarded_tables, refuse_changes
from records.models import Certificate, CertificateEvent, Checkpoint, LedgerEntry
from records.services.checking import APPEND_ONLY
from records.services.ledger import record_event
from records.services.sequencing import sequence_ledger
from tests.factories.records import CertificateFactory

COLUMNS = [(model._meta.db_table, field.column) for model in APPEND_ONLY for field in model._meta.concrete_fields]


@pytest.fixture
def filled(db):
    """At least one row in every append-only table."""
    CertificateFactory(revoked=True)
    LedgerEntry.objects.bulk_create(LedgerEntry(actor="test", action="test.event", subject="n") for _ in range(256))
    sequence_ledger()


def refused(statement):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_table_has_rows_to_try(filled):
    assert all(model.objects.exists() for model in APPEND_ONLY)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_update_of_any_column_is_refused(filled, table, column):
    refused(f'UPDATE {table} SET "{column}" = "{column}"')


@pytest.mark.parametrize("model", APPEND_ONLY)
def test_delete_is_refused(filled, model):
    count = model.objects.count()
    refused(f"DELETE FROM {model._meta.db_table}")
    assert model.objects.count() == count


@pytest.mark.parametrize("model", [LedgerEntry, Certificate, CertificateEvent, Checkpoint])
def test_orm_update_and_delete_are_refused(filled, model):
    row = model.objects.order_by("pk").last()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete(using="default")


def test_replacing_a_row_by_inserting_over_it_is_refused(filled):
    if connection.vendor == "sqlite":
        refused("INSERT OR REPLACE INTO records_ledgernode SELECT * FROM records_ledgernode")
    else:
        refused(
            "INSERT INTO records_ledgernode SELECT * FROM records_ledgernode"
            " ON CONFLICT (id) DO UPDATE SET node_hash = 'x'"
        )


def test_truncate_is_refused(filled):
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL has TRUNCATE")
    refused("TRUNCATE records_ledgernode")


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE append_only_example (id integer PRIMARY KEY, content text, state text)")
        cursor.execute("INSERT INTO append_only_example VALUES (1, 'signed', NULL)")
    return "append_only_example"


def install(table, **options):
    """Run the operation's own code with a schema editor that only executes."""
    operation = refuse_changes(table, **options)
    assert isinstance(operation, migrations.RunPython)

    class Editor:
        def __init__(self):
            self.connection = connection

        def execute(self, sql, params=()):
            with connection.cursor() as cursor:
                cursor.execute(sql, params)

    operation.code(None, Editor())
    return lambda: operation.reverse_code(None, Editor())


def test_allowed_column_may_change_and_others_not(table):
    install(table, allow_update=("state",))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET state = 'current', content = content")
    refused(f"UPDATE {table} SET content = 'forged'")
    refused(f"UPDATE {table} SET state = 'withdrawn', content = NULL")
    refused(f"DELETE FROM {table}")


def test_operation_is_repeatable_and_reversible(table):
    install(table)
    remove = install(table)
    assert table in guarded_tables(connection)
    remove()
    assert table not in guarded_tables(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_suite_can_empty_the_database_and_the_guard_is_back_afterwards():
    record_event(actor="test", action="test.event", subject="x", data={})
    before = guarded_tables(connection)
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False, inhibit_post_migrate=True)
    assert not LedgerEntry.objects.exists()
    assert guarded_tables(connection) == before
    record_event(actor="test", action="test.event", subject="y", data={})
    refused("DELETE FROM records_ledgerentry")
