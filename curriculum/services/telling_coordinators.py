"""Writing to coordinators, once each, when law that their department's courses rest on has moved."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.models import Course, Enrolment, Requirement
from modules.enums import EditionState
from modules.models import Edition, EditionCitation
from modules.services.telling import TAKEN, Line, Outbox, absolute, edition_line, stale_passages
from people.enums import RoleName
from people.models import RoleGrant, User


def tell_coordinators(*, editions: Collection[int], outbox: Outbox) -> None:
    """Write to the coordinators of each department that requires a course with one of these editions, or whose
    officers are in the middle of one, superseded or not. Candidates are left out: nobody takes them.
    """
    published = Edition.objects.published().filter(pk__in=editions)
    stale = stale_passages(outbox.change, states=TAKEN)
    letters: dict[User, list[Line]] = {}
    for edition in published.order_by("title", "number").defer("canonical"):
        _add(edition, stale, letters)
    outbox.write(
        letters,
        asks=_("You need do nothing: the authors were told. Nobody fails by a question that does not count."),
        link=absolute(reverse("modules_admin:moved")),
    )


def _add(edition: Edition, stale: list[EditionCitation], letters: dict[User, list[Line]]) -> None:
    line = edition_line(edition, stale, absolute(edition.get_absolute_url()))
    courses = Course.objects.filter(course_modules__module=edition.module_id).order_by("title")
    if titles := ", ".join(courses.values_list("title", flat=True)):
        line.title = _("%(edition)s (in %(courses)s)") % {"edition": line.title, "courses": titles}
    for grant in coordinators_of(edition):
        letters.setdefault(grant.user, []).append(line)


def coordinators_of(edition: Edition) -> list[Any]:
    """One grant, with its user, for each coordinator whose department requires the edition or takes it now."""
    requiring = Requirement.objects.active().filter(course__course_modules__module=edition.module_id)
    if edition.state != EditionState.CURRENT:
        requiring = requiring.none()  # who begins now gets a newer one
    taking = Enrolment.objects.unfinished().filter(pins__edition=edition)
    where = Q(department__in=requiring.values("department")) | Q(department__in=taking.values("officer__department"))
    grants = RoleGrant.objects.filter(where, role=RoleName.COORDINATOR, user__is_active=True)
    once = {grant.user_id: grant for grant in grants.select_related("user").order_by("user__email")}
    return list(once.values())
