"""A frozen quiz as the player of a package reads it, with the words of its screens. What is kept must fit SCORM 1.2."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.definition import Choice, Item, ItemKind, Outcome, QuizDefinition
from assessments.scoring import most_points
from modules.packaging.errors import PackagingRefused
from people.templatetags.days import written_out
from records.canonical import canonical_json

SUSPEND_LIMIT = 4096
MOST_CHOICES = 36  # each is kept as one figure or letter
HEADER = len("1|99999|100|")


def quiz_json(quiz: QuizDefinition) -> str:
    """Raises PackagingRefused when the answers could outgrow what SCORM 1.2 keeps."""
    if kept_at_most(quiz) > SUSPEND_LIMIT:
        raise PackagingRefused(_("The quiz “%s” is too long to be kept by a SCORM 1.2 system.") % quiz.title)
    return canonical_json(
        {
            "mark": quiz.pass_mark,
            "labels": _labels(),
            "items": [_item(item, number) for number, item in enumerate(quiz.items, start=1)],
        }
    )


def kept_at_most(quiz: QuizDefinition) -> int:
    """The length of the longest state: every question answered with every choice, every scene passed."""
    length = HEADER
    for number, item in enumerate(quiz.items):
        asked = [scene.choices for scene in item.scenes] or [item.choices]
        if max(map(len, asked)) > MOST_CHOICES:
            raise PackagingRefused(_("A question of “%s” has more choices than a package can report.") % quiz.title)
        for scene, choices in enumerate(asked):
            where = f"{number}.{scene}:" if item.scenes else f"{number}:"
            length += len(where) + 1 + (len(choices) if item.kind is ItemKind.MULTIPLE else 1)
    return length


def _item(item: Item, number: int) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": f"q{number}-{_word(item.key)}",
        "kind": str(item.kind),
        "title": item.title,
        "note": item.content_note,
        "belief": item.belief,
        "most": most_points(item),
    }
    if item.kind is not ItemKind.BRANCHING:
        return data | {"stem": item.stem, "choices": [_choice(item, choice) for choice in item.choices]}
    scenes = [
        {
            "id": f"s{place}-{_word(scene.key)}",
            "narrative": scene.narrative,
            "choices": [_choice(item, choice) for choice in scene.choices],
        }
        for place, scene in enumerate(item.scenes, start=1)
    ]
    return data | {"scenes": scenes}


def _choice(item: Item, choice: Choice) -> dict[str, Any]:
    data: dict[str, Any] = {
        "text": choice.text,
        "right": choice.correct or choice.outcome is Outcome.BEST,
        "consequence": choice.consequence,
        "feedback": choice.feedback,
        "rule": _rule(choice.provision) if isinstance(choice.provision, Mapping) else None,
    }
    if item.kind is not ItemKind.BRANCHING:
        return data
    keys = [scene.key for scene in item.scenes]
    return data | {"points": choice.points, "next": keys.index(choice.next) if choice.next else None}


def _rule(provision: Mapping[str, Any]) -> dict[str, str]:
    status = str(provision.get("status_label") or "")
    if day := provision.get("last_verified"):
        status = _("%(status)s, last verified %(day)s") % {"status": status, "day": written_out(day)}
    if provision.get("legal"):
        status = _("%(status)s, not yet approved by a lawyer") % {"status": status}
    names = {"layer": "layer_label", "cite": "cite", "title": "title"}
    return {name: str(provision.get(key) or "") for name, key in names.items()} | {"status": status}


def _word(key: str) -> str:
    """The key as both standards allow it in an identifier."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", key)[:40]


def _labels() -> dict[str, str]:
    """The words of the player; names in braces are filled in by it."""
    return {
        "again": _("Try again"),
        "answer": pgettext("button", "Answer"),
        "before": _("Before you read on:"),
        "belief": _("The wrong belief behind this:"),
        "best_so_far": _("Your best result so far, which was reported: {score} per cent."),
        "choose_first": _("Choose an answer first."),
        "choose_many": _("Choose all that apply"),
        "choose_one": _("Choose one answer"),
        "chosen": _("your choice"),
        "correct": _("That is right"),
        "failed": _("Not there yet. You can try again as often as you need."),
        "followed": _("What followed"),
        "go_on": _("Go on with the story"),
        "may_leave": _("This is reported. You may go on or close the page."),
        "next": _("Next question"),
        "not_correct": _("That is not right"),
        "passed": _("You passed."),
        "points": _("{title}: {got} of {most} points"),
        "question": _("Question {n} of {total}"),
        "result": _("Your result: {score} per cent"),
        "right": _("right"),
        "so_far": _("The story so far"),
        "start": _("Start"),
        "to_pass": _("To pass: {mark} per cent."),
        "to_result": _("To your result"),
        "you_chose": _("You chose:"),
    }
