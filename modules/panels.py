"""What authors see first in the workspace: their modules, how they stand, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef
from wagtail import hooks
from wagtail.admin.ui.components import Component

from modules.models import Edition, ModulePage
from modules.problems import Problem
from modules.queries import latest_edition_states
from modules.rules import can_edit_steps, modules_written_by
from modules.services.checking import check_modules
from people.rules import is_administrator, is_author

ACTIONS_HOOK = "register_module_actions"


@dataclass(frozen=True)
class ModuleAction:
    """A button beside a module. Higher rooms add theirs: hook `register_module_actions`, (module, user) -> actions."""

    label: str
    url: str


@dataclass
class ModuleLine:
    module: ModulePage
    newest: Edition | None
    problems: list[Problem]
    actions: list[ModuleAction] = field(default_factory=list)
    may_edit: bool = True

    @property
    def errors(self) -> int:
        return sum(problem.is_error for problem in self.problems)

    @property
    def warnings(self) -> int:
        return len(self.problems) - self.errors


class MyModulesPanel(Component):
    name = "my_modules"
    template_name = "modules/admin/my_modules.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {"lines": lines_for(user), "may_start": is_author(user), "may_set": is_administrator(user)}


def lines_for(user: Any) -> list[ModuleLine]:
    """The person's modules with their newest edition and problems; the number of queries does not grow with them."""
    modules = list(
        modules_written_by(user)
        .select_related("translation")
        .annotate(has_current=Exists(Edition.objects.current().filter(module=OuterRef("pk"))))
        .prefetch_related("coauthorships")
        .order_by("title")
    )
    if not modules:
        return []
    newest = latest_edition_states([module.pk for module in modules])
    problems = check_modules(modules)
    return [
        ModuleLine(
            module=module,
            newest=newest.get(module.pk),
            problems=problems[module.pk],
            actions=actions_for(module, user),
            may_edit=can_edit_steps(user, module),
        )
        for module in modules
    ]


def actions_for(module: ModulePage, user: Any) -> list[ModuleAction]:
    """What the person may do with the module, as the rooms above say."""
    return [action for make in hooks.get_hooks(ACTIONS_HOOK) for action in make(module, user)]
