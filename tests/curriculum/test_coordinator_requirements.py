"""Making, changing and assigning requirements."""

import pytest
from django.urls import reverse

from curriculum.models import Assignment, Requirement
from records.models import LedgerEntry
from tests.factories.curriculum import make_course, make_requirement
from tests.factories.people import OfficerFactory, UnitFactory

ADD = "curriculum_admin:requirement_add"


@pytest.fixture
def kim(client, cast):
    client.force_login(cast.coordinator)
    return client


def form(taught, **changes):
    base = {
        "title": "Yearly bulletin",
        "course": taught.pk,
        "legal_basis": "DB 17-249",
        "layer": "local_policy",
        "everyone": "on",
        "due_days": "30",
        "active": "on",
        "ranks": "",
    }
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


def test_requirement_is_made_for_the_own_department_and_assigned_to_nobody(kim, cast):
    response = kim.post(reverse(ADD), form(make_course()))
    made = Requirement.objects.get()
    assert response.url == reverse("curriculum_admin:assign", args=[made.reference])
    assert (made.department, made.everyone, made.ranks) == (cast.department, True, [])
    assert not Assignment.objects.exists()
    assert LedgerEntry.objects.get(action="curriculum.requirement.made").data["everyone"] is True


def test_requirement_of_units_and_ranks(kim, cast):
    kim.post(reverse(ADD), form(make_course(), everyone=None, units=[cast.unit.pk], ranks="Officer, Sergeant,Officer"))
    made = Requirement.objects.get()
    assert (list(made.units.all()), made.ranks) == ([cast.unit], ["Officer", "Sergeant"])


@pytest.mark.parametrize(
    "changes",
    [
        {"title": ""},
        {"course": "999999"},
        {"layer": "folklore"},
        {"due_days": "-1"},
        {"everyone": None},
        {"ranks": "Officer"},
        {"starts_on": "soon"},
    ],
)
def test_bad_form_is_shown_again_and_keeps_nothing(kim, changes):
    response = kim.post(reverse(ADD), form(make_course(), **changes))
    assert response.status_code == 422
    assert not Requirement.objects.exists()


def test_units_of_another_department_are_refused(kim, cast):
    foreign = UnitFactory(department=cast.other_department)
    assert kim.post(reverse(ADD), form(make_course(), everyone=None, units=[foreign.pk])).status_code == 422
    assert not Requirement.objects.exists()


def test_change_is_kept_with_the_ledger(kim, cast):
    requirement = make_requirement(department=cast.department)
    url = reverse("curriculum_admin:requirement_edit", args=[requirement.reference])
    assert kim.post(url, form(requirement.course, title="Every two years", active=None)).status_code == 302
    requirement.refresh_from_db()
    assert (requirement.title, requirement.active) == ("Every two years", False)
    assert LedgerEntry.objects.filter(action="curriculum.requirement.changed").count() == 1


def test_assigning_previews_then_assigns_exactly_that_once(kim, cast):
    requirement = make_requirement(department=cast.department)
    url = reverse("curriculum_admin:assign", args=[requirement.reference])
    preview = kim.get(url)
    assert "Olive Officer" in preview.content.decode()
    assert "Otto Outside" not in preview.content.decode()
    assert not Assignment.objects.exists()
    plan = preview.context["plan_digest"]
    assert kim.post(url, {"plan": plan}).status_code == 302
    assert kim.post(url, {"plan": plan}).status_code == 409
    assert Assignment.objects.count() == 2


def test_audience_that_changed_since_the_preview_is_shown_anew(kim, cast):
    requirement = make_requirement(department=cast.department)
    url = reverse("curriculum_admin:assign", args=[requirement.reference])
    plan = kim.get(url).context["plan_digest"]
    OfficerFactory(department=cast.department, badge="1003")
    assert kim.post(url, {"plan": plan}).status_code == 409
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("officers", [1, 3])
def test_preview_costs_the_same_for_any_number_of_officers(kim, cast, officers, django_assert_num_queries):
    for number in range(officers):
        OfficerFactory(department=cast.department, unit=cast.unit, badge=f"30{number}")
    url = reverse("curriculum_admin:assign", args=[make_requirement(department=cast.department).reference])
    kim.get(url)
    with django_assert_num_queries(13):
        kim.get(url)
