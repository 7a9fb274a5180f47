"""What the check before a freeze finds, and what it leaves alone."""

import pytest

from modules.enums import AuthorityStatus
from modules.services.checking import check_module
from tests.factories.modules import (
    AuthorityFactory,
    LanguageNoteFactory,
    ProvisionFactory,
    add_lesson,
    add_scenario,
    block,
    branching_item,
    items,
    make_module,
)


def messages(module, severity="error"):
    return [problem.message for problem in check_module(module) if problem.severity == severity]


def bare(cast):
    return make_module([cast.agency], with_lesson=False, with_scenario=False)


def test_a_sound_module_has_no_problem(cast):
    assert check_module(make_module([cast.agency])) == []


def test_an_empty_module_says_so(cast):
    assert messages(bare(cast)) == ["The module has no steps."]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (("text", "<p></p>"), "This text is empty."),
        (("text", "<h3>Small</h3><p>x</p>"), "A smaller heading comes before any larger one"),
        (("text", '<p><a linktype="citation" provision="L-404">x</a></p>'), "A citation does not resolve: L-404."),
        (("text", '<p><a linktype="citation" source="S404" fact="P-1">x</a></p>'), "does not resolve: S404:P-1."),
        (("text", '<p><a linktype="glossary" term="G-404">x</a></p>'), "does not resolve: G-404."),
        (("text", '<p><a linktype="page" id="2">x</a></p>'), "which readers cannot open"),
        (("callout", {"tone": "info", "title": "", "text": "<p>x</p>"}), "Something is missing: a title."),
        (("content_note", {"text": "  "}), "Something is missing: its text."),
        (("provision", {"provision": 999999}), "What was chosen no longer exists: the rule."),
        (("claim", {"statement": "x", "source": None, "fact": "R-1", "confidence": "A"}), "missing: its source."),
        (("image", {"image": None, "alt": ""}), "Something is missing: a description"),
        (("video", {"recording": None, "title": "x"}), "Something is missing: the video."),
    ],
)
def test_faults_of_blocks_are_named(cast, raw, said):
    module = bare(cast)
    add_lesson(module, [block(*raw)])

    assert any(said in message for message in messages(module))


@pytest.mark.parametrize("status", [AuthorityStatus.REPEALED, AuthorityStatus.SUPERSEDED])
def test_a_rule_that_is_no_longer_law_stops_the_freeze(cast, status):
    module = bare(cast)
    gone = ProvisionFactory(authority=AuthorityFactory(status=status))
    add_lesson(module, [block("provision", {"provision": gone.pk})])

    assert any("no longer in force" in message for message in messages(module))


def test_a_rule_of_unknown_status_does_not(cast):
    module = bare(cast)
    unsure = ProvisionFactory(authority=AuthorityFactory(status=AuthorityStatus.UNKNOWN))
    add_lesson(module, [block("provision", {"provision": unsure.pk})])

    assert messages(module) == []


def test_a_broken_story_is_named_with_its_item(cast):
    module = bare(cast)
    item = branching_item()
    item["value"]["scenes"][0]["value"]["choices"][0]["value"]["next"] = "nowhere"
    add_scenario(module, [item])

    problems = check_module(module)

    assert any("there is no such scene" in problem.message for problem in problems)
    assert problems[0].block_id == item["id"]


def test_a_quiz_with_holes_is_named_and_never_breaks_the_check(cast):
    module = bare(cast)
    add_scenario(module, [block("single", {"key": "", "title": "", "layers": [], "stem": "", "choices": items()})])

    assert len(messages(module)) >= 2


def test_wording_waits_for_an_answer_and_quotations_are_left_alone(cast):
    LanguageNoteFactory(pattern=r"\brescue\b", allowed_in=["quotation"])
    module = bare(cast)
    add_lesson(module, [block("text", "<p>We rescue people.</p>")])
    add_lesson(module, [block("text", "<p>They called it “rescue work”.</p>")], title="Quoted")

    assert len(messages(module)) == 1
    assert "connect with services" in messages(module)[0]


def test_the_same_block_mark_twice_is_an_error(cast):
    module = bare(cast)
    add_lesson(module, [block("text", "<p>x</p>", "same"), block("text", "<p>y</p>", "same")])

    assert len(messages(module)) == 2
