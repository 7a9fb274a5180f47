"""Quizzes for tests: one small quiz with an item of each kind."""

from typing import Any

from assessments.definition import from_data
from assessments.models import Quiz
from assessments.services.quizzes import freeze_quiz


def scene_choice(key: str, outcome: str, points: int, next_scene: str | None = None, **more: Any) -> dict[str, Any]:
    return {
        "key": key,
        "text": f"Do {key}",
        "outcome": outcome,
        "points": points,
        "consequence": f"Then {key} happens.",
        "feedback": f"Because of {key}.",
        "provision": None,
        "next": next_scene,
        **more,
    }


def question_choice(key: str, *, correct: bool, **more: Any) -> dict[str, Any]:
    return {"key": key, "text": f"Say {key}", "correct": correct, "feedback": f"About {key}.", **more}


def branching_item(key: str = "sc-01") -> dict[str, Any]:
    """s1 -> (a best) s2, (b poor) s1b, (c harmful) the end; s1b -> (a acceptable) s2, (b harmful) the end."""
    return {
        "key": key,
        "kind": "branching",
        "title": "A report",
        "layers": ["local_policy"],
        "belief": "A wrong belief.",
        "supports": ["P-16"],
        "scenes": [
            {
                "key": "s1",
                "narrative": "Someone needs help.",
                "choices": [
                    scene_choice("a", "best", 2, "s2", provision={"fact": "P-16", "cite": "17-249"}),
                    scene_choice("b", "poor", 0, "s1b"),
                    scene_choice("c", "harmful", 0),
                ],
            },
            {
                "key": "s1b",
                "narrative": "Trust is low.",
                "choices": [scene_choice("a", "acceptable", 1, "s2"), scene_choice("b", "harmful", 0)],
            },
            {
                "key": "s2",
                "narrative": "The person talks.",
                "choices": [scene_choice("a", "best", 2), scene_choice("b", "acceptable", 1)],
            },
        ],
    }


def single_item(key: str = "sc-03") -> dict[str, Any]:
    choices = [question_choice(name, correct=name == "b") for name in "abc"]
    return {"key": key, "kind": "single", "title": "One", "belief": "Wrong.", "stem": "Which?", "choices": choices}


def multiple_item(key: str = "sc-04", right: str = "ab", of: str = "abcd") -> dict[str, Any]:
    choices = [question_choice(name, correct=name in right) for name in of]
    return {"key": key, "kind": "multiple", "title": "Many", "stem": "Which ones?", "choices": choices}


def quiz_data(*items: dict[str, Any], pass_mark: int = 80) -> dict[str, Any]:
    return {
        "title": "On the curb",
        "pass_mark": pass_mark,
        "items": list(items) or [branching_item(), single_item(), multiple_item()],
    }


def make_quiz(*items: dict[str, Any], pass_mark: int = 80) -> Quiz:
    return freeze_quiz(from_data(quiz_data(*items, pass_mark=pass_mark)))


BEST_ANSWERS = [("sc-01", "s1", "a"), ("sc-01", "s2", "a"), ("sc-03", "", "b"), ("sc-04", "", "ab")]
