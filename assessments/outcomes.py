"""What a person is told after an answer, and where an attempt stands. Pure: derived from definition and answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessments.definition import Choice, Item, ItemKind, Outcome, ProvisionRef, QuizDefinition, Scene
from assessments.scoring import Given, ItemScore, path_taken, score_fraction, score_items


@dataclass(frozen=True)
class ChoiceOutcome:
    """One choice as shown after answering. `right`: best or correct."""

    choice: Choice
    chosen: bool
    right: bool


@dataclass(frozen=True)
class AnswerOutcome:
    """What follows an answer, in the order it is told: consequence, then feedback with its rule, then the belief."""

    item: Item
    scene: Scene | None
    choices: tuple[ChoiceOutcome, ...]
    outcome: Outcome
    points: int
    most: int
    next_scene: Scene | None
    item_done: bool
    repeated: bool = False
    all_done: bool = False  # nothing of the whole quiz is left to answer

    @property
    def chosen(self) -> tuple[Choice, ...]:
        return tuple(shown.choice for shown in self.choices if shown.chosen)

    @property
    def correct(self) -> bool:
        return self.outcome is Outcome.BEST

    @property
    def consequence(self) -> str:
        return "\n\n".join(choice.consequence for choice in self.chosen if choice.consequence)

    @property
    def feedback(self) -> str:
        return "\n\n".join(choice.feedback for choice in self.chosen if choice.feedback)

    @property
    def provision(self) -> ProvisionRef:
        """The rule quoted: the chosen choice's, else that of a right one."""
        quoted = [c.provision for c in self.chosen] + [shown.choice.provision for shown in self.choices if shown.right]
        return next((provision for provision in quoted if provision), None)

    @property
    def belief(self) -> str:
        return self.item.belief


@dataclass(frozen=True)
class ItemResult:
    """One item of an attempt: its score and what was told on the way. `counts` is False while it is suspended."""

    score: ItemScore
    outcomes: tuple[AnswerOutcome, ...]
    counts: bool = True

    @property
    def item(self) -> Item:
        return self.score.item

    @property
    def read_again(self) -> tuple[ProvisionRef, ...]:
        """The rules of a missed item, each once: what to read again."""
        if not self.score.missed:
            return ()
        quoted = [shown.choice.provision for outcome in self.outcomes for shown in outcome.choices]
        found: dict[str, ProvisionRef] = {}
        for provision in quoted:
            if provision:
                found.setdefault(fact_of(provision), provision)
        return tuple(found.values())


@dataclass(frozen=True)
class Standing:
    """Where the answers have led: what is done, and what waits first in the order of the quiz."""

    items: tuple[ItemResult, ...]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def answered(self) -> int:
        return sum(result.score.done for result in self.items)

    @property
    def complete(self) -> bool:
        return self.answered == self.total

    @property
    def current(self) -> ItemScore | None:
        return next((result.score for result in self.items if not result.score.done), None)

    @property
    def scored(self) -> bool:
        """Whether any item counts. A quiz of which none does cannot be failed."""
        return any(result.counts for result in self.items)

    @property
    def fraction(self) -> Fraction:
        """Of the items that count alone."""
        return score_fraction([result.score for result in self.items if result.counts])

    @property
    def missed(self) -> tuple[ItemResult, ...]:
        """Items that do not count are not missed either: what was right may have changed."""
        return tuple(result for result in self.items if result.counts and result.score.missed)

    def result(self, item_key: str) -> ItemResult | None:
        return next((result for result in self.items if result.item.key == item_key), None)


def fact_of(provision: ProvisionRef) -> str:
    """The fact id of a quoted provision, be it an id or a snapshot."""
    if provision is None:
        return ""
    return provision if isinstance(provision, str) else str(provision.get("fact", ""))


def standing(definition: QuizDefinition, answers: Sequence[Given], suspended: Collection[str] = ()) -> Standing:
    """Replay the answers, in any order, over the quiz. Items whose key is in `suspended` are asked and do not count."""
    results = []
    for score in score_items(definition, answers):
        given = {answer.scene: answer.choices for answer in reversed(answers) if answer.item == score.item.key}
        results.append(ItemResult(score, _outcomes(score, given), counts=score.item.key not in suspended))
    return Standing(tuple(results))


def _outcomes(score: ItemScore, given: dict[str, tuple[str, ...]]) -> tuple[AnswerOutcome, ...]:
    if score.item.kind is not ItemKind.BRANCHING:
        return (_question_outcome(score, given[""]),) if "" in given else ()
    steps, waiting = path_taken(score.item, given)
    following = [*(step.scene for step in steps), waiting][1:]
    return tuple(
        AnswerOutcome(
            item=score.item,
            scene=step.scene,
            choices=(ChoiceOutcome(step.choice, chosen=True, right=step.choice.outcome is Outcome.BEST),),
            outcome=step.choice.outcome or Outcome.POOR,
            points=step.choice.points,
            most=max(choice.points for choice in step.scene.choices),
            next_scene=scene,
            item_done=scene is None,
        )
        for step, scene in zip(steps, following, strict=True)
    )


def _question_outcome(score: ItemScore, chosen: tuple[str, ...]) -> AnswerOutcome:
    """A single choice shows what was chosen and what was right; a multiple choice shows every choice."""
    shown = tuple(
        ChoiceOutcome(choice, chosen=choice.key in chosen, right=choice.correct)
        for choice in score.item.choices
        if score.item.kind is ItemKind.MULTIPLE or choice.correct or choice.key in chosen
    )
    full = score.points == score.most
    return AnswerOutcome(
        item=score.item,
        scene=None,
        choices=shown,
        outcome=Outcome.BEST if full else Outcome.ACCEPTABLE if score.points else Outcome.POOR,
        points=score.points,
        most=score.most,
        next_scene=None,
        item_done=True,
    )
