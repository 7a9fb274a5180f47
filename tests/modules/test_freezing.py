"""Freezing a module: what an edition keeps, and that nothing changes it afterwards."""

import json

import pytest
from django.db import IntegrityError, transaction

from modules.enums import AuthorityStatus, EditionState
from modules.models import Edition, EditionCitation, EditionStep
from modules.services.checking import check_module
from modules.services.freezing import FreezeRefused, freeze_module
from records.canonical import digest
from records.models import LedgerEntry
from tests.factories.modules import ProvisionFactory, add_lesson, block, make_candidate, make_module


def test_freeze_writes_one_edition_with_a_digest_over_everything(cast):
    edition = freeze_module(actor=cast.author, module=make_module([cast.agency]))

    content = json.loads(edition.canonical)
    assert edition.state == EditionState.CANDIDATE
    assert edition.number == 1
    assert edition.created_by == cast.author
    assert digest(content) == edition.digest
    assert [step["kind"] for step in content["steps"]] == ["lesson", "scenario"]
    assert content["steps"] == [step.content for step in edition.steps.all()]
    assert content["agencies"][0]["agency"] == cast.agency.slug


def test_freeze_keeps_each_cited_rule_as_it_reads(cast):
    provision = ProvisionFactory(summary="The rule as of today.")
    edition = make_candidate([cast.agency], provision=provision)
    lesson, scenario = edition.steps.all()

    provision.summary = "Rewritten afterwards."
    provision.save()

    lesson.refresh_from_db()
    assert lesson.content["provisions"][provision.fact_id]["summary"] == "The rule as of today."
    assert "The rule as of today." in scenario.quiz.canonical
    assert Edition.objects.get(pk=edition.pk).digest == digest(json.loads(edition.canonical))


def test_the_public_text_of_a_quiz_gives_no_answers(cast):
    edition = make_candidate([cast.agency])

    assert edition.steps.get(kind="scenario").quiz.digest in edition.canonical
    assert '"correct"' not in edition.canonical
    assert "She stays and talks." not in edition.canonical


def test_an_edited_draft_does_not_touch_the_edition(cast):
    module = make_module([cast.agency])
    edition = freeze_module(actor=cast.author, module=module)
    lesson = module.get_children().first().specific
    lesson.body = [block("text", "<p>Something else.</p>")]
    revision = lesson.save_revision(user=cast.author)
    before = (edition.canonical, edition.digest)

    lesson.body = [block("text", "<p>Autosaved over the same revision.</p>")]
    lesson.save_revision(user=cast.author, overwrite_revision=revision)

    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.canonical, edition.digest) == before


def test_the_freeze_takes_the_latest_draft_not_the_live_row(cast):
    module = make_module([cast.agency], with_scenario=False)
    lesson = module.get_children().first().specific
    lesson.body = [block("text", "<p>The latest draft.</p>")]
    lesson.title = "A new title"
    lesson.save_revision(user=cast.author)

    step = freeze_module(actor=cast.author, module=module).steps.get()

    assert step.title == "A new title"
    assert "The latest draft." in step.blocks[0]["html"]


def test_refused_freeze_lists_everything_and_leaves_nothing(cast):
    module = make_module([cast.agency], approvals_needed=3)
    gone = ProvisionFactory(authority__status=AuthorityStatus.REPEALED)
    page = add_lesson(module, [block("provision", {"provision": gone.pk}), block("text", "<p> </p>", "empty-one")])
    entries = LedgerEntry.objects.count()

    with pytest.raises(FreezeRefused) as refused:
        freeze_module(actor=cast.author, module=module)

    messages = [problem.message for problem in refused.value.problems]
    assert len(messages) == 3
    assert any("no longer in force" in message for message in messages)
    assert any(problem.url.endswith(f"/{page.pk}/edit/#block-empty-one-section") for problem in refused.value.problems)
    assert not Edition.objects.exists()
    assert LedgerEntry.objects.count() == entries


@pytest.mark.parametrize("column", ["canonical", "digest", "title", "number", "language"])
def test_the_database_refuses_to_change_an_edition(cast, column):
    edition = make_candidate([cast.agency])

    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**{column: 7 if column == "number" else "x"})


def test_the_database_refuses_to_delete_or_change_its_parts(cast):
    edition = make_candidate([cast.agency])

    for rows in (EditionStep.objects.filter(edition=edition), EditionCitation.objects.filter(edition=edition)):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows._raw_delete(rows.db)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionStep.objects.filter(edition=edition).update(title="x")


def test_a_second_candidate_sets_the_first_aside(cast):
    module = make_module([cast.agency])
    first = freeze_module(actor=cast.author, module=module)
    second = freeze_module(actor=cast.author, module=module)

    first.refresh_from_db()
    assert first.state == EditionState.SENT_BACK
    assert (second.number, second.state) == (2, EditionState.CANDIDATE)
    assert first.digest != second.digest
    assert list(first.steps.values_list("key", flat=True)) == list(second.steps.values_list("key", flat=True))


def test_citations_are_indexed_by_block(cast):
    provision = ProvisionFactory()
    edition = make_candidate([cast.agency], provision=provision)

    blocks = set(
        EditionCitation.objects.filter(edition=edition, provision=provision).values_list("block_id", flat=True)
    )
    lesson = edition.steps.get(kind="lesson")
    assert blocks == {lesson.blocks[0]["id"], lesson.blocks[1]["id"], "sc-01", "sc-02"}


@pytest.mark.parametrize("lessons", [1, 3])
def test_the_number_of_queries_does_not_grow(cast, django_assert_num_queries, lessons):
    module = make_module([cast.agency], with_lesson=False)
    for number in range(lessons):
        texts = [block("text", f"<p>Text {number}.{row}</p>") for row in range(10)]
        add_lesson(module, texts, title=f"Lesson {number}").save_revision(user=cast.author)

    with django_assert_num_queries(14):
        check_module(module)
    with django_assert_num_queries(33):
        freeze_module(actor=cast.author, module=module)
