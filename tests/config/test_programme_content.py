"""The demo programme itself: no faults, everything with its confidence, lessons of real length, the scenario seeds."""

import pytest
from django.conf import settings

from config.programme.checks import check_programme
from config.programme.checks_people import check_people_and_courses
from config.programme.markdown import references_in, words_of
from config.programme.reader import Programme, StepFile, read_programme

BRANCHING = {"sc-01", "sc-02", "sc-07", "sc-09", "sc-12", "sc-15", "sc-19", "sc-20", "sc-29"}
FEWEST_WORDS = 350


@pytest.fixture(scope="module")
def programme() -> Programme:
    read, faults = read_programme(settings.PROGRAMME_DIR)
    assert [str(fault) for fault in faults] == []
    return read


def lessons(programme: Programme) -> list[StepFile]:
    return [step for module in programme.modules for step in module.steps if step.is_lesson]


def words_in(step: StepFile) -> int:
    return sum(words_of(block.get(name) or "") for block in step.blocks for name in ("text", "statement", "prompt"))


def test_programme_has_no_faults(programme):
    faults = check_programme(programme) + check_people_and_courses(programme)
    assert [str(fault) for fault in faults] == []


def test_every_fact_carries_its_confidence(programme):
    registers = programme.registers
    entries = [row for authority in registers["authorities"] for row in authority["provisions"]]
    entries += registers["glossary"] + registers["resources"]
    entries += [block for step in lessons(programme) for block in step.blocks if block["type"] == "claim"]
    entries += [row for material in programme.materials.values() for row in material.get("known", [])]
    assert len(entries) > 100
    assert [entry["fact"] for entry in entries if entry["confidence"] not in ("A", "B", "C", "MEM")] == []


def test_what_a_lawyer_must_approve_is_marked(programme):
    provisions = [row for authority in programme.registers["authorities"] for row in authority["provisions"]]
    assert any(row["legal"] for row in provisions)
    assert any(row["status_unknown"] for row in provisions)


def test_every_lesson_is_long_enough(programme):
    counts = {step.file: words_in(step) for step in lessons(programme)}
    assert {file: count for file, count in counts.items() if count < FEWEST_WORDS} == {}


def test_every_module_has_at_least_five_lessons_that_cite(programme):
    asks = {module.slug for module in programme.modules if any(s.data["type"] == "scenario" for s in module.steps)}
    taught = [module for module in programme.modules if module.slug in asks]
    assert len(taught) == 3
    for module in programme.modules:
        held = [step for step in module.steps if step.is_lesson]
        assert len(held) >= 5 or module not in taught, module.slug
        for step in held:
            texts = [block["text"] for block in step.blocks if block["type"] in ("text", "callout")]
            cited = [r for text in texts for r in references_in(text) if r.kind in ("provision", "source")]
            assert cited, step.file


def test_every_row_of_the_rule_table_rests_on_a_fact(programme):
    """A row that names a provision is no surer than it; what the fact base cannot tell is silent or unknown."""
    held = {row["fact"]: row for authority in programme.registers["authorities"] for row in authority["provisions"]}
    order = ("A", "B", "C", "MEM")
    for act in programme.registers["rules"]:
        for ruling in act["rulings"]:
            rule = held.get(ruling["provision"])
            if rule is None:
                assert ruling["ruling"] in ("silent", "unknown"), act["key"]
                continue
            assert order.index(ruling["confidence"]) >= order.index(rule["confidence"]), act["key"]
            assert ruling.get("legal", False) or not rule["legal"], act["key"]


def test_no_number_of_a_referral_stands_in_a_text(programme):
    numbers = [row["contact"] for row in programme.registers["resources"] if row["contact"]]
    texts = [str(step.data) for module in programme.modules for step in module.steps]
    assert numbers
    assert [number for number in numbers for text in texts if number in text] == []


def test_scenarios_assert_what_the_rule_table_holds(programme):
    items = [item for module in programme.modules for step in module.steps for item in step.data.get("items", [])]
    choices = [choice for item in items for scene in item.get("scenes", [item]) for choice in scene["choices"]]
    asserted = [row for choice in choices for row in choice.get("asserts", [])]
    assert len(asserted) >= 30
    assert {row["layer"] for row in asserted} == {"state_law", "local_policy"}


def test_scenario_seeds_are_there_and_the_nine_branch(programme):
    items = [item for module in programme.modules for step in module.steps for item in step.data.get("items", [])]
    seeds = {item["key"]: item for item in items if item["key"].startswith("sc-")}
    assert len(seeds) >= 20
    assert {key for key, item in seeds.items() if item["kind"] == "branching"} >= BRANCHING
    assert all(item["belief"] for item in seeds.values())


def test_no_block_invites_case_details(programme):
    """Reflections are thought, never typed: there is no block in which an officer could write."""
    kinds = {block["type"] for step in lessons(programme) for block in step.blocks}
    assert not kinds & {"form", "input", "upload", "free_text"}


def test_only_fictional_people_and_addresses(programme):
    people = programme.people["people"] + [o for d in programme.people["departments"] for o in d["officers"]]
    assert all(person["email"].endswith("@example.org") for person in people)
