"""Launching the package of a step, and beginning it anew."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import get_language

from curriculum.models import Enrolment
from curriculum.queries.packages import package_digest
from curriculum.rules import can_take
from curriculum.subjects import attempt_subject
from modules.launch_tokens import Launch, make_token
from modules.models import EditionStep, ScormRegistration
from modules.services.playing import begin_again, registration_for
from people.models import User


def launch_package(*, actor: User, enrolment: Enrolment, step: EditionStep) -> str:
    """The address at which the officer's run plays; only to look at again once the course is finished."""
    run = run_of(actor=actor, enrolment=enrolment, step=step)
    review = enrolment.completed_at is not None
    return play_address(Launch(run.digest, get_language() or "", run.reference, review))


def start_anew(*, actor: User, enrolment: Enrolment, step: EditionStep) -> None:
    """A new attempt at the package; what was reached best stays."""
    if enrolment.completed_at is None:
        begin_again(actor=actor, row=run_of(actor=actor, enrolment=enrolment, step=step))


def run_of(*, actor: User, enrolment: Enrolment, step: EditionStep) -> ScormRegistration:
    if not can_take(actor, enrolment.officer.user_id):
        raise PermissionDenied
    return registration_for(person=actor, subject=attempt_subject(enrolment, step.key), digest=package_digest(step))


def play_address(launch: Launch) -> str:
    return f"{settings.CONTENT_ORIGIN}/play/{make_token(launch)}/"
