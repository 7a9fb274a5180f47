"""Recording that a course was finished."""

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from records.canonical import canonical_copy, digest
from records.models import Completion
from records.models.ledger import new_salt
from records.services.ledger import record_event

SNAPSHOT_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class EditionTaken:
    """One edition as the officer took it, and the agencies that had signed it."""

    module_title: str
    number: int
    digest: str
    language: str
    agencies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CompletionSnapshot:
    """Everything a completion says for ever, needing no other table to be read."""

    person_reference: UUID
    person_name: str
    badge: str
    rank: str
    department: str
    department_name: str
    unit_name: str
    course_key: str
    course_title: str
    requirement_title: str
    legal_basis: str
    hours: Decimal
    score_percent: int | None
    pass_mark: int | None
    evidence: str
    editions: tuple[EditionTaken, ...]
    started_at: datetime
    completed_at: datetime
    valid_until: date | None

    def as_data(self) -> dict[str, Any]:
        """The snapshot as canonical JSON values: times in UTC, hours as text."""
        data = asdict(self)
        data["person_reference"] = str(self.person_reference)
        data["hours"] = f"{self.hours.normalize():f}"
        data["started_at"] = _utc(self.started_at)
        data["completed_at"] = _utc(self.completed_at)
        data["valid_until"] = self.valid_until.isoformat() if self.valid_until else None
        return canonical_copy(data)


@transaction.atomic
def record_completion(*, actor: object | str, snapshot: CompletionSnapshot) -> Completion:
    """Keep a completion with its digest and its ledger entry; all or nothing.

    A salt is mixed into the kept snapshot, so that nobody can find out a name by trying names against the digest.
    """
    kept = snapshot.as_data() | {"version": SNAPSHOT_VERSION, "salt": new_salt()}
    kept_digest = digest(kept)
    entry = record_event(
        actor=actor,
        action="records.completion.recorded",
        subject=f"completion:{kept_digest}",
        data={"digest": kept_digest, "course": snapshot.course_key, "editions": [e.digest for e in snapshot.editions]},
    )
    return Completion.objects.create(
        snapshot=kept,
        digest=kept_digest,
        person_reference=snapshot.person_reference,
        department=snapshot.department,
        course_key=snapshot.course_key,
        completed_at=snapshot.completed_at,
        valid_until=snapshot.valid_until,
        entry=entry,
    )


def _utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a completion needs times that know their zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
