"""The whole cast asks every address of ours: nothing breaks, and nobody sees what is another's."""

import pytest

from tests.config.conftest import Answer

pytestmark = pytest.mark.django_db  # else this file alone would be given no database

OFFICERS = {"officer", "teammate", "outside_officer"}
OWN = {  # what belongs to the one officer of the world
    "curriculum:resume",
    "curriculum:language",
    "curriculum:step",
    "curriculum:certificate",
    "curriculum:screening_recording",
    "curriculum:screening_captions",
}
ONE_DEPARTMENT = {
    "people_admin:roster_dry_run",
    "people_admin:roster_plan",
    "curriculum_admin:requirement_edit",
    "curriculum_admin:assign",
    "curriculum_admin:officer",
    "curriculum_admin:allow_attempts",
    "curriculum_admin:certificate_revoke",
    "curriculum_admin:certificate_reissue",
}
EMPTY_HANDED = {"people:kept_form", "modules:asset", "workspace_sign_in", "page_sign_in"}
AGENCIES = {
    "review:sign_off_list",
    "review:candidate",
    "review:candidate_step",
    "review:docket",
    "review:materials",
    "review:material",
    "review:workspace",
    "review:version_recording",
    "review:hosting",
    "review_put_up",
}


def shown(answers: list[Answer], *names: str) -> set[str]:
    return {answer.person for answer in answers if answer.address.name in names and answer.status == 200}


def test_every_address_with_arguments_is_described(cast_walk):
    """Who adds an address says in tests/config/world.py what leads to it, so that the cast can ask it."""
    assert cast_walk.undescribed == []


def test_nothing_breaks_for_anyone(answers):
    assert [str(answer) for answer in answers if answer.status >= 500] == []


def test_every_address_answers_someone_with_success(answers):
    """Else the walk would prove nothing: each address is reached by at least one person, or takes no GET."""
    reached = {a.address.name for a in answers if a.person != "anonymous" and a.status in {200, 302, 405}}
    assert {a.address.name for a in answers} - reached == EMPTY_HANDED


def test_officers_and_strangers_see_no_page_of_the_workspace(answers):
    seen = [str(a) for a in answers if a.address.in_workspace and a.status == 200]
    assert [line for line in seen if line.split(" at ")[0] in OFFICERS | {"anonymous"}] == []


@pytest.mark.parametrize("name", sorted(AGENCIES))
def test_pages_of_agencies_are_for_agencies(answers, name):
    assert shown(answers, name) <= {
        "author",
        "second_author",
        "outside_author",
        "reviewer",
        "second_reviewer",
    }


@pytest.mark.parametrize(
    "name", ["review:candidate", "review:candidate_step", "review_put_up", "modules_admin:translation"]
)
def test_drafts_are_for_their_own_agencies(answers, name):
    assert shown(answers, name)
    assert "outside_author" not in shown(answers, name)


@pytest.mark.parametrize("name", sorted(OWN))
def test_an_officers_own_pages_are_theirs_alone(answers, name):
    given = {a.person: a.status for a in answers if a.address.name == name}
    assert given["officer"] in {200, 302}
    assert {status for person, status in given.items() if person not in {"officer", "anonymous"}} <= {403, 404}


def test_evidence_is_for_auditors_of_the_department_alone(answers):
    assert shown(answers, "curriculum_admin:audit_certificate") == {"auditor"}


@pytest.mark.parametrize("name", sorted(ONE_DEPARTMENT))
def test_what_is_one_departments_is_for_its_coordinator_alone(answers, name):
    assert shown(answers, name) == {"coordinator"}


def test_guarded_pages_send_anonymous_to_sign_in(answers):
    wrong = [
        str(a)
        for a in answers
        if a.person == "anonymous" and getattr(a.address.view, "guard", "") and a.status not in {302, 405}
    ]
    assert wrong == []


def telling(answers: list[Answer], person: str, words: list[str]) -> list[str]:
    """Where this person read any of the words; the page that only the holder's code opens aside."""
    read = (a for a in answers if a.person == person and a.address.name != "records:verify_holder")
    return [str(a) for a in read if any(word in a.text for word in words)]


def test_names_of_officers_are_on_no_public_page(answers, cast_walk):
    assert telling(answers, "anonymous", cast_walk.officers) == []


@pytest.mark.parametrize("name", ["teammate", "outside_officer"])
def test_officers_see_nothing_of_each_other(answers, cast_walk, name):
    assert telling(answers, name, [cast_walk.officers[0], cast_walk.first_officers_email]) == []
