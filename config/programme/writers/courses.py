"""Courses of the modules, and who must take them."""

from decimal import Decimal

from django.db import transaction

from config.programme.reader import Programme
from config.programme.writers.rows import Tally, keep_row, words
from curriculum.enums import EvidenceRule
from curriculum.models import Course, CourseModule, Requirement
from modules.models import ModulePage
from people.models import Department, Unit


@transaction.atomic
def write_courses(programme: Programme, tally: Tally) -> None:
    for row in programme.manifest["courses"]:
        values = {
            "title": row["title"],
            "summary": words(row["summary"]),
            "hours": Decimal(row["hours"]),
            "pass_mark": row["pass_mark"],
            "attempts_limit": row["attempts_limit"],
            "validity_months": row["validity_months"],
            "evidence": row.get("evidence", EvidenceRule.SERVER_SCORED),
        }
        course = keep_row(Course, {"key": row["key"]}, values, tally)
        for position, slug in enumerate(row["modules"], start=1):
            module = ModulePage.objects.get(slug=slug)
            keep_row(CourseModule, {"course": course, "position": position}, {"module": module}, tally)
    _requirements(programme, tally)


def _requirements(programme: Programme, tally: Tally) -> None:
    for row in programme.manifest["requirements"]:
        department = Department.objects.get(slug=row["department"])
        values = {
            "course": Course.objects.get(key=row["course"]),
            "legal_basis": words(row["legal_basis"]),
            "layer": row["layer"],
            "ranks": row["ranks"],
            "due_days": row["due_days"],
        }
        requirement = keep_row(Requirement, {"department": department, "title": row["title"]}, values, tally)
        wanted = Unit.objects.filter(department=department, path__in=[f"/{path}/" for path in row["units"]])
        if set(requirement.units.values_list("pk", flat=True)) != set(wanted.values_list("pk", flat=True)):
            requirement.units.set(wanted)
