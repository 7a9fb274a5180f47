"""A quiz key that contradicts the rule table is refused before the freeze, with a link to its block."""

import pytest

from assessments.definition import from_data, to_data
from modules.enums import AuthorityStatus, Layer, RulingCode
from modules.freeze.scenario import quiz_definition
from modules.services.checking import check_module
from modules.services.freezing import FreezeRefused, freeze_module
from records.canonical import digest
from tests.factories.modules import (
    ActFactory,
    AuthorityFactory,
    ProvisionFactory,
    RulingFactory,
    add_lesson,
    add_scenario,
    branching_item,
    items,
    lesson_blocks,
    make_module,
    single_item,
)


def ruling(code=RulingCode.MUST_NOT, *, layer=Layer.STATE_LAW, act=None, **authority):
    provision = ProvisionFactory(authority=AuthorityFactory(layer=layer, **authority))
    return RulingFactory(provision=provision, ruling=code, **({"act": act} if act else {}))


def asserting(row_or_act, code, layer=Layer.STATE_LAW):
    act = getattr(row_or_act, "act", row_or_act)
    return items({"act": act.pk, "ruling": code, "layer": layer})


def module_with(cast, item):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_lesson(module, lesson_blocks(ProvisionFactory()))
    page = add_scenario(module, [item])
    return module, page


def single(asserted, *, by_right):
    item = single_item()
    for entry in item["value"]["choices"]:
        if entry["value"]["correct"] == by_right:
            entry["value"]["asserts"] = asserted
    return item


def branching(asserted, *, outcome):
    item = branching_item()
    scene = item["value"]["scenes"][0]["value"]
    next(c["value"] for c in scene["choices"] if c["value"]["outcome"] == outcome)["asserts"] = asserted
    return item


def found(module):
    return {(problem.severity, problem.block_id) for problem in check_module(module)}


def test_a_right_choice_that_the_table_denies_stops_the_freeze(cast):
    row = ruling(RulingCode.MUST_NOT)
    item = single(asserting(row, "may"), by_right=True)
    module, page = module_with(cast, item)

    with pytest.raises(FreezeRefused) as refused:
        freeze_module(actor="test", module=module)

    [problem] = refused.value.problems
    assert row.act.title in problem.message
    assert row.fact_id in problem.message
    assert problem.page_id == page.pk
    assert f"#block-{item['id']}-section" in problem.url


def test_a_wrong_choice_that_the_table_upholds_stops_the_freeze(cast):
    row = ruling(RulingCode.MUST_NOT)
    item = single(asserting(row, "must_not"), by_right=False)
    module, _page = module_with(cast, item)

    assert found(module) == {("error", item["id"])}


@pytest.mark.parametrize(
    ("outcome", "code", "severity"),
    [
        ("best", "must_not", None),
        ("best", "may", "error"),
        ("harmful", "may", None),
        ("harmful", "must_not", "error"),
    ],
)
def test_scenes_are_held_to_the_table_in_both_directions(cast, outcome, code, severity):
    item = branching(asserting(ruling(), code), outcome=outcome)
    module, _page = module_with(cast, item)

    assert found(module) == ({(severity, item["id"])} if severity else set())


@pytest.mark.parametrize("by_right", [True, False])
def test_an_unknown_ruling_contradicts_nothing_and_is_pointed_out(cast, by_right):
    item = single(asserting(ruling(RulingCode.UNKNOWN), "must"), by_right=by_right)
    module, _page = module_with(cast, item)

    assert found(module) == {("warning", item["id"])}
    assert freeze_module(actor="test", module=module).pk


def test_layers_are_never_mixed(cast):
    act = ActFactory()
    ruling(RulingCode.MUST_NOT, layer=Layer.STATE_LAW, act=act)
    ruling(RulingCode.SILENT, layer=Layer.LOCAL_POLICY, act=act)
    item = single(asserting(act, "silent", Layer.LOCAL_POLICY), by_right=True)
    module, _page = module_with(cast, item)
    assert found(module) == set()

    item = single(asserting(act, "silent", Layer.STATE_LAW), by_right=True)
    module, _page = module_with(cast, item)
    assert found(module) == {("error", item["id"])}


def test_a_rule_that_was_repealed_counts_for_nothing(cast):
    item = single(asserting(ruling(status=AuthorityStatus.REPEALED), "must_not"), by_right=False)
    module, _page = module_with(cast, item)

    assert found(module) == {("warning", item["id"])}


def test_an_act_that_is_gone_is_named(cast):
    row = ruling()
    item = single(items({"act": row.act_id + 999, "ruling": "may", "layer": "state_law"}), by_right=True)
    module, _page = module_with(cast, item)

    assert any("asserts[0].act" in problem.message for problem in check_module(module))


def test_a_quiz_that_asserts_nothing_keeps_its_digest(cast):
    _module, page = module_with(cast, single_item())
    data = to_data(quiz_definition(page))

    assert "asserts" not in str(data)
    assert digest(data) == digest(to_data(from_data(data)))


def test_what_is_asserted_is_part_of_the_frozen_quiz(cast):
    row = ruling()
    module, _page = module_with(cast, single(asserting(row, "must_not"), by_right=True))

    quiz = freeze_module(actor="test", module=module).steps.get(kind="scenario").quiz

    assert f'"asserts":[{{"act":"{row.act.key}"' in quiz.canonical
