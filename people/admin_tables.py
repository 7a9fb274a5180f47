"""Columns that the admin's tables lack."""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column


class TickColumn(Column):
    """A tick box for each row. `value` and `describe` read the row: what is sent, and what is ticked, in words."""

    cell_template_name = "people/admin/tick_cell.html"

    def __init__(
        self,
        name: str,
        *,
        value: Callable[[Any], object],
        describe: Callable[[Any], str],
        ticked: Collection[str] = (),
        can_tick: Callable[[Any], bool] = bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **{"label": _("Select"), **kwargs})
        self.value, self.describe, self.ticked, self.can_tick = value, describe, ticked, can_tick

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context = super().get_cell_context_data(instance, parent_context)
        value = str(self.value(instance))
        return {
            **context,
            "sent": value,
            "described": self.describe(instance),
            "ticked": value in self.ticked,
            "can_tick": self.can_tick(instance),
        }


class LinkColumn(Column):
    """A value that leads to the page of its row."""

    cell_template_name = "people/admin/link_cell.html"

    def __init__(self, name: str, *, get_url: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.get_url = get_url

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        return {**super().get_cell_context_data(instance, parent_context), "url": self.get_url(instance)}
