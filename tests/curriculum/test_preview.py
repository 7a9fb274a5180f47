"""Preview as officer: the drafts, playable quizzes, and not one row written."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from tests.factories.modules import add_lesson, add_scenario, block, branching_item, make_module


@pytest.fixture
def module(cast):
    return make_module([cast.agency, cast.second_agency])


def url(module, number=None):
    return reverse("curriculum:preview_step", args=[module.pk, number]) if number else reverse(
        "curriculum:preview", args=[module.pk]
    )  # fmt: skip


def rows():
    """How many rows each table holds; the session of the sign-in is the test client's."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.managed and model._meta.label not in ("sessions.Session",)
    }


def given(response):
    return re.search(r'name="given" value="([^"]*)"', response.content.decode())[1]


def test_the_whole_module_is_taken_and_nothing_is_written(cast, client, module):
    client.force_login(cast.second_author)
    before = rows()

    assert client.get(url(module)).url == url(module, 1)
    lesson = client.get(url(module, 1)).content.decode()
    assert "Preview of a draft." in lesson
    assert "A person who reports is covered" in lesson
    assert "Report a problem" not in lesson
    client.get(url(module, 2))
    asked = client.post(url(module, 2))
    assert "A woman reports a robbery." in asked.content.decode()
    told = client.post(url(module, 2), {"given": given(asked), "choice": "b", "answer": "yes"})
    assert "She stays and talks." in told.content.decode()
    asked = client.post(url(module, 2), {"given": given(told)})
    assert "She wants to leave." in asked.content.decode()
    assert "The story so far" in asked.content.decode()
    told = client.post(url(module, 2), {"given": given(asked), "choice": "a", "answer": "yes"})
    asked = client.post(url(module, 2), {"given": given(told)})
    assert "What do they prove?" in asked.content.decode()
    told = client.post(url(module, 2), {"given": given(asked), "choice": "b", "answer": "yes"})
    result = client.post(url(module, 2), {"given": given(told)}).content.decode()

    assert "75 per cent" in result
    assert "An officer would not have passed yet." in result
    assert rows() == before


def test_the_latest_draft_is_shown(cast, client, module):
    page = module.get_children().first().specific
    page.body = [block("text", "<p>Words of this minute.</p>")]
    page.save_revision()
    client.force_login(cast.author)

    assert "Words of this minute." in client.get(url(module, 1)).content.decode()


def test_no_answer_is_asked_again(cast, client, module):
    client.force_login(cast.author)
    asked = client.post(url(module, 2))

    for choice in ([], ["nothing"], ["a", "b"]):
        again = client.post(url(module, 2), {"given": given(asked), "choice": choice, "answer": "yes"})
        assert again.status_code == 400
        assert "Choose an answer first." in again.content.decode()


@pytest.mark.parametrize("forged", ["x", "eyJzdGVwIjoxfQ:1abc:zzz"])
def test_a_forged_run_starts_again(cast, client, module, forged):
    client.force_login(cast.author)

    answer = client.post(url(module, 2), {"given": forged, "choice": "a", "answer": "yes"})

    assert answer.status_code == 409
    assert "starts again" in answer.content.decode()


def test_the_run_of_another_quiz_starts_again(cast, client, module):
    add_scenario(module, [branching_item(key="sc-07")], title="Another")
    client.force_login(cast.author)
    asked = client.post(url(module, 2))

    assert client.post(url(module, 3), {"given": given(asked)}).status_code == 409


def test_a_story_that_runs_in_a_loop_says_so_and_is_not_played(cast, client, module):
    item = branching_item(key="sc-07")
    item["value"]["scenes"][1]["value"]["choices"][0]["value"]["next"] = "s1"
    add_scenario(module, [item], title="Round and round")
    client.force_login(cast.author)

    shown = client.get(url(module, 3)).content.decode()
    assert "the story runs in a loop through s1, s2" in shown
    assert client.post(url(module, 3), {"given": ""}).status_code == 409


def test_an_unfinished_quiz_and_lesson_are_shown_as_far_as_they_are(cast, client, module):
    add_scenario(module, [block("single", {"key": "", "title": ""})], title="Unfinished")
    add_lesson(module, [block("image", {"image": None, "alt": ""})], title="No picture yet")
    client.force_login(cast.author)

    assert "The quiz cannot be taken yet" in client.get(url(module, 3)).content.decode()
    assert client.get(url(module, 4)).status_code == 200
    assert client.get(url(module, 5)).status_code == 404


def test_a_module_without_steps_says_so(cast, client):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    client.force_login(cast.author)

    assert "has no steps yet" in client.get(url(module)).content.decode()


def test_only_those_who_may_see_the_drafts_preview_them(cast, client, module):
    for who, expected in [("reviewer", 200), ("administrator", 200), ("outside_author", 404), ("officer", 403),
                          ("coordinator", 403), ("auditor", 403)]:  # fmt: skip
        client.force_login(getattr(cast, who))
        assert client.get(url(module, 1)).status_code == expected, who
        assert client.post(url(module, 2)).status_code == expected, who
    client.logout()
    assert client.get(url(module, 1)).status_code == 302
