"""Whether the key of a quiz says what the rule table says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.definition import Assertion, Choice, Item, Outcome, QuizDefinition
from modules.enums import Layer, RulingCode
from modules.freeze.references import Registers
from modules.models import Act
from modules.rulings import Verdict, judge

RIGHT = frozenset({Outcome.BEST, Outcome.ACCEPTABLE})


@dataclass(frozen=True)
class KeyFault:
    """One choice whose key does not fit the table. A warning asks for a second look; an error stops the freeze."""

    item_number: int
    message: str
    is_error: bool


def key_faults(definition: QuizDefinition, registers: Registers) -> Iterator[KeyFault]:
    acts = {act.key: act for act in registers.acts.values()}
    for number, item in enumerate(definition.items):
        for where, choice in _choices(item):
            for asserted in choice.asserts:
                yield from _held_against_the_table(number, where, choice, asserted, acts[asserted.act])


def _choices(item: Item) -> Iterator[tuple[str, Choice]]:
    for scene in item.scenes:
        for choice in scene.choices:
            yield f"{scene.key}/{choice.key}", choice
    for choice in item.choices:
        yield choice.key, choice


def _held_against_the_table(
    number: int, where: str, choice: Choice, asserted: Assertion, act: Act
) -> Iterator[KeyFault]:
    rows = [row for row in act.rulings.all() if row.layer == asserted.layer and row.holds]
    verdict = judge(asserted.ruling, {str(row.ruling) for row in rows})
    says = {
        "choice": where,
        "act": act.title,
        "layer": Layer(asserted.layer).label,
        "said": RulingCode(asserted.ruling).label,
        "table": ", ".join(f"{row.get_ruling_display()} ({row.fact_id})" for row in rows),
    }
    right = choice.correct or choice.outcome in RIGHT
    wrong = choice.outcome is Outcome.HARMFUL or (choice.outcome is None and not choice.correct)
    if right and verdict is Verdict.DENIES:
        yield KeyFault(number, _denied() % says, is_error=True)
    elif wrong and verdict is Verdict.SAYS_SO:
        yield KeyFault(number, _true_but_wrong() % says, is_error=True)
    elif verdict is Verdict.UNKNOWN:
        yield KeyFault(number, _unknown() % says, is_error=False)
    elif verdict is Verdict.NO_ROW:
        yield KeyFault(number, _no_row() % says, is_error=False)


def _denied() -> str:
    return _(
        "Choice %(choice)s is marked as right and asserts of “%(act)s”: %(said)s. "
        "The rule table says otherwise. %(layer)s: %(table)s."
    )


def _true_but_wrong() -> str:
    return _(
        "Choice %(choice)s is marked as wrong, and asserts just what the rule table says of “%(act)s”. "
        "%(layer)s: %(table)s."
    )


def _unknown() -> str:
    return _(
        "Choice %(choice)s depends on something that is not known: “%(act)s”, %(layer)s. "
        "Make sure that its feedback says so."
    )


def _no_row() -> str:
    return _("Choice %(choice)s asserts something of “%(act)s”, and the rule table has no row for it: %(layer)s.")
