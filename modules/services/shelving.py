"""Starting modules, and the shelf on which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from modules.models import ModuleIndexPage, ModulePage
from modules.services.coauthoring import LEAD_PERMISSIONS, set_coauthors
from people.enums import RoleName
from people.models import Agency
from people.services.roles import role_group
from records.services.ledger import record_event


@transaction.atomic
def module_shelf() -> ModuleIndexPage:
    """The one index page, made on first use; administrators may find every module from it. Nobody may publish."""
    shelf = ModuleIndexPage.objects.first()
    if shelf is None:
        shelf = Page.get_first_root_node().add_child(
            instance=ModuleIndexPage(title="Modules", slug="modules", live=False)
        )
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=LEAD_PERMISSIONS
        ):
            GroupPagePermission.objects.get_or_create(
                group=role_group(RoleName.ADMINISTRATOR), page=shelf, permission=permission
            )
    return shelf


@transaction.atomic
def start_module(
    *,
    actor: object,
    title: str,
    slug: str,
    agencies: Mapping[Agency, str] | Iterable[Agency],
    language: str = "en",
    summary: str = "",
    approvals_needed: int | None = None,
) -> ModulePage:
    """Put an empty module on the shelf, with its co-authors and their permissions."""
    module = module_shelf().add_child(
        instance=ModulePage(title=title, slug=slug, language=language, summary=summary, live=False)
    )
    module.save_revision(user=actor if hasattr(actor, "pk") else None, log_action=False)
    set_coauthors(actor=actor, module=module, agencies=agencies, approvals_needed=approvals_needed)
    record_event(
        actor=actor,
        action="modules.module.started",
        subject=f"module:{module.translation_key}",
        data={"slug": slug, "language": language},
    )
    return module
