"""A module taken from its drafts, as an officer would take it, with nothing recorded.

What was answered so far travels in a signed field of the form and nowhere else: no attempt, no session, no ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from assessments.definition import DefinitionError, Item, ItemKind, QuizDefinition, Scene, faults
from assessments.outcomes import AnswerOutcome, Standing, standing
from assessments.scoring import Given, is_pass, percent
from modules.enums import StepKind
from modules.freeze.drafts import latest_drafts
from modules.freeze.steps import preview_data
from modules.models import AnyStep, ModulePage, ScormPage, ScormVersion
from modules.rendering import render_content

SALT = "curriculum.preview"


class NotOurs(Exception):
    """The answers that came with the form are not those that went out with it."""


@dataclass(frozen=True)
class PreviewStep:
    """One draft step and its place; its content is worked out when it is shown."""

    number: int
    page: AnyStep

    @property
    def is_scenario(self) -> bool:
        return self.page.step_kind == StepKind.SCENARIO

    @property
    def package(self) -> ScormVersion | None:
        """The package that the step plays, to be tried."""
        return self.page.version if isinstance(self.page, ScormPage) else None

    @cached_property
    def _data(self) -> tuple[dict[str, Any] | None, QuizDefinition | None, list[str]]:
        try:
            content, quiz = preview_data(self.page)
        except DefinitionError as error:
            return None, None, [str(fault) for fault in error.faults]
        return content, quiz, [str(fault) for fault in faults(quiz)] if quiz else []

    @property
    def body(self) -> SafeString:
        content = self._data[0]
        return render_content(content) if content else SafeString("")

    @property
    def quiz(self) -> QuizDefinition | None:
        """Only one that can be taken: an unsound one might never end."""
        return None if self._data[2] else self._data[1]

    @property
    def faults(self) -> list[str]:
        return self._data[2]


def preview_steps(module: ModulePage) -> list[PreviewStep]:
    return [PreviewStep(number, page) for number, page in enumerate(latest_drafts(module).steps, start=1)]


@dataclass(frozen=True)
class Run:
    """A quiz under way, derived from the answers given so far."""

    quiz: QuizDefinition
    given: tuple[Given, ...]

    @cached_property
    def stands(self) -> Standing:
        return standing(self.quiz, self.given)

    @property
    def item(self) -> Item | None:
        return self.stands.current.item if self.stands.current else None

    @property
    def scene(self) -> Scene | None:
        return self.stands.current.scene if self.stands.current else None

    @property
    def percent(self) -> int:
        return percent(self.stands.fraction)

    @property
    def passed(self) -> bool:
        return is_pass(self.stands.fraction, self.quiz.pass_mark)

    def choices(self) -> tuple[Any, ...]:
        return self.scene.choices if self.scene else self.item.choices if self.item else ()

    def answered(self, keys: Sequence[str]) -> Run | None:
        """The run with one more answer to the question that waits; None when the choice does not fit it."""
        known = {choice.key for choice in self.choices()}
        chosen = tuple(dict.fromkeys(key for key in keys if key in known))
        if self.item is None or not chosen or (self.item.kind is not ItemKind.MULTIPLE and len(chosen) > 1):
            return None
        more = Given(self.item.key, self.scene.key if self.scene else "", chosen)
        return Run(self.quiz, (*self.given, more))

    def newest_outcome(self) -> AnswerOutcome | None:
        """What followed from the last answer."""
        last = self.given[-1] if self.given else None
        result = self.stands.result(last.item) if last else None
        return result.outcomes[-1] if result and result.outcomes else None


def sealed(step: PreviewStep, run: Run) -> str:
    """The answers as a field of the form, bound to the step."""
    answers = [[one.item, one.scene, list(one.choices)] for one in run.given]
    return signing.dumps({"step": step.page.pk, "given": answers}, salt=SALT, compress=True)


def opened(step: PreviewStep, field: str) -> Run:
    """The run that the field holds; a fresh one when it is empty. Raises NotOurs."""
    quiz = step.quiz
    if quiz is None:
        raise NotOurs
    if not field:
        return Run(quiz, ())
    try:
        held = signing.loads(field, salt=SALT)
    except signing.BadSignature as error:
        raise NotOurs from error
    if held["step"] != step.page.pk:
        raise NotOurs
    return Run(quiz, tuple(Given(item, scene, tuple(choices)) for item, scene, choices in held["given"]))
