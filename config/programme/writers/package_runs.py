"""What officers of the demo have done in its package, through the services that the player uses."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.utils import timezone

from config.programme.reader import Programme
from config.programme.writers.rows import Tally
from curriculum.models import Assignment
from curriculum.services.enrolling import begin_enrolment
from curriculum.services.packages import run_of
from curriculum.services.stepping import open_step
from modules.enums import StepKind
from modules.models import EditionStep, ScormRegistration
from modules.scorm.state import Commit
from modules.services.playing import Opened, commit, open_page
from people.models import User

SLIPS = 25  # chances in a hundred that a question is answered wrongly
ANSWER = "cmi.interactions.0"


@transaction.atomic
def write_package_runs(programme: Programme, tally: Tally, *, now: datetime | None = None) -> None:
    """Let each officer open the package and answer as many of its pages as the file says. Nothing is played twice."""
    if ScormRegistration.objects.exists():
        return
    for row in programme.history.get("package_runs", ()):
        _play(row, (now or timezone.now()) - timedelta(days=row["days_ago"]), programme)
        tally.made["run through a package"] += 1


def _play(row: dict[str, Any], at: datetime, programme: Programme) -> None:
    user = User.objects.select_related("officer").get(email__iexact=row["officer"])
    assignment = Assignment.objects.open().get(officer__user=user, requirement__title=row["requirement"])
    enrolment = begin_enrolment(actor=user, assignment=assignment, at=at)
    edition = enrolment.pins.order_by("position")[0].edition_id
    step = EditionStep.objects.filter(edition=edition, kind=StepKind.SCORM).order_by("position")[0]
    open_step(actor=user, enrolment=enrolment, step=step, at=at)
    run = run_of(actor=user, enrolment=enrolment, step=step)
    chance, pages = Random(row["officer"]), _pages(programme, step.slug)  # noqa: S311 - the same answers at every load
    for number, page in enumerate(pages[: row["pages"]]):
        opened = open_page(row=run, wish="continue" if number else "")
        commit(row=run, opens=opened.opens, told=_told(opened, page, chance))
    ScormRegistration.objects.filter(pk=run.pk).update(
        started_at=at, updated_at=at + timedelta(minutes=row["pages"] * 2)
    )


def _pages(programme: Programme, slug: str) -> list[dict[str, Any]]:
    steps = (step.data for module in programme.modules for step in module.steps)
    found: list[dict[str, Any]] = next(data["package"]["pages"] for data in steps if data["slug"] == slug)
    return found


def _told(opened: Opened, page: dict[str, Any], chance: Random) -> Commit:
    """What the page of the package says when its question is answered and it is left."""
    wrong, state = chance.randrange(100) < SLIPS, opened.way.registration
    right = [number for number, choice in enumerate(page["choices"], start=1) if choice["right"]]
    others = [number for number in range(1, len(page["choices"]) + 1) if number not in right]
    chosen = chance.choice(others if wrong else right)
    told = _values(state.open, chosen, 30 + chance.randrange(80), wrong=wrong)
    return Commit(state.attempt, state.open, state.seq + 1, tuple(told), terminate=True)


def _values(page: str, chosen: int, seconds: int, *, wrong: bool) -> Iterator[tuple[str, str]]:
    time = f"{seconds // 60:02}:{seconds % 60:02}"
    yield f"{ANSWER}.id", page
    yield f"{ANSWER}.type", "choice"
    yield f"{ANSWER}.student_response", str(chosen)
    yield f"{ANSWER}.result", "wrong" if wrong else "correct"
    yield f"{ANSWER}.latency", f"0000:{time}"
    yield "cmi.core.lesson_location", str(chosen)
    yield "cmi.core.score.min", "0"
    yield "cmi.core.score.max", "100"
    yield "cmi.core.score.raw", "0" if wrong else "100"
    yield "cmi.core.lesson_status", "completed"
    yield "cmi.core.session_time", f"0000:{time}"
