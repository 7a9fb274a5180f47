"""Named sets: roles, kinds of department, perspectives of agencies."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoleName(models.TextChoices):
    """What a person may come to do here. Being an officer is not a role: it is a record of employment."""

    AUTHOR = "author", _("Author")
    REVIEWER = "reviewer", _("Reviewer")
    COORDINATOR = "coordinator", _("Training coordinator")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


AGENCY_ROLES = frozenset({RoleName.AUTHOR, RoleName.REVIEWER})
DEPARTMENT_ROLES = frozenset({RoleName.COORDINATOR, RoleName.AUDITOR})
STAFF_ROLES = frozenset(RoleName)


class DepartmentKind(models.TextChoices):
    POLICE = "police", _("Police department")
    SHERIFF = "sheriff", _("Sheriff's office")
    DISTRICT_ATTORNEY = "district_attorney", _("District attorney's office")


class Perspective(models.TextChoices):
    SEX_WORKER_LED = "sex_worker_led", _("Sex-worker-led")
    ANTI_TRAFFICKING = "anti_trafficking", _("Anti-trafficking")
    SURVIVOR_LED = "survivor_led", _("Survivor-led")
    LEGAL = "legal", _("Legal")
    YOUTH = "youth", _("Youth")
    RESEARCH = "research", _("Research")
    CITY = "city", _("City")
