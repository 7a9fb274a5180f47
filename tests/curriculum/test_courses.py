"""An administrator keeps the courses."""

import pytest
from django.urls import reverse

from curriculum.models import Course
from curriculum.services.enrolling import current_editions
from records.models import LedgerEntry
from tests.factories.curriculum import make_course, make_enrolment
from tests.factories.modules import make_current_edition

pytestmark = pytest.mark.django_db
ADD = "courses_admin:course_add"


@pytest.fixture
def max_(client, cast):
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def editions(cast):
    return [make_current_edition([cast.agency], title=title) for title in ("First", "Second", "Third")]


def fields(*places: tuple[object, int], **more: str) -> dict[str, str]:
    own = {"title": "Safe to report", "key": "safe-to-report", "hours": "4.5", "evidence": "server_scored"}
    return own | {f"place_{edition.module_id}": str(place) for edition, place in places} | more


@pytest.mark.parametrize("name", ["author", "reviewer", "coordinator", "auditor"])
def test_other_roles_are_refused(client, cast, name):
    course = make_course()
    client.force_login(getattr(cast, name))
    for url in (reverse("courses_admin:courses"), reverse(ADD), reverse("courses_admin:course", args=[course.key])):
        assert client.get(url).status_code == 403
        assert client.post(url, fields()).status_code in {403, 405}


def test_course_is_made_with_its_modules_in_order(max_, editions):
    first, _second, third = editions
    answer = max_.post(reverse(ADD), fields((third, 10), (first, 20)))
    assert answer.status_code == 302
    course = Course.objects.get(key="safe-to-report")
    assert current_editions(course) == [third, first]
    entry = LedgerEntry.objects.order_by("pk").last()
    assert entry.action == "curriculum.course.made"
    assert entry.data["modules"] == [str(third.module.translation_key), str(first.module.translation_key)]
    assert "Safe to report" in max_.get(reverse("courses_admin:courses")).content.decode()


def test_course_is_changed_and_keeps_its_short_name(max_, editions):
    first, second, _third = editions
    course = make_course(editions=[first, second])
    url = reverse("courses_admin:course", args=[course.key])
    assert max_.get(url).content.decode().count("<h1") == 1
    max_.post(url, fields((first, 2), (second, 1), key="another"))
    changed = Course.objects.get(pk=course.pk)
    assert (changed.key, changed.title) == (course.key, "Safe to report")
    assert current_editions(changed) == [second, first]


def test_run_that_was_begun_keeps_its_modules(max_, cast, editions):
    first, second, _third = editions
    course = make_course(editions=[first, second])
    begun = make_enrolment(user=cast.officer, course=course)
    max_.post(reverse("courses_admin:course", args=[course.key]), fields((second, 1)))
    assert [pin.edition for pin in begun.pins.order_by("position")] == [first, second]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "at least one module"),
        ({"title": ""}, "required"),
        ({"hours": "0"}, "greater than"),
        ({"hours": "many"}, "number"),
        ({"pass_mark": "101"}, "less than"),
    ],
)
def test_unsound_course_is_not_made(max_, more, said):
    answer = max_.post(reverse(ADD), fields(**more))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Course.objects.exists()


def test_two_modules_in_one_place_are_refused(max_, editions):
    first, second, _third = editions
    answer = max_.post(reverse(ADD), fields((first, 1), (second, 1)))
    assert "same place" in answer.content.decode()
    assert not Course.objects.exists()


def test_second_course_of_a_short_name_is_refused(max_, editions):
    make_course(key="safe-to-report")
    assert max_.post(reverse(ADD), fields((editions[0], 1))).status_code == 422
    assert Course.objects.count() == 1
