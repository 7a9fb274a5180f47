"""A StreamField whose migrations do not repeat every label and help text of its blocks."""

from typing import Any

from wagtail.fields import StreamField


class ContentField(StreamField):
    """Deconstructs without its block definitions: they live in code, and a new help text needs no migration."""

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
