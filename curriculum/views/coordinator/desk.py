"""What every page of the coordinator's desk shares."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from people.admin_pages import Trail, chosen_department
from people.models import Department
from people.queries import departments_coordinated_by

ICON = "clipboard-list"


def departments_of(request: HttpRequest) -> tuple[list[Department], Department]:
    """The coordinator's departments and the one the page is about."""
    departments = list(departments_coordinated_by(request.user))
    return departments, chosen_department(request, departments)


def trail(department: Department, *names: str) -> Trail:
    """The pages above; each address keeps the department."""
    labels = {
        "dashboard": _("Training"),
        "assignments": _("Assignments"),
        "requirements": _("Requirements"),
    }
    query = f"?department={department.slug}"
    return [(labels[name], reverse(f"curriculum_admin:{name}") + query) for name in names]
