"""The coordinator's desk: dashboard, list, export, bulk actions, asked by the whole cast."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from curriculum.clock import today
from curriculum.models import Assignment
from curriculum.services.assigning import assign_requirement
from records.models import LedgerEntry
from tests.factories.curriculum import finish, make_assignment, make_course, make_enrolment, make_requirement
from tests.factories.people import OfficerFactory, UnitFactory

DASHBOARD, LIST, EXPORT, BULK = (
    f"curriculum_admin:{name}" for name in ("dashboard", "assignments", "assignments_export", "bulk")
)


@pytest.fixture
def assigned(cast):
    """One requirement for the whole department; Olive is overdue, Tess is in time."""
    requirement = make_requirement(department=cast.department, title="Yearly bulletin")
    assign_requirement(actor="test", requirement=requirement)
    Assignment.objects.filter(officer__user=cast.officer).update(due_on=today() - timedelta(days=3))
    return requirement


@pytest.fixture
def kim(client, cast):
    client.force_login(cast.coordinator)
    return client


def of(user) -> Assignment:
    return Assignment.objects.get(officer__user=user)


def names(response) -> list[str]:
    return [row.officer.user.name for row in response.context["page_obj"]]


def urls(requirement) -> list[str]:
    return [
        reverse(DASHBOARD),
        reverse(LIST),
        reverse(EXPORT),
        reverse("curriculum_admin:requirements"),
        reverse("curriculum_admin:requirement_add"),
        reverse("curriculum_admin:requirement_edit", args=[requirement.reference]),
        reverse("curriculum_admin:assign", args=[requirement.reference]),
    ]


def test_coordinator_sees_every_page_with_one_heading(kim, assigned):
    for url in urls(assigned):
        response = kim.get(url)
        assert response.status_code == 200, url
        if not response.streaming:
            assert response.content.decode().count("<h1") == 1, url


@pytest.mark.parametrize("name", ["auditor", "author", "administrator"])
def test_other_roles_are_refused(client, cast, assigned, name):
    client.force_login(getattr(cast, name))
    for url in [*urls(assigned), reverse(BULK)]:
        assert client.get(url).status_code in (403, 405), url
        assert client.post(url).status_code in (403, 405), url


@pytest.mark.parametrize("name", ["officer", None])
def test_who_may_not_enter_the_admin_is_sent_to_sign_in(client, cast, assigned, name):
    if name:
        client.force_login(getattr(cast, name))
    for url in urls(assigned):
        assert client.get(url).status_code == 302, url


def test_another_departments_coordinator_sees_nothing_of_it(client, cast, assigned):
    client.force_login(cast.outside_coordinator)
    assert names(client.get(reverse(LIST))) == []
    for url in [reverse(DASHBOARD), reverse(LIST), reverse(EXPORT)]:
        assert client.get(url, {"department": cast.department.slug}).status_code == 404, url
    assert client.get(reverse(LIST), {"requirement": assigned.reference, "unit": cast.unit.pk}).status_code == 200
    for name in ("requirement_edit", "assign"):
        url = reverse(f"curriculum_admin:{name}", args=[assigned.reference])
        assert client.get(url).status_code == client.post(url).status_code == 404


def test_foreign_assignments_cannot_be_touched_in_bulk(client, cast, assigned):
    client.force_login(cast.outside_coordinator)
    response = client.post(reverse(BULK), {"action": "waive", "picked": [of(cast.officer).pk], "reason": "x"})
    assert response.context["plan"].touched == ()
    assert of(cast.officer).is_open


def test_dashboard_sums_units_with_those_below(kim, cast, assigned):
    below = UnitFactory(department=cast.department, parent=cast.unit, name="Night", code="night")
    OfficerFactory(department=cast.department, unit=below, badge="1003")
    assign_requirement(actor="test", requirement=assigned)
    context = kim.get(reverse(DASHBOARD)).context
    assert [(share.label, share.assigned, share.overdue) for share in context["units"]] == [
        ("Patrol", 3, 1),
        ("Night", 1, 0),
    ]
    assert (context["total"].assigned, context["total"].percent) == (3, 0)


def test_dashboard_without_requirements_says_how_to_begin(kim):
    assert "New requirement" in kim.get(reverse(DASHBOARD)).content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Olive Officer", "Tess Teammate"]),
        ({"state": "overdue"}, ["Olive Officer"]),
        ({"state": "not_started"}, ["Tess Teammate"]),
        ({"state": "in_progress"}, []),
        ({"state": "done"}, []),
        ({"state": "lapsing"}, []),
        ({"q": "tess"}, ["Tess Teammate"]),
        ({"q": "1001"}, ["Olive Officer"]),
        ({"q": "olive tess"}, []),
        ({"state": "nonsense", "unit": "x", "requirement": "y"}, ["Olive Officer", "Tess Teammate"]),
    ],
)
def test_list_is_filtered(kim, assigned, query, found):
    assert sorted(names(kim.get(reverse(LIST), query))) == found


def test_list_is_filtered_by_unit_with_all_below(kim, cast, assigned):
    top = UnitFactory(department=cast.department, name="Jail", code="jail")
    assert names(kim.get(reverse(LIST), {"unit": top.pk})) == []
    assert len(names(kim.get(reverse(LIST), {"unit": cast.unit.pk}))) == 2


def test_export_neutralises_cells(kim, cast, assigned):
    cast.officer.name = "=cmd()"
    cast.officer.save()
    response = kim.get(reverse(EXPORT), {"state": "overdue"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].startswith("badge,name,email")
    assert "1001,'=cmd()" in text
    assert "1002" not in text


def test_reminding_previews_then_sends_once(kim, cast, assigned):
    posted = {"action": "remind", "everything": "on"}
    preview = kim.post(reverse(BULK), posted)
    assert "Olive Officer" in preview.content.decode()
    assert "Tess Teammate" not in preview.content.decode()
    assert mail.outbox == []
    confirmed = {**posted, "plan": preview.context["plan"].digest()}
    assert kim.post(reverse(BULK), confirmed).status_code == 302
    assert kim.post(reverse(BULK), confirmed).status_code == 409
    assert [message.to for message in mail.outbox] == [[cast.officer.email]]


def test_waiving_previews_and_keeps_the_reason(kim, cast, assigned):
    posted = {"action": "waive", "picked": [of(cast.officer).pk]}
    plan = kim.post(reverse(BULK), posted).context["plan"].digest()
    assert of(cast.officer).is_open
    without = kim.post(reverse(BULK), {**posted, "plan": plan})
    assert without.status_code == 422
    assert of(cast.officer).is_open
    assert kim.post(reverse(BULK), {**posted, "plan": plan, "reason": "On leave"}).status_code == 302
    assert of(cast.officer).waived_reason == "On leave"
    assert of(cast.teammate).is_open
    assert LedgerEntry.objects.filter(action="curriculum.assignment.waived").count() == 1


def test_bulk_that_changed_since_its_preview_is_shown_anew(kim, cast, assigned):
    posted = {"action": "waive", "everything": "on", "reason": "Moved"}
    plan = kim.post(reverse(BULK), posted).context["plan"].digest()
    Assignment.objects.filter(pk=of(cast.teammate).pk).delete()
    assert kim.post(reverse(BULK), {**posted, "plan": plan}).status_code == 409
    assert of(cast.officer).is_open


@pytest.mark.parametrize("posted", [{}, {"action": "delete"}, {"action": "waive", "picked": ["1; drop"]}])
def test_nonsense_in_bulk_changes_nothing(kim, cast, assigned, posted):
    assert kim.post(reverse(BULK), posted).status_code in (200, 302)
    assert of(cast.officer).is_open


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_dashboard_cost_the_same_for_any_number_of_rows(kim, cast, rows, django_assert_num_queries):
    for number in range(rows - 1):
        OfficerFactory(department=cast.department, unit=cast.unit, badge=f"20{number}")
    cast.teammate.officer.delete()
    make_assignment(user=cast.officer, course=make_course())
    for url, cost in ((reverse(LIST), 14), (reverse(DASHBOARD), 14), (reverse("curriculum_admin:requirements"), 11)):
        kim.get(url)
        with django_assert_num_queries(cost):
            kim.get(url)


def test_done_and_about_to_lapse(kim, cast):
    course = make_course(validity_months=1)
    finish(make_enrolment(user=cast.officer, course=course))
    assert names(kim.get(reverse(LIST), {"state": "lapsing"})) == ["Olive Officer"]
    context = kim.get(reverse(DASHBOARD)).context
    assert (context["lapsing"], context["total"].done, context["total"].percent) == (1, 1, 50)


def test_menu_shows_the_desk_to_whom_it_is_for(client, cast):
    for name, training, audit in (("coordinator", True, False), ("auditor", False, True), ("author", False, False)):
        client.force_login(getattr(cast, name))
        page = client.get("/admin/").content.decode()
        assert (f'"{reverse(DASHBOARD)}"' in page, f'"{reverse("curriculum_admin:audit")}"' in page) == (
            training,
            audit,
        )
