"""A module as its authors see it beside each step: the steps in order, how long they take, what is wrong with each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from modules.checks.answers import Hit, answers_for, wording_hits
from modules.freeze.drafts import latest_drafts
from modules.freeze.references import load_registers, references_of
from modules.models import AnyStep, ModulePage
from modules.problems import Problem
from modules.services.checking import check_drafts


@dataclass(frozen=True)
class OutlineStep:
    page: AnyStep
    errors: int
    warnings: int
    here: bool


@dataclass(frozen=True)
class Outline:
    """`here` holds the problems of the page that is open, `hits` the words in it that a language note points at."""

    module: ModulePage
    steps: list[OutlineStep]
    problems: list[Problem]
    here: list[Problem]
    hits: list[Hit]

    @property
    def minutes(self) -> int:
        return sum(step.page.minutes or 0 for step in self.steps)

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def at_module(self) -> bool:
        return not any(step.here for step in self.steps)


def outline_of(module: ModulePage, page: Any) -> Outline:
    """The latest drafts of the module, seen from one of its pages; a fixed number of queries."""
    drafts = latest_drafts(module)
    registers = load_registers(references_of(drafts.steps))
    answers = answers_for([drafts])
    problems = check_drafts(drafts, registers, answers)
    by_page: dict[int, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_page[problem.page_id].append(problem)
    steps = [
        OutlineStep(
            page=step,
            errors=sum(problem.is_error for problem in by_page[step.pk]),
            warnings=sum(not problem.is_error for problem in by_page[step.pk]),
            here=step.pk == page.pk,
        )
        for step in drafts.steps
    ]
    hits = [hit for hit in wording_hits(drafts, registers, answers) if hit.page.pk == page.pk]
    shown = problems if page.pk == module.pk else by_page[page.pk]
    return Outline(drafts.module, steps, problems, shown, hits)
