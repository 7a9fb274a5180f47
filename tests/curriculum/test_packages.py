"""A package as a step of a course: launching, counting, certificates, and what coordinators see of it."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from curriculum.course_forms import CourseForm
from curriculum.errors import ClaimNotEnough, PackageNotDone
from curriculum.models import StepProgress
from curriculum.services.enrolling import begin_enrolment
from curriculum.services.packages import launch_package, run_of
from curriculum.services.stepping import complete_step
from modules.models import ScormRegistration
from records.models import Completion
from tests.factories.curriculum import make_assignment, make_course, steps_of, take_scenario
from tests.factories.scorm import make_package_edition, make_package_enrolment

pytestmark = pytest.mark.django_db
CONTENT = Client(headers={"host": "127.0.0.1"})
DONE = [
    ["cmi.core.lesson_status", "passed"],
    ["cmi.core.score.raw", "90"],
    ["cmi.interactions.0.id", "q1"],
    ["cmi.interactions.0.type", "choice"],
    ["cmi.interactions.0.student_response", "a"],
    ["cmi.interactions.0.result", "correct"],
    ["cmi.objectives.0.id", "know"],
    ["cmi.objectives.0.status", "passed"],
]


def package_step(enrolment):
    return next(step for step in steps_of(enrolment) if step.is_package)


def launched(enrolment):
    step = package_step(enrolment).as_edition_step()
    return launch_package(actor=enrolment.officer.user, enrolment=enrolment, step=step).partition("8000")[2]


def play(enrolment, changes=DONE):
    """Play as the player does: open, and commit once."""
    base = launched(enrolment)
    page = CONTENT.post(f"{base}open", "{}", content_type="application/json").json()
    told = {"attempt": page["attempt"], "sco": page["item"], "seq": page["seq"] + 1, "changes": changes}
    told |= {"terminate": True, "session_time": "0000:05:00.00"}
    answer = CONTENT.post(f"{base}commit/{page['opens']}", json.dumps(told), content_type="application/json")
    assert answer.status_code == 200, answer.content


def test_the_step_leads_to_the_package_on_its_own_origin(client, cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    client.force_login(cast.officer)
    url = reverse("curriculum:step", args=[enrolment.reference, 1])
    assert "You have not begun this package" in client.get(url).content.decode()
    page = client.get(f"{url}package/")
    assert 'src="http://127.0.0.1:8000/play/' in page.content.decode()
    assert 'sandbox="allow-scripts allow-same-origin allow-forms allow-popups"' in page.content.decode()
    assert "frame-src http://127.0.0.1:8000" in page["Content-Security-Policy"]
    assert "frame-src" not in client.get(url)["Content-Security-Policy"]


def test_nobody_else_gets_in(client, cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    url = reverse("curriculum:package", args=[enrolment.reference, 1])
    assert client.get(url).status_code == 302
    for person in (cast.teammate, cast.outside_officer):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert client.post(f"{url}again/").status_code == 404
    assert not ScormRegistration.objects.exists()


def test_the_step_counts_once_the_package_claims_it(client, cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    step = package_step(enrolment).as_edition_step()
    with pytest.raises(PackageNotDone):
        complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    play(enrolment)
    client.force_login(cast.officer)
    shown = client.get(reverse("curriculum:step", args=[enrolment.reference, 1])).content.decode()
    assert "This is what the package claims" in shown
    complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    snapshot = Completion.objects.get().snapshot
    assert snapshot["evidence"] == "A package's own claim of completion, not scored by this server"
    assert snapshot["score_percent"] is None


def test_a_package_that_was_not_passed_can_be_begun_anew(client, cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    play(enrolment, [["cmi.core.lesson_status", "failed"]])
    client.force_login(cast.officer)
    url = reverse("curriculum:step", args=[enrolment.reference, 1])
    assert "Start anew" in client.get(url).content.decode()
    client.post(f"{url}package/again/")
    assert ScormRegistration.objects.get().attempt == 2
    play(enrolment)
    assert ScormRegistration.objects.get().counts


def test_by_default_a_claim_needs_a_quiz_beside_it(cast):
    edition = make_package_edition(cast.agency)
    course = make_course(editions=[edition])
    with pytest.raises(ClaimNotEnough):
        begin_enrolment(actor=cast.officer, assignment=make_assignment(user=cast.officer, course=course))
    fields = {"title": "X", "key": "x", "hours": "1", "evidence": "server_scored", f"place_{edition.module_id}": "1"}
    assert "no quiz that is scored here" in str(CourseForm(fields).errors["evidence"])
    assert CourseForm(fields | {"evidence": "package_claim"}).is_valid()


def test_with_a_quiz_the_certificate_names_both(cast):
    edition = make_package_edition(cast.agency, with_scenario=True)
    enrolment = make_package_enrolment(cast.officer, edition, evidence="server_scored")
    play(enrolment)
    for step in steps_of(enrolment):
        if step.is_scenario:
            take_scenario(enrolment, step)
        complete_step(actor=cast.officer, enrolment=enrolment, step=step.as_edition_step())
    snapshot = Completion.objects.get().snapshot
    assert snapshot["evidence"] == "Server-scored quiz; a package was completed by its own claim"
    assert snapshot["score_percent"] == 100
    assert StepProgress.objects.filter(completed_at__isnull=False).count() == 2


def test_after_the_end_it_is_only_looked_at(client, cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    play(enrolment)
    enrolment = complete_step(actor=cast.officer, enrolment=enrolment, step=package_step(enrolment).as_edition_step())
    before = ScormRegistration.objects.get().state
    enrolment.officer = cast.officer.officer
    address = launch_package(
        actor=cast.officer, enrolment=enrolment, step=package_step(enrolment).as_edition_step()
    ).partition("8000")[2]
    page = CONTENT.post(f"{address}open", "{}", content_type="application/json").json()
    assert page["values"]["cmi.core.lesson_mode"] == "review"
    assert ScormRegistration.objects.get().state == before


def test_a_window_from_before_the_end_records_nothing_after_it(cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    base = launched(enrolment)
    play(enrolment)
    page = CONTENT.post(f"{base}open", '{"wish": "{target=i1}choice"}', content_type="application/json").json()
    complete_step(actor=cast.officer, enrolment=enrolment, step=package_step(enrolment).as_edition_step())
    before = ScormRegistration.objects.values("state", "percent", "hundredths", "opens").get()
    told = {"attempt": 1, "sco": "i1", "seq": page["seq"] + 1, "changes": [["cmi.core.score.raw", "100"]]}
    answer = CONTENT.post(f"{base}commit/{page['opens']}", json.dumps(told), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "review")
    again = CONTENT.post(f"{base}open", "{}", content_type="application/json").json()
    assert again["values"]["cmi.core.lesson_mode"] == "review"
    assert ScormRegistration.objects.values("state", "percent", "hundredths", "opens").get() == before


def test_a_coordinator_reads_the_claims_of_their_own_officers(client, cast, django_assert_max_num_queries):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    url = reverse("curriculum_admin:package_run", args=[enrolment.reference, package_step(enrolment).key])
    client.force_login(cast.coordinator)
    assert client.get(url).status_code == 404  # nothing was begun
    play(enrolment)
    with django_assert_max_num_queries(12):
        shown = client.get(url).content.decode()
    assert all(words in shown for words in ("q1", "right", "know", "90 of 100 points", "5 minutes"))
    listed = client.get(reverse("curriculum_admin:officer", args=[cast.officer.reference])).content.decode()
    assert url in listed
    client.force_login(cast.outside_coordinator)
    assert client.get(url).status_code == 404
    client.force_login(cast.officer)
    assert client.get(url).status_code == 302


def test_the_run_is_of_the_person_alone(cast):
    enrolment = make_package_enrolment(cast.officer, make_package_edition(cast.agency))
    with pytest.raises(PermissionDenied):
        run_of(actor=cast.teammate, enrolment=enrolment, step=package_step(enrolment).as_edition_step())
