"""The rule table as readers see it: topic by topic, state law first, and what San Francisco adds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from modules.enums import Layer, RulingCode, Topic
from modules.models import Act, Ruling
from modules.rulings import Relation, relate

FORMAT = 1
RELATIONS: dict[Relation, str | Promise] = {
    Relation.SAME: _("The same"),
    Relation.SAME_OTHER_CONDITIONS: _("The same ruling, on other conditions"),
    Relation.LOCAL_ADDS: _("San Francisco adds this"),
    Relation.STATE_ALONE: _("State law alone"),
    Relation.DIFFERENT: _("They differ"),
    Relation.UNKNOWN: _("Nobody knows yet: ask"),
}


@dataclass(frozen=True)
class Line:
    """One act with its rulings by layer, and how San Francisco stands to the state."""

    act: Act
    state: list[Ruling]
    local: list[Ruling]
    practice: list[Ruling]

    @property
    def relation(self) -> Relation:
        return relate(_compared(self.state), _compared(self.local))

    @property
    def relation_label(self) -> str | Promise:
        return RELATIONS[self.relation]

    @property
    def local_unconfirmed(self) -> bool:
        """Whether what San Francisco adds rests on a text whose present status nobody has confirmed."""
        says = [row for row in self.local if row.holds and row.ruling not in (RulingCode.SILENT, RulingCode.UNKNOWN)]
        return bool(says) and all(row.status_is_unknown for row in says)

    def as_data(self) -> dict[str, Any]:
        return {
            "act": self.act.key,
            "title": self.act.title,
            "compared": self.relation.value,
            "rulings": [row.as_data() for row in (*self.state, *self.local, *self.practice)],
        }


def topics(acts: Iterable[Act]) -> Iterator[tuple[Topic, list[Line]]]:
    """The topics that have acts, in their order."""
    order = {value: place for place, value in enumerate(Topic.values)}
    for topic, held in groupby(sorted(acts, key=lambda act: order[act.topic]), key=lambda act: act.topic):
        yield Topic(topic), [line_of(act) for act in held]


def line_of(act: Act) -> Line:
    rows = list(act.rulings.all())

    def of(layer: Layer) -> list[Ruling]:
        return [row for row in rows if row.layer == layer]

    return Line(act, of(Layer.STATE_LAW), of(Layer.LOCAL_POLICY), of(Layer.GOOD_PRACTICE))


def as_data(acts: Iterable[Act]) -> dict[str, Any]:
    """The whole table for other programs; docs/public.md says what each name means."""
    return {
        "format": FORMAT,
        "rulings": {str(code): str(code.label) for code in RulingCode},
        "topics": [
            {"topic": str(topic), "title": str(topic.label), "acts": [line.as_data() for line in lines]}
            for topic, lines in topics(acts)
        ],
    }


def _compared(rows: list[Ruling]) -> set[tuple[str, str]]:
    return {(str(row.ruling), row.conditions) for row in rows if row.holds}
