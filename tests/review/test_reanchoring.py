"""Flags through editions of a module and versions of a material."""

import pytest

from review.anchoring import Quote
from review.models import Flag, FlagAnchor
from review.services.answering import answer_flag, link_fix
from review.services.loading import load_material
from review.services.reanchoring import reanchor_edition
from review.targets import EditionTarget, MaterialTarget
from tests.factories.modules import block, make_current_edition, next_edition
from tests.factories.review import block_target, lesson_of, make_flag, scenario_of


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


def reword(edition, change):
    lesson = edition.module.get_children().first().specific
    raw = lesson.body.get_prep_value()
    lesson.body = change(raw)
    lesson.save_revision()
    return next_edition(edition)


def test_a_quote_in_a_longer_passage_is_moved(cast, edition):
    target = block_target(edition, quote=Quote("reports is covered"))
    flag = make_flag(target, by=cast.officer)
    text = lesson_of(edition).blocks[0]["html"]
    newer = reword(edition, lambda raw: [block("text", "<p>A new beginning.</p>" + text, raw[0]["id"]), *raw[1:]])
    anchor = flag.anchors.get()
    assert anchor.edition == newer
    if len(flag.excerpt.split()) >= 6:
        assert (anchor.state, anchor.quote_exact) == ("moved", "reports is covered")


def test_a_quote_that_was_taken_out_is_orphaned_with_the_text_beside(cast, edition):
    flag = make_flag(block_target(edition, quote=Quote("reports is covered")), by=cast.officer)
    reword(edition, lambda raw: [block("text", "<p>Nothing of it is left.</p>", raw[0]["id"]), *raw[1:]])
    anchor = flag.anchors.get()
    assert (anchor.state, anchor.text, anchor.step) == ("orphaned", "Nothing of it is left.", None)


def test_questions_are_followed_too_and_twice_adds_nothing(cast, edition):
    flag = make_flag(EditionTarget(step=scenario_of(edition), item_key="sc-01"), by=cast.officer)
    newer = next_edition(edition)
    assert flag.anchors.get().state == "same"
    assert reanchor_edition(newer) == []
    assert FlagAnchor.objects.count() == 1


def test_a_new_version_of_a_material_is_read_line_by_line(cast):
    lines = [{"n": 1, "start": 0, "end": 5, "text": "Good."}, {"n": 2, "start": 5, "end": 9, "text": "Wrong."}]
    data = {"slug": "film", "title": "Film", "publisher": "P", "versions": [{"label": "One", "lines": lines}]}
    film = load_material(actor="test", data=data)
    first = film.versions.get()
    flags = [
        make_flag(MaterialTarget(material=film, version=first, line=line), by=cast.reviewer)
        for line in first.lines.all()
    ]
    ranged = make_flag(MaterialTarget(material=film, version=first, start=6, end=8), by=cast.reviewer)
    later = [{"n": 1, "start": 0, "end": 9, "text": "New."}, {"n": 2, "start": 9, "end": 14, "text": "Good."}]
    data["versions"].append({"label": "Two", "lines": later})
    load_material(actor="test", data=data)
    good, wrong = (flag.anchors.get() for flag in flags)
    assert (good.state, good.start, good.end) == ("moved", 9, 14)
    assert wrong.state == ranged.anchors.get().state == "orphaned"


def requiz(edition, change):
    """Publish the next edition with the second question changed by `change(value)`."""
    scenario = edition.module.get_children().last().specific
    raw = scenario.items.get_prep_value()
    change(raw[1]["value"])
    scenario.items = raw
    scenario.save_revision()
    return next_edition(edition)


def test_what_is_shown_of_a_question_in_later_editions_gives_no_answer_away(cast, client, edition):
    flag = make_flag(EditionTarget(step=scenario_of(edition), item_key="sc-02"), by=cast.officer)
    answer_flag(actor=cast.reviewer, flag=flag, outcome="upheld", reasons="Yes.")
    newer = requiz(edition, lambda value: value.update(title="Condoms in a bag"))
    link_fix(actor=cast.author, flag=flag, edition=newer)
    client.force_login(cast.officer)
    pages = [client.get(flag.get_absolute_url()).content.decode(), client.get("/corrections/").content.decode()]
    for text in (flag.anchors.get().text, Flag.objects.get(pk=flag.pk).fixed_text, *pages):
        assert "Condoms in a bag" in text
        assert "They prove nothing." not in text


@pytest.mark.parametrize(
    ("change", "state", "words"),
    [
        (lambda value: value.update(title="Condoms in a bag"), "moved", "Sex work."),
        (lambda value: value["choices"].reverse(), "moved", "Sex work."),
        (lambda value: value["choices"][0]["value"].update(text="Nothing at all."), "orphaned", ""),
    ],
)
def test_a_choice_is_followed_by_its_own_words(cast, edition, change, state, words):
    flag = make_flag(EditionTarget(step=scenario_of(edition), item_key="sc-02", choice_key="a"), by=cast.officer)
    requiz(edition, change)
    anchor = flag.anchors.get()
    assert (anchor.state, anchor.quote_exact) == (state, words)


def test_a_passage_that_changed_is_shown_beside_what_it_said(cast, client, edition):
    flag = make_flag(block_target(edition), by=cast.officer)
    text = lesson_of(edition).blocks[0]["html"]
    reword(edition, lambda raw: [block("text", text + "<p>One sentence more.</p>", raw[0]["id"]), *raw[1:]])
    assert flag.anchors.get().state == "moved"
    client.force_login(cast.officer)
    page = client.get(flag.get_absolute_url()).content.decode()
    assert "the passage stands there, changed" in page
    assert page.index("It said:") < page.index("The passage now:") < page.index("One sentence more.")
