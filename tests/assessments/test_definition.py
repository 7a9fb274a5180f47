"""Reading definitions and finding what is unsound in them."""

import pytest

from assessments.definition import DefinitionError, best_points, faults, from_data, to_data
from tests.factories.assessments import branching_item, multiple_item, quiz_data, scene_choice, single_item


def messages(*items: dict) -> list[str]:
    return [str(fault) for fault in faults(from_data(quiz_data(*items)))]


def test_definition_survives_the_way_to_data_and_back():
    definition = from_data(quiz_data())
    assert from_data(to_data(definition)) == definition
    assert faults(definition) == []
    assert best_points(definition.items[0]) == 4


def test_every_fault_of_shape_is_named_with_its_path():
    data = quiz_data({"key": "x", "kind": "essay", "colour": "red", "layers": ["law"], "choices": ["a"]})
    data["pass_mark"] = 101
    with pytest.raises(DefinitionError) as caught:
        from_data(data)
    assert {fault.path for fault in caught.value.faults} == {
        "pass_mark", "items[0].colour", "items[0].kind", "items[0].title", "items[0].layers", "items[0].choices[0]",
    }  # fmt: skip


def test_missing_next_scene_is_a_fault():
    item = branching_item()
    item["scenes"][0]["choices"][0]["next"] = "s9"
    assert "items[0].scenes[0].choices[0].next: leads to 's9', and there is no such scene" in messages(item)


def test_unreachable_scene_is_a_fault():
    item = branching_item()
    item["scenes"][0]["choices"][1]["next"] = None
    assert messages(item) == ["items[0].scenes[1]: no choice leads to scene 's1b'"]


def test_scene_with_one_way_out_is_a_dead_end():
    item = branching_item()
    del item["scenes"][2]["choices"][1]
    assert any("dead end" in message for message in messages(item))


def test_loop_is_a_fault():
    item = branching_item()
    item["scenes"][2]["choices"][1]["next"] = "s1"
    assert any("runs in a loop through s1, s1b, s2" in message for message in messages(item))


def test_no_best_path_is_a_fault():
    item = branching_item()
    item["scenes"][2]["choices"][0] |= {"outcome": "acceptable", "points": 1}
    assert any("no path of best choices" in message for message in messages(item))


def test_detour_that_pays_as_much_as_the_best_path_is_a_fault():
    item = branching_item()
    item["scenes"][1]["choices"][0]["points"] = 2
    assert any("earns as much as the best path" in message for message in messages(item))


def test_points_for_harm_are_a_fault():
    item = branching_item()
    item["scenes"][0]["choices"][2]["points"] = 1
    assert any("a harmful choice earns no points" in message for message in messages(item))


def test_duplicate_keys_are_faults():
    item = branching_item()
    item["scenes"][0]["choices"].append(scene_choice("a", "poor", 0))
    assert messages(item, single_item("sc-01")) == [
        "items: the key 'sc-01' is used 2 times",
        "items[0].scenes[0].choices: the key 'a' is used 2 times",
    ]


@pytest.mark.parametrize(
    ("right", "message"),
    [("", "no choice is correct"), ("a", "needs two or more"), ("abcd", "every choice is correct")],
)
def test_multiple_needs_some_but_not_all_correct(right: str, message: str):
    assert any(message in found for found in messages(multiple_item(right=right)))


def test_single_needs_exactly_one_correct():
    item = single_item()
    item["choices"][0]["correct"] = True
    assert any("2 choices are correct" in message for message in messages(item))


def test_many_paths_cost_no_more_than_many_scenes():
    scenes = [
        {
            "key": f"s{n}",
            "narrative": "On.",
            "choices": [
                scene_choice("a", "best", 2, f"s{n + 1}" if n < 59 else None),
                scene_choice("b", "poor", 0, f"s{n + 1}" if n < 59 else None),
            ],
        }
        for n in range(60)
    ]
    definition = from_data(quiz_data({**branching_item(), "scenes": scenes}))
    assert faults(definition) == []
    assert best_points(definition.items[0]) == 120
