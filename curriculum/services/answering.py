"""Answering a scenario inside a course: the last answer also finishes the attempt."""

from collections.abc import Iterable

from assessments.models import Attempt
from assessments.services.attempts import finish_attempt, keep_answer, once_more
from modules.moved import suspended_items
from people.models import User


def answer_scenario(
    *,
    actor: User,
    attempt: Attempt,
    step_id: int,
    item_key: str,
    scene_key: str,
    choices: Iterable[str],
    token: str,
) -> Attempt | None:
    """Keep the answer. Returns the attempt, finished and scored, when nothing is left to answer; else None.

    Items of the step that rest on law that moved, and that nobody has answered for yet, do not count. Raises the named
    errors of `save_answer`; nothing is kept then. Keeping and finishing are one transaction.
    """

    def keep() -> Attempt | None:
        outcome = keep_answer(
            actor=actor, attempt=attempt, item_key=item_key, scene_key=scene_key, choices=choices, token=token
        )
        if not outcome.all_done:
            return None
        return finish_attempt(actor=actor, attempt=attempt, suspended=suspended_items(step_id))

    return once_more(keep)
