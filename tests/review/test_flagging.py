"""Raising flags: every kind of target, and what is refused."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from records.models import LedgerEntry
from review.anchoring import Quote
from review.enums import DAYS_TO_ANSWER, FlaggerKind, Severity, TargetKind
from review.models import Flag, FlagStep
from review.targets import EditionTarget, MaterialTarget, TargetRefused, TargetUnknown
from tests.factories.modules import make_candidate, make_current_edition
from tests.factories.review import (
    MaterialFactory,
    MaterialVersionFactory,
    TranscriptLineFactory,
    block_target,
    lesson_of,
    make_flag,
    scenario_of,
)


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def line(db):
    version = MaterialVersionFactory(material=MaterialFactory(duration_seconds=60), duration_seconds=60)
    return TranscriptLineFactory(version=version, n=1, start=0, end=10)


def test_an_officer_flags_a_block_and_its_text_is_kept_as_it_stood(cast, edition):
    flag = make_flag(edition, by=cast.officer)
    assert flag.kind == TargetKind.BLOCK
    assert "A person who reports is covered" in flag.excerpt
    assert (flag.module_id, flag.step.edition_id) == (edition.module_id, edition.pk)
    assert (flag.due_on - flag.raised_at.date()).days in {
        DAYS_TO_ANSWER[Severity.HIGH],
        DAYS_TO_ANSWER[Severity.HIGH] - 1,
    }
    assert list(flag.steps.values_list("kind", flat=True)) == ["raised"]


def test_the_ledger_gets_references_and_digests_only(cast, edition):
    flag = make_flag(edition, by=cast.officer, claim="A secret sentence.")
    entry = LedgerEntry.objects.get(action="review.flag.raised")
    assert entry.subject == f"flag:{flag.reference}"
    assert entry.data["edition"] == edition.digest
    assert "secret" not in str(entry.data)


@pytest.mark.parametrize(
    ("name", "kind", "by"),
    [
        ("officer", FlaggerKind.OFFICER, "An officer"),
        ("reviewer", FlaggerKind.AGENCY, "Example Peers ("),
        ("coordinator", FlaggerKind.STAFF, "A member of staff"),
    ],
)
def test_a_flag_stands_in_the_name_of_an_agency_or_a_kind_of_person(cast, edition, name, kind, by):
    flag = make_flag(edition, by=getattr(cast, name))
    assert flag.flagger_kind == kind
    assert flag.by.startswith(by)


def test_a_quote_is_kept_with_its_surroundings(cast, edition):
    flag = make_flag(block_target(edition, quote=Quote("reports is\n covered")), by=cast.officer)
    assert flag.kind == TargetKind.QUOTE
    assert flag.quote_exact == "reports is covered"
    assert flag.quote_prefix.endswith("A person who ")


def test_a_quote_that_is_not_in_the_passage_is_refused(cast, edition):
    with pytest.raises(TargetRefused) as refused:
        make_flag(block_target(edition, quote=Quote("words that nobody wrote")), by=cast.officer)
    assert refused.value.field == "quote"
    assert not Flag.objects.exists()


def test_a_quiz_item_is_flagged_without_giving_its_answers_away(cast, edition):
    flag = make_flag(EditionTarget(step=scenario_of(edition), item_key="sc-01"), by=cast.officer)
    assert flag.kind == TargetKind.ITEM
    assert "A woman reports a robbery." in flag.excerpt
    assert "The rule says so." not in flag.excerpt
    assert "She wants to leave." not in flag.excerpt


def test_unknown_blocks_and_items_are_refused(cast, edition):
    for target in (
        EditionTarget(step=lesson_of(edition), block_id="no-such-block"),
        EditionTarget(step=scenario_of(edition), item_key="sc-99"),
        EditionTarget(step=lesson_of(edition), item_key="sc-01"),
    ):
        with pytest.raises(TargetUnknown):
            make_flag(target, by=cast.officer)


def test_a_transcript_line_keeps_speaker_words_and_times(cast, line):
    flag = make_flag(MaterialTarget(material=line.version.material, line=line), by=cast.reviewer)
    assert (flag.kind, flag.start, flag.end) == (TargetKind.LINE, 0, 10)
    assert flag.excerpt == "Narrator: It is happening on your street, tonight."


def test_a_range_keeps_the_words_it_touches(cast, line):
    TranscriptLineFactory(version=line.version, n=2, start=10, end=20, text="Later.")
    material = line.version.material
    flag = make_flag(MaterialTarget(material=material, version=line.version, start=3, end=5), by=cast.reviewer)
    assert (flag.kind, flag.excerpt) == (TargetKind.RANGE, "Narrator: It is happening on your street, tonight.")


@pytest.mark.parametrize(
    ("start", "end", "field"), [(9, 3, "end"), (0, 61, "end"), (None, 3, "start"), (70, 80, "end")]
)
def test_ranges_reversed_or_past_the_end_are_refused(cast, line, start, end, field):
    target = MaterialTarget(material=line.version.material, version=line.version, start=start, end=end)
    with pytest.raises(TargetRefused) as refused:
        make_flag(target, by=cast.reviewer)
    assert refused.value.field == field


def test_a_material_without_transcript_or_length_takes_ranges(cast):
    material = MaterialFactory(duration_seconds=None, fictional=False)
    assert make_flag(MaterialTarget(material=material, start=300, end=320), by=cast.author).excerpt == ""
    with pytest.raises(TargetRefused):
        make_flag(MaterialTarget(material=material, start=0, end=10**6), by=cast.author)


@pytest.mark.parametrize("name", ["officer", "coordinator", "auditor"])
def test_materials_are_flagged_by_agencies_only(cast, line, name):
    with pytest.raises(PermissionDenied):
        make_flag(MaterialTarget(material=line.version.material, line=line), by=getattr(cast, name))


def test_a_candidate_is_flagged_by_its_agencies_only(cast):
    candidate = make_candidate([cast.agency])
    assert make_flag(candidate, by=cast.reviewer)
    for outsider in (cast.officer, cast.outside_author, cast.administrator):
        with pytest.raises(PermissionDenied):
            make_flag(candidate, by=outsider)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"claim": "  "}, "claim"),
        ({"claim": "x" * 5001}, "claim"),
        ({"suggestion": "x" * 5001}, "suggestion"),
        ({"severity": "terrible"}, "severity"),
    ],
)
def test_bad_words_are_refused_and_nothing_is_half_written(cast, edition, words, field):
    with pytest.raises(ValidationError) as refused:
        make_flag(edition, by=cast.officer, **words)
    assert field in refused.value.message_dict
    assert not Flag.objects.exists()
    assert not FlagStep.objects.exists()


def test_the_same_form_sent_twice_is_one_flag(cast, edition):
    token = uuid4()
    first = make_flag(edition, by=cast.officer, token=token)
    assert make_flag(edition, by=cast.officer, token=token) == first
    assert make_flag(edition, by=cast.teammate, token=token) != first
    assert FlagStep.objects.count() == 2


def test_the_history_cannot_be_rewritten(cast, edition):
    step = make_flag(edition, by=cast.officer).steps.get()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        FlagStep.objects.filter(pk=step.pk).update(kind="closed")
