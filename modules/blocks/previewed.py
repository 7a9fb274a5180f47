"""A preview in the chooser of blocks: the block as readers see it, with placeholder words."""

from __future__ import annotations

from typing import Any

from modules.block_samples import TEMPLATE, sample_of


class Previewed:
    """Mixed in before a block class whose kind has a sample."""

    name: str

    def get_preview_template(self, value: Any, context: dict[str, Any] | None = None) -> str:
        return TEMPLATE

    def get_preview_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        return {**(parent_context or {}), "sample": sample_of(self.name)}
