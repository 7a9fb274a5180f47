"""What is measured on: one edition of 12 steps and 200 blocks, 2,000 officers, sessions for those who click.

Run inside the environment of the measured server; writes `plan.json` beside its database.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from assessments.services.attempts import start_attempt  # noqa: E402
from curriculum.models import Assignment, Enrolment  # noqa: E402
from curriculum.queries.outline import read_outline  # noqa: E402
from curriculum.services.assigning import assign_requirement  # noqa: E402
from curriculum.services.enrolling import begin_enrolment  # noqa: E402
from curriculum.subjects import attempt_subject  # noqa: E402
from modules.launch_tokens import Launch, make_token  # noqa: E402
from modules.models import Edition  # noqa: E402
from modules.services.freezing import freeze_module  # noqa: E402
from modules.services.playing import open_page, registration_for  # noqa: E402
from modules.services.publishing import publish_edition  # noqa: E402
from people.models import Department, Officer, User  # noqa: E402
from records.holder_secret import holder_secret  # noqa: E402
from records.models import Certificate  # noqa: E402
from records.services.sequencing import sequence_ledger  # noqa: E402
from tests.factories.curriculum import finish, make_course, make_enrolment, make_requirement  # noqa: E402
from tests.factories.modules import (  # noqa: E402
    ProvisionFactory,
    add_lesson,
    add_scenario,
    lesson_blocks,
    make_current_edition,
    make_module,
    single_item,
)
from tests.factories.people import AgencyFactory, DepartmentFactory, OfficerFactory, UnitFactory  # noqa: E402
from tests.factories.scorm import make_version  # noqa: E402

CLIENTS = 16
SHARES = 4  # runs of a workload, with the one that warms up
ANSWERING = 640
COURSES = 10
LESSONS = 11
BLOCKS_PER_LESSON = 18
QUESTIONS = 10
FREEZINGS = 4  # the first warms up


@dataclass
class Plan:
    """Addresses and cookies for the clients."""

    lessons: list[list[str]]
    cookies: list[str]
    plain_cookies: list[str]
    scenarios: list[str]
    answering: list[dict[str, str]]
    verify: str
    css: str
    questions: list[str]
    freezing: dict[str, Any]
    playing: list[list[str]]


def officers(department: Department, how_many: int) -> list[User]:
    """Many officers in few statements."""
    unit = UnitFactory(department=department, name="Patrol", code="patrol")
    users = User.objects.bulk_create(
        User(email=f"officer{number}@example.org", name=f"Example Officer {number}", password="!")
        for number in range(how_many)
    )
    Officer.objects.bulk_create(
        Officer(user=user, department=department, unit=unit, badge=f"{number:05}", rank="Officer")
        for number, user in enumerate(users)
    )
    return users


def big_edition() -> Edition:
    """12 steps and 200 blocks: eleven lessons and a scenario of ten questions."""
    agency, provision = AgencyFactory(), ProvisionFactory()
    module = make_module([agency], with_lesson=False, with_scenario=False, provision=provision)
    pattern = lesson_blocks(provision)
    for number in range(LESSONS):
        body = [pattern[place % len(pattern)] | {"id": None} for place in range(BLOCKS_PER_LESSON)]
        add_lesson(
            module, [_with_id(block, number, place) for place, block in enumerate(body)], title=f"Lesson {number + 1}"
        )
    add_scenario(
        module, [single_item(provision, key=f"q{number}") for number in range(QUESTIONS)], title="Ten questions"
    )
    return publish_edition(actor="bench", edition=freeze_module(actor="bench", module=module))


def _with_id(block: dict[str, Any], lesson: int, place: int) -> dict[str, Any]:
    return block | {"id": f"00000000-0000-4000-8000-{lesson:06}{place:06}"}


def cookie_for(user: User, backend: str = "people.backends.PeopleBackend") -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = backend
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}; {settings.CSRF_COOKIE_NAME}={'a' * 32}"


def step_url(enrolment: Enrolment, number: int) -> str:
    return reverse("curriculum:step", args=[enrolment.reference, number])


def seed(officer_count: int) -> Plan:
    department = DepartmentFactory()
    people = officers(department, officer_count)
    edition = big_edition()
    courses = [make_course(editions=[edition], attempts_limit=None) for _ in range(COURSES)]
    requirements = [make_requirement(department=department, course=course) for course in courses]
    for requirement in requirements[:1]:
        assign_requirement(actor="bench", requirement=requirement)
    _ten_each(people[:CLIENTS], requirements)
    enrolments = {user.pk: _begin(user, requirements[0]) for user in people[:ANSWERING]}
    clicking = [enrolments[user.pk] for user in people[:CLIENTS]]
    scenario = LESSONS + 1
    freezing = measure_freezing(edition)
    return Plan(
        lessons=[[step_url(enrolment, number + 1) for number in range(LESSONS)] for enrolment in clicking],
        cookies=[cookie_for(user) for user in people[:CLIENTS]],
        plain_cookies=[cookie_for(user, "django.contrib.auth.backends.ModelBackend") for user in people[:CLIENTS]],
        scenarios=[step_url(enrolment, scenario) for enrolment in clicking],
        answering=[_answering(user, enrolments[user.pk], scenario) for user in people[CLIENTS:ANSWERING]],
        verify=_certificate_address(),
        css="",
        questions=[f"q{number}" for number in range(QUESTIONS)],
        freezing=freezing,
        playing=_playing(people),
    )


def _playing(people: list[User]) -> list[list[str]]:
    """Where packages that are open commit, and their page: one for each client of each run."""
    agency = AgencyFactory()
    digest = make_version(agency).digest
    found = []
    for number in range(CLIENTS * SHARES):
        run = registration_for(person=people[number], subject=f"bench:{number}", digest=digest)
        opened = open_page(row=run)
        token = make_token(Launch(digest, "en", run.reference))
        found.append([f"/play/{token}/commit/{opened.opens}", opened.way.registration.open])
    return found


def measure_freezing(edition: Edition) -> dict[str, Any]:
    """Put the whole module together again, some times: seconds each, and the queries that one takes."""
    took = []
    for _ in range(FREEZINGS):
        with CaptureQueriesContext(connection) as queries:
            begun = time.perf_counter()
            candidate = freeze_module(actor="bench", module=edition.module)
            took.append(time.perf_counter() - begun)
    blocks = sum(len(step.blocks) or QUESTIONS for step in candidate.steps.all())
    return {
        "seconds": sorted(took[1:]),
        "queries": len(queries),
        "steps": candidate.steps.count(),
        "blocks": blocks,
        "citations": candidate.citations.count(),
    }


def _ten_each(users: list[User], requirements: list[Any]) -> None:
    template = Assignment.objects.filter(officer__user__in=users, requirement=requirements[0]).select_related("officer")
    Assignment.objects.bulk_create(
        Assignment(requirement=requirement, officer=row.officer, due_on=row.due_on)
        for row in template
        for requirement in requirements[1:]
    )


def _begin(user: User, requirement: Any) -> Enrolment:
    return begin_enrolment(actor=user, assignment=Assignment.objects.get(requirement=requirement, officer__user=user))


def _answering(user: User, enrolment: Enrolment, number: int) -> dict[str, str]:
    """An open attempt of this officer and where its answers go."""
    step = read_outline(enrolment).step(number)
    assert step is not None
    row = step.as_edition_step()
    attempt = start_attempt(actor=user, quiz=row.quiz, subject=attempt_subject(enrolment, step.key))
    return {"cookie": cookie_for(user), "url": step_url(enrolment, number), "attempt": str(attempt.reference)}


def _certificate_address() -> str:
    officer = OfficerFactory(user__name="Example Holder")
    finish(make_enrolment(user=officer.user, course=make_course(editions=[make_current_edition([AgencyFactory()])])))
    sequence_ledger()
    serial = Certificate.objects.get().serial
    return reverse("records:verify_holder", args=[serial, holder_secret(serial)])


if __name__ == "__main__":
    plan = seed(int(sys.argv[1]))
    Path(settings.BENCH_DIR, "plan.json").write_text(json.dumps(asdict(plan)), encoding="utf-8")
