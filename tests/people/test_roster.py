"""Planning and applying a roster."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from people.models import Officer, RosterUpload, Unit, User
from people.roster import COLUMNS
from people.services.roster import (
    RosterChanged,
    RosterHasFaults,
    UnitsNotAgreed,
    apply_roster,
    keep_upload,
    plan_roster,
)
from records.models import LedgerEntry
from tests.factories.people import OfficerFactory, RoleGrantFactory, UserFactory


def roster(*lines: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *lines]).encode()


def line_of(user: User, **changes: str) -> str:
    officer = user.officer
    cells = {
        "badge": officer.badge,
        "name": user.name,
        "email": user.email,
        "unit": officer.unit.name if officer.unit else "",
        "rank": officer.rank,
        "hired_on": "",
        "status": "active" if officer.active else "inactive",
    }
    return ",".join({**cells, **changes}.values())


def import_file(cast, *lines: str, **agreed):
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=roster(*lines))
    planned = plan_roster(cast.department, bytes(upload.content))
    return apply_roster(actor=cast.coordinator, upload=upload, digest=planned.digest(), **agreed)


NEW = "2001,Nia New,nia@example.org,Patrol,Officer,2024-05-01,active"


def test_plan_tells_new_changed_unchanged_and_not_listed(cast):
    planned = plan_roster(cast.department, roster(NEW, line_of(cast.officer, rank="Sergeant")))
    assert [new.row.badge for new in planned.new] == ["2001"]
    assert [(c.field, c.old, c.new) for c in planned.changed[0].changes] == [("rank", "Officer", "Sergeant")]
    assert [gone.badge for gone in planned.leaving] == ["1002"]
    assert planned.unchanged == 0
    assert not Officer.objects.filter(badge="2001").exists()


def test_officer_with_a_new_badge_is_recognised_by_address(cast):
    planned = plan_roster(cast.department, roster(line_of(cast.officer, badge="7777"), line_of(cast.teammate)))
    assert [(c.field, c.old, c.new) for c in planned.changed[0].changes] == [("badge", "1001", "7777")]
    assert planned.new == planned.leaving == ()


def test_import_does_exactly_the_plan_and_writes_the_ledger_without_names(cast):
    result = import_file(cast, NEW, line_of(cast.officer, rank="Sergeant", name="Olive O'Day"))
    added = Officer.objects.get(department=cast.department, badge="2001")
    assert (result.new, result.changed, result.unchanged, result.marked_inactive) == (1, 1, 0, 0)
    assert (added.user.email, added.unit, added.active) == ("nia@example.org", cast.unit, True)
    assert not added.user.has_usable_password()
    cast.officer.refresh_from_db()
    assert (cast.officer.name, cast.officer.officer.rank) == ("Olive O'Day", "Sergeant")
    assert Officer.objects.get(user=cast.teammate).active
    entry = LedgerEntry.objects.get(action="people.roster.imported")
    assert entry.data["new"] == 1
    assert "Nia" not in str(entry.data)


def test_second_confirm_returns_the_first_result_and_the_file_is_gone(cast):
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=roster(NEW))
    digest = plan_roster(cast.department, roster(NEW)).digest()
    first = apply_roster(actor=cast.coordinator, upload=upload, digest=digest)
    assert apply_roster(actor=cast.coordinator, upload=upload, digest=digest) == first
    upload.refresh_from_db()
    assert bytes(upload.content) == b""
    assert Officer.objects.filter(badge="2001").count() == 1
    assert LedgerEntry.objects.filter(action="people.roster.imported").count() == 1


def test_only_ticked_officers_whom_the_file_does_not_list_are_marked_inactive(cast):
    listed, outside = cast.officer.officer.pk, cast.outside_officer.officer.pk
    import_file(cast, line_of(cast.officer), leaving=[cast.teammate.officer.pk, listed, outside])
    active = dict(Officer.objects.values_list("user__name", "active"))
    assert active == {"Olive Officer": True, "Tess Teammate": False, "Otto Outside": True}


def test_department_that_changed_meanwhile_is_not_touched(cast):
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=roster(NEW))
    digest = plan_roster(cast.department, roster(NEW)).digest()
    OfficerFactory(department=cast.department, badge="1003")
    with pytest.raises(RosterChanged) as refused:
        apply_roster(actor=cast.coordinator, upload=upload, digest=digest)
    assert "1003" in [gone.badge for gone in refused.value.plan.leaving]
    assert not User.objects.filter(email="nia@example.org").exists()


def test_units_are_made_only_when_agreed_and_once(cast):
    lines = ["1,A,a@example.org,Patrol / K-9,,,active", "2,B,b@example.org,patrol/k 9,,,active"]
    with pytest.raises(UnitsNotAgreed):
        import_file(cast, *lines)
    assert import_file(cast, *lines, make_units=True).units == 1
    made = Unit.objects.get(name="K-9")
    assert (made.path, made.parent, made.officers.count()) == ("/patrol/k-9/", cast.unit, 2)


def test_unit_nearly_like_another_is_pointed_out(cast):
    planned = plan_roster(cast.department, roster("1,A,a@example.org,Patroll,,,active"))
    assert [(unit.label, unit.similar) for unit in planned.new_units] == [("Patroll", "Patrol")]


@pytest.mark.parametrize("taken_by", ["outside_officer", "author", "outside_coordinator", "administrator"])
def test_address_of_somebody_elsewhere_is_refused_without_saying_who(cast, taken_by):
    person = getattr(cast, taken_by)
    fault = plan_roster(cast.department, roster(f"9,A,{person.email.upper()},,,,active")).faults[0]
    assert (fault.line, fault.column) == (2, "email")
    assert person.name not in fault.reason
    assert "Elsewhere" not in fault.reason


def test_coordinator_of_the_department_can_be_an_officer_too(cast):
    import_file(cast, f"9,Kim Coordinator,{cast.coordinator.email},,,,active")
    assert Officer.objects.get(badge="9").user == cast.coordinator


def test_address_of_a_person_with_a_role_cannot_be_moved_by_a_roster(cast):
    RoleGrantFactory(user=cast.officer, role="administrator")
    planned = plan_roster(cast.department, roster(line_of(cast.officer, email="mine@example.org")))
    assert [fault.column for fault in planned.faults] == ["email"]


def test_addresses_cannot_be_swapped(cast):
    lines = [line_of(cast.officer, email=cast.teammate.email), line_of(cast.teammate, email=cast.officer.email)]
    faults = plan_roster(cast.department, roster(*lines)).faults
    assert [(fault.line, fault.column) for fault in faults] == [(2, "email"), (3, "email")]


def test_moved_address_no_longer_signs_in(cast):
    EmailAddress.objects.create(user=cast.officer, email=cast.officer.email, verified=True, primary=True)
    import_file(cast, line_of(cast.officer, email="olive@example.org"), line_of(cast.teammate))
    cast.officer.refresh_from_db()
    assert cast.officer.email == "olive@example.org"
    assert not EmailAddress.objects.filter(user=cast.officer).exists()


def test_one_bad_line_keeps_the_whole_file_out(cast):
    with pytest.raises(RosterHasFaults):
        import_file(cast, NEW, "3,C,not an address,,,,active")
    assert not User.objects.filter(email="nia@example.org").exists()


def test_stale_uploads_and_other_tries_of_the_same_person_go(cast):
    keep_upload(actor=cast.coordinator, department=cast.department, content=roster(NEW))
    keep_upload(actor=cast.coordinator, department=cast.department, content=roster(NEW))
    assert RosterUpload.objects.count() == 1


@pytest.mark.parametrize("name", ["outside_coordinator", "auditor", "officer", "administrator"])
def test_nobody_else_may_import(cast, name):
    with pytest.raises(PermissionDenied):
        keep_upload(actor=getattr(cast, name), department=cast.department, content=roster(NEW))
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=roster(NEW))
    with pytest.raises(PermissionDenied):
        apply_roster(actor=getattr(cast, name), upload=upload, digest="0" * 64)


def test_ten_thousand_rows_cost_few_queries(cast, django_assert_max_num_queries):
    lines = [f"N{n:05},Näme {n},n{n}@example.org,Patrol,Officer,2020-01-02,active" for n in range(10_000)]
    upload = keep_upload(actor=cast.coordinator, department=cast.department, content=roster(*lines))
    with django_assert_max_num_queries(8):
        planned = plan_roster(cast.department, bytes(upload.content))
    with django_assert_max_num_queries(260):
        result = apply_roster(actor=cast.coordinator, upload=upload, digest=planned.digest())
    assert result.new == 10_000
    assert Officer.objects.for_department(cast.department).count() == 10_002


@pytest.mark.parametrize("rows", [1, 3])
def test_plan_costs_the_same_for_any_number_of_rows(cast, rows, django_assert_num_queries):
    lines = [f"N{n},Name {n},n{n}@example.org,Patrol,,,active" for n in range(rows)]
    UserFactory(email="n0@elsewhere.example")
    with django_assert_num_queries(3):
        plan_roster(cast.department, roster(*lines))
