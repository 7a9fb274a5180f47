"""Who may write, and who may read drafts."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from wagtail.models import Page, ReferenceIndex

from modules.enums import EDITING_ROLES, CoauthorRole, EditionState
from modules.freeze.drafts import latest_drafts_of
from modules.freeze.references import references_of
from modules.models import CoAuthorship, ModulePage, Resource, ScormPackage, ThinLicence, Translation
from people.models import Agency, Department
from people.rules import is_administrator, is_author, is_author_for, is_coordinator_of, roles_of


def can_edit_registers(user: Any) -> bool:
    return is_author(user) or is_administrator(user)


def can_view_registers(user: Any) -> bool:
    return roles_of(user).any_staff


def referrals_of(user: Any) -> QuerySet[Resource]:
    """The referrals that the person keeps: those of their agencies and those that nobody owns; an administrator all."""
    if is_administrator(user):
        return Resource.objects.all()
    if not can_edit_registers(user):
        return Resource.objects.none()
    return Resource.objects.filter(Q(owner__isnull=True) | Q(owner__in=roles_of(user).author_of))


def can_check_referral(user: Any, resource: Resource) -> bool:
    if is_administrator(user):
        return True
    return is_author(user) and (resource.owner_id is None or resource.owner_id in roles_of(user).author_of)


def can_verify_law(user: Any) -> bool:
    """Authors, administrators, and everybody of an agency that reviews some module's law."""
    if can_edit_registers(user):
        return True
    agencies = roles_of(user).agencies
    reviewing = CoAuthorship.objects.filter(agency__in=agencies, role=CoauthorRole.LEGAL_REVIEWER)
    return bool(agencies) and reviewing.exists()


def modules_written_by(user: Any) -> QuerySet[ModulePage]:
    """The modules that the person's agencies write together; all of them for an administrator."""
    if is_administrator(user):
        return ModulePage.objects.all()
    return ModulePage.objects.filter(
        pk__in=CoAuthorship.objects.filter(agency__in=roles_of(user).author_of).values("module")
    )


def packages_seen_by(user: Any) -> QuerySet[ScormPackage]:
    """The packages of the person's agencies, and those in modules whose drafts they may read; an administrator all."""
    if is_administrator(user):
        return ScormPackage.objects.all()
    paths = [module.path for module in modules_read_as_drafts_by(user).only("path")]
    steps = Q(pk__in=[])
    for path in paths:
        steps |= Q(versions__steps__path__startswith=path)
    return ScormPackage.objects.filter(Q(agency__in=roles_of(user).agencies) | steps).distinct()


def parts_of(user: Any, module: ModulePage) -> frozenset[str]:
    """The roles that the agencies for which the person writes have in the module."""
    held = roles_of(user).author_of
    return frozenset(row.role for row in module.coauthorships.all() if row.agency_id in held) if held else frozenset()


def leads_module(user: Any, module: ModulePage) -> bool:
    """Whether the person is an author of the agency that leads the module; of any co-author where none leads."""
    parts = parts_of(user, module)
    if CoauthorRole.LEAD in parts:
        return True
    led = any(row.role == CoauthorRole.LEAD for row in module.coauthorships.all())
    return not led and CoauthorRole.CO_AUTHOR in parts


def can_edit_steps(user: Any, module: ModulePage) -> bool:
    """Leads and co-authors change what steps say; translators only where the module is itself a translation."""
    return is_administrator(user) or any(role_edits(part, module) for part in parts_of(user, module))


def can_order_steps(user: Any, module: ModulePage) -> bool:
    """Adding steps, taking them away and ordering them is for who leads."""
    return is_administrator(user) or leads_module(user, module)


def role_edits(role: str, module: ModulePage) -> bool:
    return role in EDITING_ROLES or (role == CoauthorRole.TRANSLATOR and is_translation(module))


def can_comment(user: Any, module: ModulePage) -> bool:
    """Everybody who may read the drafts: all its agencies, whatever their role, with their reviewers."""
    return modules_read_as_drafts_by(user).filter(pk=module.pk).exists()


def is_translation(module: ModulePage) -> bool:
    return hasattr(module, "translation")


def answering_agencies(user: Any, module: ModulePage) -> frozenset[int]:
    """The agencies in whose name the person may say why words stay: those that may edit the module."""
    held = roles_of(user).author_of
    rows = module.coauthorships.all() if held else []
    return frozenset(row.agency_id for row in rows if row.agency_id in held and role_edits(row.role, module))


def can_answer_wording(user: Any, agency: Any, module: ModulePage) -> bool:
    return agency.pk in answering_agencies(user, module)


def modules_read_as_drafts_by(user: Any) -> QuerySet[ModulePage]:
    """The modules whose unpublished text the person may read: co-authors and the reviewers of their agencies."""
    if is_administrator(user):
        return ModulePage.objects.all()
    return ModulePage.objects.filter(
        pk__in=CoAuthorship.objects.filter(agency__in=roles_of(user).agencies).values("module")
    )


def can_start_translation(user: Any, source: ModulePage) -> bool:
    """Those who write a module may have it translated; a translation is not translated again."""
    return can_edit_steps(user, source) and not is_translation(source)


def can_translate(user: Any, translation: Translation) -> bool:
    """Those who may edit the translation: translators, and the leads and co-authors of it."""
    return can_edit_steps(user, translation.page)


def may_issue_licences(user: Any) -> bool:
    """Authors for their agencies, coordinators for their departments, and administrators."""
    return is_administrator(user) or bool(roles_of(user).author_of or roles_of(user).coordinator_of)


def can_issue_licence(user: Any, module: ModulePage, agency: Agency | None, department: Department | None) -> bool:
    """In an agency's name only for what it writes; a department may open any current module in its own systems."""
    if is_administrator(user):
        return True
    if agency:
        writes = module.coauthorships.filter(agency=agency).exists()
        return writes and department is None and is_author_for(user, agency)
    return department is not None and is_coordinator_of(user, department)


def licences_of(user: Any) -> QuerySet[ThinLicence]:
    """Those issued in the name of the person's agencies and departments; an administrator all."""
    if is_administrator(user):
        return ThinLicence.objects.all()
    roles = roles_of(user)
    return ThinLicence.objects.filter(Q(agency__in=roles.author_of) | Q(department__in=roles.coordinator_of))


def modules_to_licence(user: Any) -> QuerySet[ModulePage]:
    """The modules with a current edition that the person could give a licence for."""
    current = ModulePage.objects.filter(editions__state=EditionState.CURRENT).order_by("title").distinct()
    if is_administrator(user) or roles_of(user).coordinator_of:
        return current
    return current.filter(pk__in=modules_written_by(user).values("pk"))


def shows_in_own_module(user: Any, file: Any) -> bool:
    """Whether a draft that the person may read shows this image or recording."""
    kind = ContentType.objects.get_for_model(type(file))
    pages = ReferenceIndex.objects.filter(to_content_type=kind, to_object_id=str(file.pk)).values_list(
        "object_id", flat=True
    )
    steps = Page.objects.filter(pk__in=[int(pk) for pk in pages if pk.isdigit()]).values_list("path", flat=True)
    readable = list(modules_read_as_drafts_by(user))
    if any(path.startswith(module.path) for path in steps for module in readable):
        return True
    return _drafts_refer_to(readable, file)


def _drafts_refer_to(modules: list[ModulePage], file: Any) -> bool:
    """The index knows what was saved to the page itself; a draft that only a revision holds is read for it."""
    found = references_of(step for drafts in latest_drafts_of(modules) for step in drafts.steps)
    return file.pk in (found.image_ids if file._meta.model_name == "contentimage" else found.recording_ids)
