"""Allowing one officer further attempts at one scenario when all of theirs are used."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from curriculum.errors import AttemptsNotUsedUp, GrantNeedsReason, GrantNumberRefused, StepNotInEnrolment
from curriculum.models import Enrolment, ExtraAttempts
from curriculum.queries.attempts import goes_at
from curriculum.rules import can_manage_training
from modules.enums import EditionState, StepKind
from modules.models import EditionStep
from people.models import User
from records.services.ledger import record_event

MOST_AT_ONCE = 10


@transaction.atomic
def grant_attempts(*, actor: User, enrolment: Enrolment, step_key: UUID, number: int, reason: str) -> ExtraAttempts:
    """Allow `number` attempts beyond the limit, with a reason that the officer reads.

    Refused while the officer can go on without them (AttemptsNotUsedUp): the form sent twice allows them once.
    """
    if not reason.strip():
        raise GrantNeedsReason
    if not 1 <= number <= MOST_AT_ONCE:
        raise GrantNumberRefused
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course", "officer__department", "officer__user")
        .get(pk=enrolment.pk)
    )
    if not can_manage_training(actor, enrolment.officer.department):
        raise PermissionDenied
    if enrolment.completed_at or not goes_at(enrolment, _scenario(enrolment, step_key)).stuck:
        raise AttemptsNotUsedUp
    granted = ExtraAttempts.objects.create(
        enrolment=enrolment,
        step_key=step_key,
        number=number,
        reason=reason.strip(),
        granted_by_reference=str(actor.reference),
    )
    record_event(
        actor=actor,
        action="curriculum.attempts.granted",
        subject=f"enrolment:{enrolment.reference}",
        data={"course": enrolment.course.key, "step": str(step_key), "number": number},
    )
    return granted


def _scenario(enrolment: Enrolment, step_key: UUID) -> EditionStep:
    steps = EditionStep.objects.filter(
        edition__enrolment_pins__enrolment=enrolment, key=step_key, kind=StepKind.SCENARIO
    )
    step = steps.exclude(edition__state=EditionState.WITHDRAWN).defer("content").first()
    if step is None:
        raise StepNotInEnrolment
    return step
