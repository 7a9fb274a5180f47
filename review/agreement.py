"""How far reviewers agree, criterion by criterion: Krippendorff's alpha. Pure: no Django database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations

from django.utils.module_loading import import_string

Reviewer = str
Unit = int


@dataclass(frozen=True)
class Agreement:
    """Of one criterion. `alpha` is None where nothing can be said: too few judgments, or no difference among them."""

    code: str
    alpha: float | None
    reviewers: int
    units: int
    same: float | None

    @property
    def strength(self) -> str:
        """In words by Krippendorff's own limits: 0.8 to rely on, 0.667 for tentative conclusions."""
        if self.alpha is None:
            return "none"
        return "firm" if self.alpha >= 0.8 else "tentative" if self.alpha >= 0.667 else "weak"


def agreement(
    seen: Mapping[Reviewer, Collection[Unit]],
    marks: Mapping[Reviewer, Mapping[Unit, Collection[str]]],
    codes: Collection[str],
) -> list[Agreement]:
    """One row for each criterion. A unit that a reviewer saw and did not mark is a judgment too; one not seen is none.

    A reviewer who marked a unit has seen it. Units that fewer than two reviewers saw say nothing about agreement.
    """
    known = {who: set(seen.get(who, ())) | set(marks.get(who, ())) for who in {*seen, *marks}}
    counts: dict[Unit, int] = {}
    for units in known.values():
        for unit in units:
            counts[unit] = counts.get(unit, 0) + 1
    shared = {unit for unit, count in counts.items() if count > 1}
    judged = {who: units & shared for who, units in known.items() if units & shared}
    return [_of_criterion(code, judged, marks) for code in codes]


def _of_criterion(
    code: str, judged: Mapping[Reviewer, set[Unit]], marks: Mapping[Reviewer, Mapping[Unit, Collection[str]]]
) -> Agreement:
    said = {(who, unit): code in marks.get(who, {}).get(unit, ()) for who, units in judged.items() for unit in units}
    units = {unit for _who, unit in said}
    by_unit: dict[Unit, list[bool]] = {}
    for (_who, unit), yes in said.items():
        by_unit.setdefault(unit, []).append(yes)
    pairs = [one == other for answers in by_unit.values() for one, other in combinations(answers, 2)]
    same = sum(pairs) / len(pairs) if pairs else None
    return Agreement(code, _alpha(said), len(judged), len(units), same)


def _alpha(said: Mapping[tuple[Reviewer, Unit], bool]) -> float | None:
    if len(set(said.values())) < 2:
        return None
    task = import_string("nltk.metrics.agreement.AnnotationTask")  # only who asks for it pays for the library
    return float(task([(str(who), str(unit), str(yes)) for (who, unit), yes in said.items()]).alpha())
