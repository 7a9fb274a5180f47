"""Finishing a course: the completion, its certificate and the ledger are written together or not at all."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from curriculum.clock import day_of
from curriculum.enums import EvidenceRule
from curriculum.errors import ClaimNotEnough, StepsLeft
from curriculum.models import Assignment, Course, Enrolment, StepProgress
from curriculum.queries.attempts import earned_score
from curriculum.queries.outline import Outline, read_outline
from curriculum.schedule import valid_until
from curriculum.subjects import attempt_subject
from modules.enums import HowSigned
from modules.models import Edition, EditionSignature
from modules.queries import withdrawn_names
from modules.services.playing import close_runs
from people.models import User
from records.services.certificates import issue_certificate
from records.services.completions import CompletionSnapshot, EditionTaken, record_completion

SIGNED = "approve"


@transaction.atomic
def finish_enrolment(*, actor: User | str, enrolment: Enrolment, at: datetime | None = None) -> Enrolment:
    """Record the completion, issue the certificate and close the assignment. Finished already: returned as it is.

    Raises StepsLeft while a step is not done, ClaimNotEnough where only a package vouches for a module. `at` dates a
    run that was finished earlier.
    """
    enrolment = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course", "assignment__requirement", "officer__user", "officer__department", "officer__unit")
        .get(pk=enrolment.pk)
    )
    if enrolment.completed_at:
        return enrolment
    outline = read_outline(enrolment)
    if not outline.complete:
        raise StepsLeft
    if enrolment.course.evidence == EvidenceRule.SERVER_SCORED and outline.claims_unbacked:
        raise ClaimNotEnough
    snapshot = _snapshot(enrolment, outline, at or timezone.now())
    completion = record_completion(actor=actor, snapshot=snapshot)
    issue_certificate(actor=actor, completion=completion)
    if played := [attempt_subject(enrolment, step.key) for step in outline if step.is_package]:
        close_runs(subjects=played)
    enrolment.completed_at = snapshot.completed_at
    enrolment.completion_reference = completion.digest
    enrolment.notice = ""  # the editions taken are in the completion
    enrolment.save(update_fields=["completed_at", "completion_reference", "notice"])
    Assignment.objects.filter(pk=enrolment.assignment_id).update(
        completed_at=snapshot.completed_at, valid_until=snapshot.valid_until
    )
    return enrolment


def _snapshot(enrolment: Enrolment, outline: Outline, moment: datetime) -> CompletionSnapshot:
    officer, course, requirement = enrolment.officer, enrolment.course, enrolment.assignment.requirement
    score = earned_score(enrolment, outline)
    return CompletionSnapshot(
        person_reference=officer.user.reference,
        person_name=officer.user.name,
        badge=officer.badge,
        rank=officer.rank,
        department=officer.department.slug,
        department_name=officer.department.name,
        unit_name=officer.unit.name if officer.unit else "",
        course_key=course.key,
        course_title=course.title,
        requirement_title=requirement.title,
        legal_basis=requirement.legal_basis,
        hours=course.hours,
        score_percent=score.percent,
        pass_mark=score.pass_mark,
        evidence=_evidence(course, outline),
        editions=_editions_taken(enrolment),
        started_at=enrolment.started_at,
        completed_at=moment,
        valid_until=valid_until(day_of(moment), course.validity_months),
    )


def _evidence(course: Course, outline: Outline) -> str:
    """In the language of record, whatever the officer reads in; what a package claims is named as such."""
    with override(settings.LANGUAGE_CODE):
        rule = str(course.get_evidence_display())
        if not any(step.is_package for step in outline):
            return rule if course.evidence != EvidenceRule.PACKAGE_CLAIM else str(EvidenceRule.SERVER_SCORED.label)
        if course.evidence == EvidenceRule.READ:
            return _("Lessons marked as read; a package's own claim of completion")
        if course.evidence == EvidenceRule.SERVER_SCORED:
            return _("Server-scored quiz; a package was completed by its own claim")
        if any(step.is_scenario for step in outline):
            return _("A package's own claim of completion, and a server-scored quiz")
        return _("A package's own claim of completion, not scored by this server")


def _editions_taken(enrolment: Enrolment) -> tuple[EditionTaken, ...]:
    """The editions really taken, in order: a module taken in two languages names both, with who signed each."""
    pinned = Edition.objects.filter(enrolment_pins__enrolment=enrolment).order_by("enrolment_pins__position")
    done = (
        StepProgress.objects.filter(enrolment=enrolment, completed_at__isnull=False)
        .filter(edition_step__edition__enrolment_pins__enrolment=enrolment)
        .order_by("edition_step__position")
        .values_list("edition_step__edition", "carried_from__edition")
    )
    taken: dict[int, dict[int, None]] = {}
    for edition, carried in done:
        taken.setdefault(edition, {}).setdefault(carried or edition)
    wanted = [key for pin in pinned.values_list("pk", flat=True) for key in taken.get(pin, {pin: None})]
    rows = Edition.objects.defer("canonical").prefetch_related("signatures", withdrawn_names()).in_bulk(wanted)
    return tuple(_edition_taken(rows[key]) for key in wanted)


def _edition_taken(edition: Edition) -> EditionTaken:
    return EditionTaken(
        module_title=edition.title,
        number=edition.number,
        digest=edition.digest,
        language=edition.language,
        agencies=tuple(_signed_by(sign) for sign in edition.signatures.all() if sign.answer == SIGNED),
    )


def _signed_by(signature: EditionSignature) -> str:
    """Approval by silence is named as such; a name that was withdrawn stands on no new certificate."""
    with override(settings.LANGUAGE_CODE):
        if signature.withdrawal:
            return _("an agency whose name was withdrawn")
        name = signature.agency_name
        return _("%(agency)s (by silence)") % {"agency": name} if signature.how == HowSigned.SILENCE else name
