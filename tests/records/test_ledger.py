"""Entries, their order in the tree, and proofs that outsiders check."""

import json
from base64 import b64encode

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from records.keys import ledger_key
from records.merkle import TILE, LedgerTree
from records.models import Checkpoint, LedgerEntry, LedgerLeaf, LedgerNode
from records.notes import NoteError, SigningKey, VerifierKey, open_checkpoint, sign_checkpoint
from records.proofs import ProofError, leaf_hash, node_hash, root_from_path, verify_proof
from records.services.checking import RunningTree
from records.services.ledger import record_event
from records.services.proving import NotSequenced, prove
from records.services.sequencing import sequence_ledger, sequence_soon
from tests.factories.people import UserFactory

SIZES = [1, 2, 3, 255, 256, 257, 300, 513]


def write(count):
    LedgerEntry.objects.bulk_create(
        LedgerEntry(actor="test", action="test.event", subject=f"n:{n}", data={"n": n}) for n in range(count)
    )


def reference_root(hashes):
    """RFC 6962, 2.1, word for word."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node_hash(reference_root(hashes[:k]), reference_root(hashes[k:]))


def test_entry_of_a_person_names_the_reference_only(db):
    user = UserFactory(name="Olive Officer", email="olive@example.org")
    entry = record_event(actor=user, action="test.event", subject="thing:1", data={"n": (1, 2)})
    entry.refresh_from_db()
    assert (entry.actor, entry.data) == (f"user:{user.reference}", {"n": [1, 2]})
    shown = json.dumps(entry.leaf_document())
    assert str(user.reference) not in shown
    assert "Olive" not in shown


def test_entry_is_kept_or_lost_with_its_transaction(db):
    @transaction.atomic
    def change_that_fails():
        record_event(actor="test", action="test.event", subject="x", data={})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change_that_fails()
    assert not LedgerEntry.objects.exists()


def test_data_without_canonical_form_is_refused(db):
    with pytest.raises(ValueError, match="canonical"):
        record_event(actor="test", action="test.event", subject="x", data={"n": float("nan")})
    assert not LedgerEntry.objects.exists()


def test_sequencing_keeps_the_order_of_ids_not_of_clocks(db):
    entries = [record_event(actor="test", action="test.event", subject=str(n), data={}) for n in range(3)]
    late = LedgerEntry.objects.create(
        actor="test", action="a", subject="b", recorded_at=entries[0].recorded_at.replace(year=2001)
    )
    assert sequence_ledger() == 4
    assert list(LedgerLeaf.objects.values_list("entry", flat=True)) == [entry.pk for entry in [*entries, late]]


def test_sequencing_twice_changes_nothing(db):
    write(3)
    assert (sequence_ledger(), sequence_ledger()) == (3, 0)
    assert Checkpoint.objects.count() == 1


@pytest.mark.parametrize("size", SIZES)
def test_root_is_that_of_the_standard_and_of_pymerkle(db, size):
    write(size)
    sequence_ledger()
    hashes = [leaf_hash(entry.leaf_bytes()) for entry in LedgerEntry.objects.all()]
    peer = InmemoryTree()
    for entry in LedgerEntry.objects.all():
        peer.append_entry(entry.leaf_bytes())
    checkpoint = Checkpoint.objects.get()
    assert checkpoint.root_hash == reference_root(hashes).hex() == peer.get_root().hex()
    assert LedgerNode.objects.count() == size // TILE


def test_batches_lead_to_the_same_root_as_one(db):
    for count in (1, 254, 1, 1, 300):
        write(count)
        sequence_ledger()
    hashes = [leaf_hash(entry.leaf_bytes()) for entry in LedgerEntry.objects.all()]
    for checkpoint in Checkpoint.objects.all():
        assert checkpoint.root_hash == reference_root(hashes[: checkpoint.size]).hex()
        assert LedgerTree().get_root(checkpoint.size).hex() == checkpoint.root_hash


def test_every_entry_can_be_proven(db):
    write(300)
    sequence_ledger()
    for entry in LedgerEntry.objects.filter(
        pk__in=[LedgerLeaf.objects.get(index=i).entry_id for i in (0, 1, 128, 255, 256, 299)]
    ):
        assert verify_proof(prove(entry), ledger_key().verifier) == entry.leaf_document()


def test_proof_costs_few_queries_whatever_the_size(db, django_assert_max_num_queries):
    write(700)
    sequence_ledger()
    entry = LedgerEntry.objects.first()
    with django_assert_max_num_queries(8):
        prove(entry)


def test_entry_without_a_place_has_no_proof_yet(db):
    entry = record_event(actor="test", action="test.event", subject="x", data={})
    with pytest.raises(NotSequenced):
        prove(entry)


def test_recent_entries_are_sequenced_once_kept(db, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = record_event(actor="test", action="test.event", subject="x", data={})
        sequence_soon()
        assert not LedgerLeaf.objects.exists()
    assert entry.leaf.index == 0


@pytest.mark.parametrize("change", [
    {"entry": {"forged": True}}, {"index": 1}, {"path": []}, {"leaf_hash": "00"}, {"checkpoint": ""}, {"format": "x"},
    {"path": ["zz"]}, {"index": "0"}, {"entry": None}, {"checkpoint": None},
])  # fmt: skip
def test_altered_proof_is_refused(db, change):
    write(5)
    sequence_ledger()
    proof = prove(LedgerEntry.objects.first())
    with pytest.raises(ProofError):
        verify_proof(proof | change, ledger_key().verifier)


def test_proof_signed_by_another_key_is_refused(db):
    write(1)
    sequence_ledger()
    key = SigningKey.new(ledger_key().name)
    with pytest.raises(ProofError, match="signature"):
        verify_proof(prove(LedgerEntry.objects.get()), key.verifier)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=70), st.data())
def test_path_of_any_tree_leads_to_its_root_and_no_other_leaf_does(data, draw):
    tree = InmemoryTree()
    for item in data:
        tree.append_entry(item)
    index = draw.draw(st.integers(0, len(data) - 1))
    path = [bytes(step) for step in tree.prove_inclusion(index + 1).path[1:]]
    leaf = leaf_hash(data[index])
    assert root_from_path(leaf=leaf, index=index, size=len(data), path=path) == tree.get_root()
    assert root_from_path(leaf=leaf_hash(b"forged leaf"), index=index, size=len(data), path=path) != tree.get_root()
    if path:
        with pytest.raises(ProofError):
            root_from_path(leaf=leaf, index=index, size=len(data), path=path[:-1])
    with pytest.raises(ProofError):
        root_from_path(leaf=leaf, index=index, size=len(data), path=[*path, leaf])


@settings(max_examples=30)
@given(st.integers(1, 600))
def test_running_tree_has_the_root_at_every_size(size):
    tree, hashes = RunningTree(), [leaf_hash(str(n).encode()) for n in range(size)]
    filled = [tile for leaf in hashes for tile in tree.add(leaf)]
    assert tree.root() == reference_root(hashes)
    assert [(level, position) for level, position, _ in filled] == [(1, n) for n in range(size // TILE)]


@given(st.binary(min_size=32, max_size=32), st.integers(0, 2**40), st.integers(0, 300), st.integers(1, 255))
def test_checkpoint_opens_as_signed_and_not_with_one_byte_changed(root, size, place, change):
    key = SigningKey("example.org/ledger", bytes(range(32)))
    note = sign_checkpoint(key, size, root)
    opened = open_checkpoint(note, key.verifier)
    assert (opened.origin, opened.size, opened.root) == ("example.org/ledger", size, root)
    raw = bytearray(note.encode())
    raw[place % len(raw)] ^= change
    altered = raw.decode("utf-8", errors="replace")
    try:
        again = open_checkpoint(altered, key.verifier)
    except NoteError:
        return
    assert again == opened  # only the spelling of the signature line changed, never what is signed


def test_note_has_the_published_form():
    key = SigningKey("example.org/ledger", bytes(32))
    lines = sign_checkpoint(key, 7, bytes(32)).split("\n")
    assert lines[:4] == ["example.org/ledger", "7", b64encode(bytes(32)).decode(), ""]
    assert lines[4].startswith("— example.org/ledger ")
    assert lines[5:] == [""]


def test_keys_survive_being_written_down():
    key = SigningKey.new("example.org/ledger")
    assert SigningKey.from_text(key.as_text()) == key
    assert VerifierKey.from_text(key.verifier.as_text()) == key.verifier


@pytest.mark.parametrize("text", ["", "a+b+c", "PRIVATE+KEY+x+00000000+AAAA", "x+00000000+" + "A" * 44])
def test_damaged_keys_are_refused(text):
    with pytest.raises(NoteError):
        VerifierKey.from_text(text)
    with pytest.raises(NoteError):
        SigningKey.from_text(text)


def test_key_is_made_once_and_marked_in_the_demo(settings, tmp_path):
    settings.KEY_DIR = tmp_path
    first = ledger_key()
    assert ledger_key() == first
    assert (tmp_path / "ledger.key").stat().st_mode & 0o777 == 0o600
    settings.DEMO = True
    assert ledger_key().name.startswith("DEMO.")
    assert (tmp_path / "ledger-DEMO.key").exists()


def test_commands_say_what_they_did(db, capsys):
    write(2)
    call_command("sequence_ledger")
    call_command("sequence_ledger")
    call_command("verify_ledger")
    assert capsys.readouterr().out.split("\n")[:2] == ["2 entries sequenced.", "Nothing waited."]
