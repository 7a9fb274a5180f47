"""What changed between two editions."""

from hypothesis import given
from hypothesis import strategies as st

from modules.comparing import compare_editions, word_diff
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition
from tests.factories.modules import add_lesson, block, make_candidate, make_module, next_edition


def changed(module, blocks):
    lesson = module.get_children().first().specific
    lesson.body = blocks
    lesson.save_revision()
    return freeze_module(actor="test", module=module)


def kinds(old, new, **options):
    found = compare_editions(old, new, **options)
    return {change.block_id: change.kind for change in found if not change.block_id.startswith(("step-", "pass-"))}


def test_blocks_are_added_removed_changed_moved_and_same(cast):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    a, b, c, d = (block("text", f"<p>Text {name}</p>", f"block-{name}") for name in "abcd")
    add_lesson(module, [a, b, c, d])
    old = freeze_module(actor="test", module=module)
    new = changed(module, [b, {**c, "value": "<p>Other c</p>"}, block("text", "<p>e</p>", "block-e"), a])

    assert kinds(old, new) == {
        "block-a": "moved",
        "block-b": "same",
        "block-c": "changed",
        "block-d": "removed",
        "block-e": "added",
    }


def test_a_rule_that_reads_differently_is_a_change(cast):
    edition = make_candidate([cast.agency])
    lesson = edition.steps.get(kind="lesson")
    citation = edition.citations.filter(provision__isnull=False).first()
    citation.provision.summary = "Now it says something else."
    citation.provision.save()

    new = freeze_module(actor="test", module=edition.module)

    assert kinds(edition, new)[lesson.blocks[1]["id"]] == "changed"
    assert kinds(edition, new)["sc-01"] == "changed"
    assert kinds(edition, new, with_answers=False)["sc-01"] == "same"


def test_without_an_older_edition_everything_is_new(cast):
    edition = make_candidate([cast.agency])

    assert {change.kind for change in compare_editions(None, edition)} == {"added"}


def test_the_next_edition_of_unchanged_drafts_has_no_change(cast):
    edition = publish_edition(actor="test", edition=make_candidate([cast.agency]))

    assert set(kinds(edition, next_edition(edition)).values()) == {"same"}


def test_texts_are_escaped_in_the_difference():
    html = word_diff("<b>old</b> & same", "<b>new</b> & same")

    assert html == (
        '&lt;b&gt;<del class="cg-diff__del">old</del><ins class="cg-diff__ins">new</ins>&lt;/b&gt; &amp; same'
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_difference_holds_both_texts(old, new):
    html = str(word_diff(old, new))

    assert html.count("<del") == html.count("</del>")
    assert html.count("<ins") == html.count("</ins>")
    assert "<script" not in html
