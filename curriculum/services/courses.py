"""Making and changing courses."""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction

from curriculum.models import Course, CourseModule
from modules.models import ModulePage
from people.models import User
from people.rules import is_administrator
from records.canonical import digest
from records.services.ledger import record_event


@transaction.atomic
def save_course(*, actor: User, course: Course, modules: Sequence[ModulePage]) -> None:
    """Keep a course and the order of its modules, and write to the ledger what it now is.

    Runs that were begun keep their editions and modules; pass mark and attempts hold for them too from now on.
    Raises PermissionDenied, or ValidationError when it is not sound.
    """
    if not is_administrator(actor):
        raise PermissionDenied
    made = course.pk is None
    course.full_clean()
    course.save()
    if [row.module_id for row in course.course_modules.order_by("position")] != [module.pk for module in modules]:
        course.course_modules.all().delete()
        CourseModule.objects.bulk_create(
            CourseModule(course=course, module=module, position=position)
            for position, module in enumerate(modules, start=1)
        )
    record_event(
        actor=actor,
        action="curriculum.course.made" if made else "curriculum.course.changed",
        subject=f"course:{course.key}",
        data={
            "hours": str(course.hours),
            "pass_mark": course.pass_mark,
            "attempts_limit": course.attempts_limit,
            "validity_months": course.validity_months,
            "evidence": course.evidence,
            "modules": [str(module.translation_key) for module in modules],
            "wording": digest([course.title, course.summary]),
        },
    )
