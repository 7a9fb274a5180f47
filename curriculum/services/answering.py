"""Answering a scenario inside a course: the last answer also finishes the attempt."""

from collections.abc import Iterable
from uuid import UUID

from assessments.errors import OtherAttempt
from assessments.models import Attempt
from assessments.services.attempts import finish_attempt, keep_answer, once_more, own_attempt_locked
from curriculum.models import Enrolment
from curriculum.queries.attempts import attempts_at
from curriculum.queries.outline import OutlineStep
from curriculum.subjects import attempt_subject
from modules.moved import suspended_items
from people.models import User


def answer_scenario(
    *,
    actor: User,
    enrolment: Enrolment,
    step: OutlineStep,
    attempt: UUID,
    item_key: str,
    scene_key: str,
    choices: Iterable[str],
    token: str,
) -> Attempt | None:
    """Keep the answer. Returns the attempt, finished and scored, when nothing is left to answer; else None.

    `attempt` is the reference of one that is made at the step's present quiz, in whatever language; else OtherAttempt.
    Items of the step that rest on law that moved, and that nobody has answered for yet, do not count. Raises the named
    errors of `save_answer`; nothing is kept then. Keeping and finishing are one transaction.
    """

    def keep() -> Attempt | None:
        made = own_attempt_locked(actor=actor, reference=attempt, subject=attempt_subject(enrolment, step.key))
        if made is None or not _is_made_at(enrolment, step, made):
            raise OtherAttempt
        outcome = keep_answer(
            actor=actor, attempt=made, item_key=item_key, scene_key=scene_key, choices=choices, token=token
        )
        if not outcome.all_done:
            return None
        return finish_attempt(actor=actor, attempt=made, suspended=suspended_items(step.pk))

    return once_more(keep)


def _is_made_at(enrolment: Enrolment, step: OutlineStep, attempt: Attempt) -> bool:
    """One at the quiz of an earlier edition is not, though it was made for the same step."""
    return attempt.quiz_id == step.quiz_id or attempt in attempts_at(enrolment, step.as_edition_step())
