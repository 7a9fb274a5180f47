"""In whose name an attempt is made: one step of one enrolment, the same from edition to edition."""

from uuid import UUID

from curriculum.models import Enrolment


def attempt_subject(enrolment: Enrolment, step_key: UUID) -> str:
    return f"enrolment:{enrolment.reference}/{step_key}"
