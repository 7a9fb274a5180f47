"""Importing a department's roster: keep the file, plan it against the department as it is, apply exactly that plan."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Department, RosterUpload, User
from people.roster import Reading, RosterPlan, plan, read_roster
from people.roster_queries import accounts_behind, officers_now, units_now
from people.rules import is_coordinator_of
from people.services.roster_writing import add_officers, add_units, change_officers, mark_inactive
from records.services.ledger import record_event

MOST_BYTES = 4 * 1024 * 1024
MOST_LEAVING = 1000


class RosterRefused(Exception):
    """The roster was not imported and nothing was changed; `plan` is what it would do now."""

    def __init__(self, plan: RosterPlan) -> None:
        super().__init__()
        self.plan = plan


class RosterChanged(RosterRefused):
    """The department changed since the dry run was shown."""


class RosterHasFaults(RosterRefused):
    """Some lines cannot be imported."""


class UnitsNotAgreed(RosterRefused):
    """The roster names units that do not exist, and nobody said that they shall be made."""


@dataclass(frozen=True)
class RosterResult:
    """What an import did, in counts."""

    new: int
    changed: int
    unchanged: int
    units: int
    marked_inactive: int


@transaction.atomic
def keep_upload(*, actor: User, department: Department, content: bytes) -> RosterUpload:
    """Keep a file for its dry run. Files of the same person that were never applied, and all stale ones, go."""
    _check(actor, department)
    now = timezone.now()
    RosterUpload.objects.stale(now).delete()
    RosterUpload.objects.filter(department=department, uploaded_by=actor, applied_at=None).delete()
    return RosterUpload.objects.create(
        department=department,
        uploaded_by=actor,
        content=content,
        sha256=sha256(content).hexdigest(),
        uploaded_at=now,
    )


def plan_roster(department: Department, content: bytes) -> RosterPlan:
    """The dry run: reads only, in a fixed number of queries. Raises RosterUnreadable."""
    return _plan(department, read_roster(content))


@transaction.atomic
def apply_roster(
    *, actor: User, upload: RosterUpload, digest: str, make_units: bool = False, leaving: Collection[int] = ()
) -> RosterResult:
    """Do exactly the plan whose digest was shown. A second call returns the first one's result.

    `leaving` are officers whom the file does not list and who shall be marked as inactive: nobody else can be.
    Raises RosterChanged, RosterHasFaults or UnitsNotAgreed, and then nothing is written.
    """
    _check(actor, upload.department)
    department = Department.objects.select_for_update().get(pk=upload.department_id)
    upload = RosterUpload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.applied_at:
        return RosterResult(**upload.result)
    planned = plan_roster(department, bytes(upload.content))
    _refuse(planned, digest, make_units)
    try:
        with transaction.atomic():
            result = _write(department, planned, set(leaving))
    except IntegrityError as error:
        raise RosterChanged(planned) from error
    upload.applied_at, upload.result, upload.content = timezone.now(), asdict(result), b""
    upload.save(update_fields=["applied_at", "result", "content"])
    record_event(
        actor=actor,
        action="people.roster.imported",
        subject=f"department:{department.slug}",
        data={**asdict(result), "file": upload.sha256, "plan": digest},
    )
    return result


def _check(actor: User, department: Department) -> None:
    if not is_coordinator_of(actor, department):
        raise PermissionDenied


def _plan(department: Department, reading: Reading) -> RosterPlan:
    units = units_now(department)
    officers = officers_now(department, units)
    known = {officer.email.lower() for officer in officers}
    accounts = accounts_behind(department, {row.email for row in reading.rows} - known)
    return plan(reading, officers=officers, units=units, accounts=accounts)


def _refuse(planned: RosterPlan, digest: str, make_units: bool) -> None:
    if planned.faults:
        raise RosterHasFaults(planned)
    if planned.digest() != digest:
        raise RosterChanged(planned)
    if planned.new_units and not make_units:
        raise UnitsNotAgreed(planned)


def _write(department: Department, planned: RosterPlan, leaving: set[int]) -> RosterResult:
    made = add_units(department, planned.new_units)
    units = units_now(department)
    add_officers(department, planned.new, units)
    change_officers(department, planned.changed, units)
    offered = {gone.officer for gone in planned.leaving} if len(planned.leaving) <= MOST_LEAVING else set()
    return RosterResult(
        new=len(planned.new),
        changed=len(planned.changed),
        unchanged=planned.unchanged,
        units=made,
        marked_inactive=mark_inactive(department, leaving & offered),
    )
