"""A completion says for ever what it said, and stands in the ledger without a name."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from records.canonical import digest
from records.models import Completion, LedgerEntry
from records.services.completions import record_completion
from tests.factories.people import UserFactory
from tests.factories.records import CompletionFactory, CompletionSnapshotFactory


def test_completion_repeats_what_lists_are_filtered_by(db):
    snapshot = CompletionSnapshotFactory()
    completion = record_completion(actor=UserFactory(), snapshot=snapshot)
    completion.refresh_from_db()
    assert completion.person_reference == snapshot.person_reference
    assert (completion.department, completion.course_key) == ("example-city-police", "the-bulletin")
    assert (completion.completed_at, completion.valid_until) == (snapshot.completed_at, snapshot.valid_until)
    assert (completion.course_title, completion.hours) == (snapshot.course_title, Decimal("2.5"))
    assert completion.agencies == ["Example Peers", "Example Alliance"]
    assert digest(completion.snapshot) == completion.digest


def test_ledger_entry_holds_digests_and_no_name(db):
    completion = CompletionFactory()
    entry = LedgerEntry.objects.get()
    assert entry == completion.entry
    assert entry.data["digest"] == completion.digest
    assert entry.data["editions"] == [edition["digest"] for edition in completion.editions]
    written = f"{entry.subject} {entry.data}"
    assert not any(word in written for word in ("Olive", "1001", "Patrol", str(completion.person_reference)))


def test_same_snapshot_twice_has_two_digests(db):
    """Else a digest in public could be tried against names."""
    snapshot = CompletionSnapshotFactory()
    first = record_completion(actor="test", snapshot=snapshot)
    assert record_completion(actor="test", snapshot=snapshot).digest != first.digest


@pytest.mark.parametrize(
    "wrong", [{"completed_at": datetime(2026, 1, 1)}, {"person_name": "a\x00b"}, {"score_percent": float("nan")}]
)
def test_snapshot_that_cannot_be_kept_leaves_nothing_behind(db, wrong):
    snapshot = replace(CompletionSnapshotFactory(), **wrong)
    with pytest.raises(ValueError, match=r"canonical|zone"):
        record_completion(actor="test", snapshot=snapshot)
    assert not LedgerEntry.objects.exists()


def test_scopes(db):
    mine, other = CompletionFactory(), CompletionFactory(department="elsewhere-sheriff")
    assert list(Completion.objects.for_person(mine.person_reference)) == [mine]
    assert list(Completion.objects.for_person(uuid4())) == []
    assert list(Completion.objects.for_departments(["elsewhere-sheriff"])) == [other]
    assert list(Completion.objects.for_departments([])) == []
