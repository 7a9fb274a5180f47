"""What officers of the demo have done so far, through the services that the player uses."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from assessments.definition import Choice, Item, ItemKind, Outcome
from assessments.models import Quiz
from assessments.services.attempts import finish_attempt, save_answer, start_attempt
from assessments.services.quizzes import definition_of
from config.programme.reader import Programme
from config.programme.writers import ACTOR
from config.programme.writers.rows import Tally
from curriculum.models import Assignment, Enrolment, Requirement
from curriculum.services.assigning import assign_requirement
from curriculum.services.enrolling import begin_enrolment
from curriculum.services.stepping import complete_step, open_step
from curriculum.subjects import attempt_subject
from modules.models import EditionStep
from people.models import User

USUAL_SLIPS = 12
WRONG_SCENE = 60  # chances in a hundred that one scene of an item gone wrong is answered wrongly


@transaction.atomic
def write_runs(programme: Programme, tally: Tally, *, now: datetime | None = None) -> None:
    """Assign, and let the officers take their courses. Somebody who was assigned anything before is left alone."""
    moment = now or timezone.now()
    for row in programme.history["assigned"]:
        requirement = Requirement.objects.get(title=row["requirement"])
        if requirement.assignments.exists():
            continue
        day = moment - timedelta(days=row["days_ago"])
        result = assign_requirement(actor=ACTOR, requirement=requirement, now=day)
        tally.made["assignment"] += result.assigned
    for row in programme.history["completed"]:
        begun, finished = (moment - timedelta(days=row[name]) for name in ("begun", "finished"))
        _take(row, begun, finished + timedelta(hours=5), None, tally)
    for row in programme.history["in_progress"]:
        begun = moment - timedelta(days=row["begun"])
        _take(row, begun, begun + timedelta(days=2), row["steps"], tally)


def _take(row: dict[str, Any], begun: datetime, until: datetime, steps: int | None, tally: Tally) -> None:
    user = User.objects.select_related("officer").get(email__iexact=row["officer"])
    assignment = Assignment.objects.open().filter(officer__user=user).order_by("pk").first()
    if assignment is None or Enrolment.objects.filter(officer__user=user).exists():
        return
    enrolment = begin_enrolment(actor=user, assignment=assignment, at=begun)
    every = list(_steps_of(enrolment))
    wanted = every if steps is None else every[:steps]
    taker = _Taker(user, enrolment, Random(row["officer"]), row.get("slips", USUAL_SLIPS))  # noqa: S311 - the same slips at every load
    for number, step in enumerate(wanted, start=1):
        taker.take(step, begun + (until - begun) * (number / (len(wanted) + 1)))
    tally.made["run of an officer"] += 1


def _steps_of(enrolment: Enrolment) -> Iterator[EditionStep]:
    for pin in enrolment.pins.order_by("position"):
        yield from EditionStep.objects.filter(edition=pin.edition_id).select_related("quiz").order_by("position")


@dataclass
class _Taker:
    """One officer at work: reads, answers (now and then wrongly at the first attempt), goes on."""

    user: User
    enrolment: Enrolment
    chance: Random
    slips: int

    def take(self, step: EditionStep, at: datetime) -> None:
        open_step(actor=self.user, enrolment=self.enrolment, step=step, at=at)
        done = at + timedelta(minutes=step.minutes)
        quiz = step.quiz
        for slips in (self.slips, self.slips // 3, 0) if quiz else ():
            if quiz and self._attempt(step, quiz, done, slips):
                break
            done += timedelta(minutes=step.minutes)
        complete_step(actor=self.user, enrolment=self.enrolment, step=step, at=done)

    def _attempt(self, step: EditionStep, quiz: Quiz, at: datetime, slips: int) -> bool:
        subject = attempt_subject(self.enrolment, step.key)
        limit = self.enrolment.course.attempts_limit
        attempt = start_attempt(actor=self.user, quiz=quiz, subject=subject, limit=limit, at=at)
        for item in definition_of(quiz).items:
            for scene_key, choices in self._answers(item, wrong=self.chance.randrange(100) < slips):
                at += timedelta(seconds=40)
                save_answer(
                    actor=self.user,
                    attempt=attempt,
                    item_key=item.key,
                    scene_key=scene_key,
                    choices=choices,
                    token=f"{item.key}/{scene_key}",
                    at=at,
                )
        return bool(finish_attempt(actor=self.user, attempt=attempt, at=at).passed)

    def _answers(self, item: Item, *, wrong: bool) -> Iterator[tuple[str, list[str]]]:
        if item.kind is not ItemKind.BRANCHING:
            right = [choice.key for choice in item.choices if choice.correct]
            others = [choice.key for choice in item.choices if not choice.correct]
            yield "", [self.chance.choice(others)] if wrong else right
            return
        scene = item.scenes[0]
        while True:
            choice = self._choice(scene.choices, wrong=wrong and self.chance.randrange(100) < WRONG_SCENE)
            yield scene.key, [choice.key]
            following = item.scene(choice.next) if choice.next else None
            if following is None:
                return
            scene = following

    def _choice(self, choices: tuple[Choice, ...], *, wrong: bool) -> Choice:
        if wrong:
            return self.chance.choice([choice for choice in choices if choice.outcome is not Outcome.BEST])
        return max(choices, key=lambda choice: (choice.outcome is Outcome.BEST, choice.points))
