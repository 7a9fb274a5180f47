"""Whoever changes one byte is found out, and told where."""

# ruff: noqa: S608

import pytest
from django.core.management import call_command
from django.db import connection

from records.append_only import guarded_tables
from records.models import LedgerEntry
from records.services.checking import check_records
from records.services.sequencing import sequence_ledger
from tests.factories.records import CertificateFactory
from tests.flushing.management.commands.flush import triggers_lifted


@pytest.fixture
def kept(db):
    CertificateFactory(revoked=True)
    CertificateFactory(replaced=True)
    CertificateFactory(completion__valid_until=None)
    LedgerEntry.objects.bulk_create(LedgerEntry(actor="test", action="test.event", subject="n") for _ in range(250))
    sequence_ledger()


def tamper(*statements):
    with triggers_lifted(connection), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found():
    return "\n".join(check_records())


def test_untouched_records_hold(kept):
    assert found() == ""


def test_untouched_empty_records_hold(db):
    assert found() == ""


FIRST_LEAF = "(SELECT entry_id FROM records_ledgerleaf WHERE index = 3)".replace("index", '"index"')


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (f"UPDATE records_ledgerentry SET action = action || 'x' WHERE id = {FIRST_LEAF}", "(leaf 3): its hash was"),
        (f"UPDATE records_ledgerentry SET actor = 'else' WHERE id = {FIRST_LEAF}", "(leaf 3): its hash was"),
        (f"UPDATE records_ledgerentry SET recorded_at = '2020-01-01 00:00:00' WHERE id = {FIRST_LEAF}", "(leaf 3)"),
        ("UPDATE records_ledgerleaf SET leaf_hash = 'ab' || substr(leaf_hash, 3) WHERE \"index\" = 5", "leaf 5"),
        ("UPDATE records_ledgernode SET node_hash = 'ab' || substr(node_hash, 3)", "tile 1/0"),
        ("UPDATE records_checkpoint SET root_hash = 'ab' || substr(root_hash, 3)", "its root is ab"),
        ("UPDATE records_checkpoint SET note = replace(note, '=', 'A')", "checkpoint"),
        ("UPDATE records_checkpoint SET size = size - 1", "what was signed is another size"),
        ("DELETE FROM records_checkpoint", "signed by none"),
        ("DELETE FROM records_ledgerleaf WHERE \"index\" = 7", "leaf 7: missing"),
        ("DELETE FROM records_ledgerleaf WHERE \"index\" > 100", "a checkpoint was signed over"),
        ("UPDATE records_completion SET department = 'elsewhere'", "its column department differs"),
        ("UPDATE records_completion SET valid_until = '2098-01-01' WHERE valid_until > '2000-01-01'", "valid_until"),
        ("UPDATE records_completion SET valid_until = NULL", "valid_until differs"),
        ("UPDATE records_completion SET completed_at = '2020-01-01 00:00:00'", "completed_at differs"),
        ("UPDATE records_certificate SET person_name = person_name || '.'", "certificate "),
        ("UPDATE records_certificateevent SET reason = 'None.' WHERE kind = 'revoked'", "revoked of"),
        ("DELETE FROM records_certificateevent WHERE kind = 'revoked'", "(records.certificate.revoked, "),
    ],
)  # fmt: skip
def test_tampering_is_found_and_named(kept, statement, said):
    tamper(statement)
    assert said in found()


def test_changed_snapshot_is_found(kept):
    column = "snapshot" if connection.vendor == "sqlite" else "snapshot::text"
    cast = "" if connection.vendor == "sqlite" else "::jsonb"
    tamper(f"UPDATE records_completion SET snapshot = replace({column}, 'Olive', 'Alive'){cast}")
    assert "its snapshot no longer has the digest" in found()


def test_missing_guard_is_found(kept):
    with triggers_lifted(connection):
        assert "records_completion: the trigger that refuses changes is missing." in found()
    assert "records_completion" in guarded_tables(connection)


def test_command_exits_with_1_and_says_what_is_wrong(kept, capsys):
    tamper("UPDATE records_ledgernode SET node_hash = 'ab' || substr(node_hash, 3)")
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_ledger")
    assert stopped.value.code == 1
    assert "tile 1/0" in capsys.readouterr().err
