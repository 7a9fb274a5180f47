"""What packages made elsewhere claim about an officer. Claims, never scores of ours."""

from __future__ import annotations

from collections.abc import Iterable

from curriculum.models import Enrolment
from curriculum.subjects import attempt_subject
from modules.enums import StepKind
from modules.models import Edition, EditionStep, ModulePage, ScormRegistration


def package_digest(step: EditionStep) -> str:
    """The content of the package that the step plays (one query where the step's content was not read)."""
    return str(step.content["package"]["digest"])


def package_run(enrolment: Enrolment, step: EditionStep) -> ScormRegistration | None:
    """The officer's run through the package of this step, if it was begun."""
    runs = ScormRegistration.objects.filter(person=enrolment.officer.user_id, digest=package_digest(step))
    return runs.filter(subject=attempt_subject(enrolment, step.key)).first()


def has_counting_claim(enrolment: Enrolment, step: EditionStep) -> bool:
    run = package_run(enrolment, step)
    return run is not None and run.counts


def modules_with_claims_only(modules: Iterable[ModulePage]) -> list[str]:
    """The titles of the modules whose current edition has a package and no quiz that is scored here (one query)."""
    editions = Edition.objects.current().filter(module__in=list(modules), steps__kind=StepKind.SCORM)
    return list(editions.exclude(steps__kind=StepKind.SCENARIO).values_list("title", flat=True).distinct())


def runs_about(subjects: Iterable[str]) -> dict[str, ScormRegistration]:
    """The newest run of each subject (one query)."""
    return {run.subject: run for run in ScormRegistration.objects.filter(subject__in=list(subjects)).order_by("pk")}
