"""What stands beside the fields in the editor: read-only, and brought up to date after each save."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from django.urls import reverse
from django.utils.module_loading import import_string
from wagtail.admin.panels import Panel


class BesidePanel(Panel):
    """One part of what `modules.views.beside` shows: the outline of the module, or the map of a quiz."""

    def __init__(self, part: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.part = part

    def clone_kwargs(self) -> dict[str, Any]:
        return {**super().clone_kwargs(), "part": self.part}

    class BoundPanel(Panel.BoundPanel):
        template_name = "modules/admin/beside_panel.html"
        media = Media(css={"all": ["people/admin.css", "modules/scenario-map.css"]}, js=["modules/js/beside.js"])

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
            """The views need the models, and the models these panels: so the part is looked up when it is shown."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            shown = import_string("modules.views.beside.part_of")(self.request, self.instance.pk, self.panel.part)
            context["url"] = reverse("modules_admin:beside", args=[self.instance.pk, self.panel.part])
            context["shown"] = shown
            return context
