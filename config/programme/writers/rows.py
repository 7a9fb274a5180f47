"""Writing one row so that a second run changes nothing."""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.db import models

ModelT = TypeVar("ModelT", bound=models.Model)
WRAPPED = re.compile(r"(?<!\n)[ \t]*\n[ \t]*(?![\n-])")


@dataclass
class Tally:
    """What a run made, changed and left alone, by kind of thing."""

    made: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    left_alone: list[str] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        return bool(self.made or self.changed)

    def lines(self) -> list[str]:
        found = [f"{kind}: {count} made" for kind, count in sorted(self.made.items())]
        found += [f"{kind}: {count} changed" for kind, count in sorted(self.changed.items())]
        return found + [f"left alone: {what}" for what in self.left_alone]


def keep_row(model: type[ModelT], key: dict[str, Any], values: dict[str, Any], tally: Tally) -> ModelT:
    """Return the row with this key, made or brought to these values; saved only when something differs."""
    kind = str(model._meta.verbose_name)
    row = model._default_manager.filter(**key).first()
    if row is None:
        tally.made[kind] += 1
        row = model(**key, **values)
        row.save()
        return row
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    if differing:
        tally.changed[kind] += 1
        for name, value in differing.items():
            setattr(row, name, value)
        row.save()
    return row


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def words(text: Any) -> str:
    """The text with its paragraphs whole: lines that were only wrapped in the file are joined. Nothing for null."""
    return WRAPPED.sub(" ", str(text).strip()) if text is not None else ""
