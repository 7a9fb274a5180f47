"""The map of a branching case: what is marked on it, how it is laid out, and where it is shown."""

import itertools

import pytest
from django.urls import reverse

from assessments.definition import faults, from_data
from modules.maps import maps_of_draft
from modules.scenario_map import WIDTH, SceneNode, Way, map_of
from review.services.signing import put_up_for_sign_off
from tests.factories.modules import add_scenario, block, make_module


def case(**scenes):
    """s1={"a": "s2", "b": ""}: each scene's choices and where they lead."""
    nodes = [
        SceneNode(key, f"At {key}.", [Way(choice, f"Do {choice}", "best" if choice == "a" else "poor", to)
                                      for choice, to in ways.items()], href=f"#{key}")
        for key, ways in scenes.items()
    ]  # fmt: skip
    return map_of(key="sc-01", title="A case", block_id="b", scenes=nodes)


def marked(drawn):
    return {scene.key: scene.faults for scene in drawn.scenes if scene.faults}


def test_a_sound_story_has_no_marks():
    assert marked(case(s1={"a": "", "b": "s2"}, s2={"a": "", "b": ""})) == {}


def test_scenes_that_nothing_leads_to_dead_ends_loops_and_missing_scenes_are_marked():
    drawn = case(
        s1={"a": "s2", "b": "s3"},
        s2={"a": "s1", "b": ""},
        s3={"a": "nowhere", "b": ""},
        s4={"a": ""},
        s5={"a": "s5", "b": ""},
    )

    assert marked(drawn) == {
        "s1": {"loop"},
        "s2": {"loop"},
        "s3": {"missing"},
        "s4": {"unreachable", "dead_end"},
        "s5": {"unreachable", "loop"},
    }


@pytest.mark.parametrize("ways", list(itertools.product(["", "s1", "s2", "s3"], repeat=3)))
def test_the_marks_agree_with_the_check_before_a_freeze(ways):
    """Every small story: the map marks a scene as soon as the check calls the story unsound for its shape."""
    shape = {f"s{n}": {"a": to, "b": ""} for n, to in enumerate(ways, start=1)}
    told = {"text": "x", "consequence": "x", "feedback": "x"}
    bad = {"key": "b", "outcome": "poor", "points": 0, "next": None, **told}
    scenes = [
        {
            "key": key,
            "narrative": "x",
            "choices": [{"key": "a", "outcome": "best", "points": 2, "next": to["a"] or None, **told}, bad],
        }
        for key, to in shape.items()
    ]
    item = {"key": "sc-01", "kind": "branching", "title": "x", "layers": [], "scenes": scenes}
    found = " ".join(str(fault) for fault in faults(from_data({"title": "x", "pass_mark": 80, "items": [item]})))

    marks = marked(case(**shape))

    assert bool(marks) == bool(found), found
    assert {key for key, kinds in marks.items() if "unreachable" in kinds} == {
        key for key in shape if f"no choice leads to scene '{key}'" in found
    }


@pytest.mark.parametrize(
    "scenes",
    [
        {},
        {"s1": {}},
        {"": {"a": ""}},
        {"s1": {"a": "s1"}},
        {"s1": {"a": "s2", "b": "s3", "c": "s4"}, "s2": {"a": "s5"}, "s3": {"a": "s5"}, "s4": {"a": "s1"}, "s5": {}},
        {"s1": {"a": "s2", "b": "s3"}, "s2": {"a": "s3"}, "s4": {"a": "s5", "b": "s6"}, "s5": {"a": "s6"}, "s6": {}},
        {f"s{n}": {"a": f"s{n + 1}", "b": f"s{n + 2}"} for n in range(1, 30)},
    ],
)  # fmt: skip
def test_any_draft_is_laid_out_and_no_scene_lies_on_another(scenes):
    drawn = case(**scenes)

    for one, other in itertools.combinations(drawn.scenes, 2):
        apart = abs(one.x - other.x) >= WIDTH or one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart, (one.key, other.key)
    assert all(scene.x + WIDTH <= drawn.width and scene.y + scene.height <= drawn.height for scene in drawn.scenes)


def test_two_scenes_with_one_key_are_both_drawn():
    nodes = [SceneNode("s1", "x", [Way("a", "x", "best", "s1")]) for _number in range(2)]

    assert len(map_of(key="k", title="t", block_id="b", scenes=nodes).scenes) == 2


def test_the_draft_leads_to_its_blocks(cast):
    module = make_module([cast.agency])
    page = module.get_children().last().specific

    drawn = maps_of_draft(page)[0]

    scene_id = page.items.get_prep_value()[0]["value"]["scenes"][0]["id"]
    assert drawn.scenes[0].href == f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#block-{scene_id}-section"


def test_an_unfinished_case_is_drawn(cast):
    page = add_scenario(make_module([cast.agency]), [block("branching", {"key": "", "scenes": [{"key": "s1"}]})])

    assert [scene.key for scene in maps_of_draft(page)[0].scenes] == ["s1"]


def test_the_map_is_shown_in_the_editor_and_on_its_own_page(cast, client):
    page = make_module([cast.agency]).get_children().last()
    client.force_login(cast.author)

    for url in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("modules_admin:scenario_map", args=[page.pk]),
        reverse("modules_admin:beside", args=[page.pk, "map"]),
    ):
        html = client.get(url).content.decode()
        assert "cg-map__svg" in html, url
        assert 'aria-label="Scene s1: A woman reports a robbery. 2 choices' in html, url
        assert "Best: Take the report. → the end" in html, url


def test_the_map_of_another_agency_does_not_exist(cast, client):
    page = make_module([cast.agency]).get_children().last()
    lesson = page.get_prev_sibling()
    client.force_login(cast.outside_author)
    for name, args in (("scenario_map", [page.pk]), ("beside", [page.pk, "map"]), ("beside", [page.pk, "outline"])):
        assert client.get(reverse(f"modules_admin:{name}", args=args)).status_code == 404
    client.force_login(cast.author)
    assert client.get(reverse("modules_admin:scenario_map", args=[lesson.pk])).status_code == 404
    assert client.get(reverse("modules_admin:beside", args=[page.pk, "nothing"])).status_code == 404


def test_a_candidate_shows_the_map_of_its_cases(cast, client):
    edition = put_up_for_sign_off(actor=cast.author, module=make_module([cast.agency, cast.second_agency]))
    client.force_login(cast.second_reviewer)

    html = client.get(reverse("review:candidate_step", args=[edition.reference, 2])).content.decode()

    assert "cg-map__svg" in html
    assert 'href="#sc-01-s2"' in html
    assert 'id="sc-01-s2"' in html
