"""Starting attempts, saving answers, finishing. The server alone scores."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, CharField, UUIDField
from django.utils import timezone

from assessments import errors
from assessments.answering import check_reached, checked_answer, outcome_of
from assessments.definition import QuizDefinition
from assessments.models import Answer, Attempt, Quiz
from assessments.outcomes import AnswerOutcome, standing
from assessments.scoring import Given, is_pass, percent
from assessments.services.quizzes import definition_of
from assessments.state import AttemptState
from records.canonical import digest
from records.prepared import Prepared, Slot
from records.services.ledger import record_event

Suspended = Mapping[str, Any]  # key of an item that does not count now, and the reason, JSON-safe
NOTHING: Suspended = {}
Kept = TypeVar("Kept")

LOCKED = Prepared(
    lambda: (
        Attempt.objects.select_for_update(of=("self",))
        .filter(pk=Slot("attempt", BigIntegerField()))
        .select_related("quiz")
        .defer("quiz__canonical")
        .order_by()
    )
)
OWN_LOCKED = Prepared(
    lambda: (
        Attempt.objects.select_for_update(of=("self",))
        .filter(
            reference=Slot("reference", UUIDField()),
            user=Slot("user", BigIntegerField()),
            subject=Slot("subject", CharField()),
        )
        .select_related("quiz")
        .defer("quiz__canonical")
        .order_by()
    )
)
ANSWERS = Prepared(
    lambda: (
        Answer.objects.filter(attempt=Slot("attempt", BigIntegerField()))
        .order_by("pk")
        .values_list("item_key", "scene_key", "choices", "token")
    )
)


def start_attempt(
    *,
    actor: Any,
    quiz: Quiz,
    subject: str,
    limit: int | None = None,
    alike: Iterable[int] = (),
    at: datetime | None = None,
) -> Attempt:
    """Return the actor's open attempt at the quiz for `subject`, or begin the next one.

    Attempts at the quizzes `alike` (the same in other languages) count with it: an open one is gone on with in its own
    language. Raises AttemptsExhausted when `limit` attempts are finished. `at` dates one that was made earlier.
    """
    mine = Attempt.objects.filter(user=actor, quiz__in=[quiz.pk, *alike], subject=subject)
    last = mine.order_by("-number").first()
    if last and last.finished_at is None:
        return last
    made = last.number if last else 0
    if limit is not None and made >= limit:
        raise errors.AttemptsExhausted(limit)
    try:
        with transaction.atomic():
            return Attempt.objects.create(
                user=actor, quiz=quiz, subject=subject, number=made + 1, started_at=at or timezone.now()
            )
    except IntegrityError:  # a second click began it
        return mine.open().get()


def save_answer(
    *,
    actor: Any,
    attempt: Attempt,
    item_key: str,
    scene_key: str,
    choices: Iterable[str],
    token: str,
    at: datetime | None = None,
) -> AnswerOutcome:
    """Keep one answer and return what follows from it. The same answer again returns the same, marked `repeated`.

    Raises a named AssessmentError: NotYourAttempt, AttemptFinished, UnknownItem, SceneNotReached, UnknownChoice,
    WrongNumberOfChoices, AlreadyAnswered (the first answer stands), TokenUsed. Nothing is kept then.
    """

    def keep() -> AnswerOutcome:
        [locked] = LOCKED.ask(attempt=attempt.pk)
        return keep_answer(
            actor=actor, attempt=locked, item_key=item_key, scene_key=scene_key, choices=choices, token=token, at=at
        )

    return once_more(keep)


def once_more(keep: Callable[[], Kept]) -> Kept:
    """Run `keep` in a transaction, and again when the same form arrived twice at once: the first one stands."""
    try:
        with transaction.atomic():
            return keep()
    except IntegrityError:
        with transaction.atomic():
            return keep()


def keep_answer(
    *,
    actor: Any,
    attempt: Attempt,
    item_key: str,
    scene_key: str,
    choices: Iterable[str],
    token: str,
    at: datetime | None = None,
) -> AnswerOutcome:
    """`save_answer` within the transaction of a caller who does more in it (see `once_more`), without a savepoint.

    The caller has locked the attempt in it.
    """
    _check_owner(actor, attempt)
    definition = definition_of(attempt.quiz)
    given = checked_answer(definition, item_key, scene_key, choices)
    return _keep(attempt, definition, given, token, at or timezone.now())


def own_attempt_locked(*, actor: Any, reference: UUID, subject: str) -> Attempt | None:
    """The actor's attempt for `subject` as it stands, locked until the transaction ends (one query)."""
    return OWN_LOCKED.first(reference=reference, user=actor.pk, subject=subject)


def finish_attempt(
    *, actor: Any, attempt: Attempt, suspended: Suspended = NOTHING, at: datetime | None = None
) -> Attempt:
    """Close the attempt with its score and pass, and write the ledger. Finished already: returned as it is.

    Items in `suspended` were answered like the others and do not count; they are kept with the attempt. When no item
    counts there is no score, and the attempt is passed. Raises AttemptUnfinished when items still wait.
    """
    _check_owner(actor, attempt)
    with transaction.atomic():
        [locked] = LOCKED.ask(attempt=attempt.pk)
        if locked.finished_at is not None:
            return locked
        answers = [given for given, _token in _answers(locked)]
        definition = definition_of(locked.quiz)
        stands = standing(definition, answers, suspended)
        if not stands.complete:
            raise errors.AttemptUnfinished(stands.total - stands.answered)
        locked.score_percent = percent(stands.fraction) if stands.scored else None
        locked.passed = is_pass(stands.fraction, definition.pass_mark) if stands.scored else True
        locked.not_counted = [
            {"item": item.key, "because": suspended[item.key]} for item in definition.items if item.key in suspended
        ]
        locked.finished_at = at or timezone.now()
        locked.save(update_fields=["score_percent", "passed", "not_counted", "finished_at"])
        record_event(
            actor=actor,
            action="assessments.attempt.finished",
            subject=f"attempt:{locked.reference}",
            data=_evidence(locked, answers),
        )
    return locked


def attempt_state(attempt: Attempt, suspended: Suspended = NOTHING) -> AttemptState:
    """Where the attempt stands, derived from its answers (one query; two when the quiz is not loaded).

    `suspended` is what does not count today; of a finished attempt, what did not count when it was finished holds.
    """
    definition = definition_of(attempt.quiz)
    answers = [given for given, _token in _answers(attempt)]
    if attempt.finished_at is not None:
        suspended = {row["item"]: row["because"] for row in attempt.not_counted}
    stands = standing(definition, answers, suspended)
    return AttemptState(attempt=attempt, definition=definition, stands=stands, suspended=suspended)


def _answers(attempt: Attempt) -> list[tuple[Given, str]]:
    """What was answered so far, the oldest first, each with its token (one query)."""
    rows = ANSWERS.ask(attempt=attempt.pk)
    return [(Given(item, scene, tuple(choices)), token) for item, scene, choices, token in rows]


def _check_owner(actor: Any, attempt: Attempt) -> None:
    if attempt.user_id != actor.pk:
        raise errors.NotYourAttempt


def _keep(attempt: Attempt, definition: QuizDefinition, given: Given, token: str, at: datetime) -> AnswerOutcome:
    """Insert the answer under the attempt's lock, or return the outcome of the same answer made before."""
    answers = _answers(attempt)
    before = [old for old, _token in answers]
    first = next((old for old in before if (old.item, old.scene) == (given.item, given.scene)), None)
    if first is not None:
        outcome = outcome_of(definition, before, given, repeated=True)
        if first != given:
            raise errors.AlreadyAnswered(outcome)
        return outcome
    if attempt.finished_at is not None:
        raise errors.AttemptFinished
    if any(used == token for _old, used in answers):
        raise errors.TokenUsed
    check_reached(definition, before, given)
    Answer.objects.create(
        attempt_id=attempt.pk,
        item_key=given.item,
        scene_key=given.scene,
        choices=list(given.choices),
        token=token,
        answered_at=at,
    )
    return outcome_of(definition, [*before, given], given, repeated=False)


def _evidence(attempt: Attempt, answers: list[Given]) -> dict[str, Any]:
    """What the ledger keeps of a finished attempt: its result, and a digest that fixes every answer given."""
    return {
        "quiz": attempt.quiz.digest,
        "for": attempt.subject,
        "number": attempt.number,
        "score_percent": attempt.score_percent,
        "passed": attempt.passed,
        "not_counted": attempt.not_counted,
        "answers": digest(sorted([given.item, given.scene, list(given.choices)] for given in answers)),
    }
