"""What the workspace of one version of a material shows, gathered in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from records.canonical import digest
from review.enums import AnchorState, CoverageKind, CriterionKind
from review.identity import mark_of
from review.models import Coverage, Criterion, Flag, FlagAnchor, MaterialVersion, TranscriptLine
from review.spans import merged, share, total
from review.timeline import Bar, Lane, Tick, bar, lanes_used, length_of, ticks

MOST_NOTES = 1000


@dataclass(frozen=True)
class Note:
    """A flag as it stands in this version. `carried`: it was raised on an older one and its place was found again."""

    flag: Flag
    start: int
    end: int
    mine: bool
    carried: bool = False
    lost: bool = False

    @property
    def anchor(self) -> str:
        return f"note-{self.flag.reference}"


@dataclass(frozen=True)
class Covered:
    """What one reviewer, or a whole agency (no alias), has watched or read of it."""

    agency: str
    alias: str
    kind: str
    spans: tuple[tuple[int, int], ...]
    percent: int | None
    seconds: int


@dataclass(frozen=True)
class Notes:
    """The notes of a version for one person, with the lanes of the timeline."""

    version: MaterialVersion
    found: tuple[Note, ...]
    lost: tuple[Note, ...]
    coverage: tuple[Coverage, ...]
    duration: int
    criteria: tuple[Criterion, ...]
    more: bool = False  # there are more than are shown

    @cached_property
    def stamp(self) -> str:
        """Changes when a note is added, sorted, joined to another or moves on, or when somebody watched more."""
        seen = [_mark_of(note) for note in (*self.found, *self.lost)]
        return digest([seen, [row.updated_at.isoformat() for row in self.coverage]])[:16]

    @cached_property
    def lanes(self) -> list[Lane]:
        """One for each criterion that somebody used, in the order of the rubric."""
        bars: dict[int, list[Bar]] = {}
        for note in self.found:
            for criterion in note.flag.criteria.all():
                drawn = bar(note.start, note.end, self.duration, href=f"#{note.anchor}")
                bars.setdefault(criterion.pk, []).append(drawn)
        lanes = [Lane(row.code, row.title, tuple(bars.get(row.pk, ())), row.kind) for row in self.criteria]
        return lanes_used(lanes)

    @cached_property
    def watched(self) -> list[Lane]:
        """One for each agency: what its reviewers together watched or read."""
        lanes = []
        for row in self.by_agency:
            bars = tuple(bar(start, end, self.duration) for start, end in row.spans)
            lanes.append(Lane(row.agency, row.kind, bars, "" if row.percent is None else f"{row.percent}"))
        return lanes_used(lanes)

    @cached_property
    def ticks(self) -> list[Tick]:
        return ticks(self.duration)

    @cached_property
    def by_agency(self) -> list[Covered]:
        spans: dict[tuple[str, str], list[Any]] = {}
        for row in self.coverage:
            spans.setdefault((row.agency.name, row.get_kind_display()), []).extend(row.spans)
        return [_covered(agency, "", kind, found, self.version.duration) for (agency, kind), found in spans.items()]

    @cached_property
    def by_reviewer(self) -> list[Covered]:
        length = self.version.duration
        rows = self.coverage
        return [_covered(row.agency.name, row.alias, row.get_kind_display(), row.spans, length) for row in rows]


def _mark_of(note: Note) -> list[Any]:
    codes = sorted(criterion.code for criterion in note.flag.criteria.all())
    return [str(note.flag.reference), note.flag.state, note.flag.severity, note.start, note.end, codes]


def notes_of(user: Any, version: MaterialVersion, *, own: bool = False, lines: Iterable[TranscriptLine] = ()) -> Notes:
    """The notes that this person may see; with `own` only theirs, as in practice."""
    seen = Flag.objects.on_docket_of(user).filter(material_id=version.material_id, merged_into=None)
    if own:
        seen = seen.raised_by(user)
    mark = mark_of(user)
    of_it = seen.filter(Q(version=version) | Q(version=None)).select_related("flagger_agency", "line", "version")
    here = [
        Note(flag, flag.start or 0, flag.end or 0, flag.flagger_mark == mark)
        for flag in of_it.prefetch_related("criteria").order_by("start", "end", "pk")[: MOST_NOTES + 1]
    ]
    here, more = here[:MOST_NOTES], len(here) > MOST_NOTES
    carried = [_carried(row, mark) for row in _anchors(version, seen)]
    found = sorted([*here, *(note for note in carried if not note.lost)], key=lambda note: (note.start, note.end))
    coverage = () if own else tuple(Coverage.objects.filter(version=version).select_related("agency"))
    ends = [*(note.end for note in found), *(line.end for line in lines)]
    return Notes(
        version=version,
        found=tuple(found),
        lost=tuple(note for note in carried if note.lost),
        coverage=coverage,
        duration=length_of(version.duration, ends),
        criteria=tuple(Criterion.objects.order_by("position", "pk")),
        more=more,
    )


def judgments(version: MaterialVersion) -> tuple[dict[str, set[int]], dict[str, dict[int, set[str]]]]:
    """For agreement: the units (transcript lines, or ten seconds each) that each reviewer saw, and marked with what.

    Reviewers are keyed marks; only figures about all of them leave this. Problems of one criterion and good passages
    of another stand side by side as in the rubric.
    """
    units = units_of(version)
    seen: dict[str, set[int]] = {}
    for row in Coverage.objects.filter(version=version, kind__in=CoverageKind.values):
        touched = {n for n, start, end in units if any(first < end and start < last for first, last in row.spans)}
        seen.setdefault(row.mark, set()).update(touched)
    marks: dict[str, dict[int, set[str]]] = {}
    flags = Flag.objects.filter(version=version, flagger_agency__isnull=False).prefetch_related("criteria")
    for flag in flags.order_by("pk"):
        codes = {criterion.code for criterion in flag.criteria.all()}
        for n, start, end in units:
            first = flag.start or 0
            if start < max(flag.end or 0, first + 1) and end > first:
                marks.setdefault(flag.flagger_mark, {}).setdefault(n, set()).update(codes)
    return seen, marks


def units_of(version: MaterialVersion) -> list[tuple[int, int, int]]:
    """Number, start and end of what reviewers judge: the lines, or ten seconds each where there is no transcript."""
    lines = list(version.lines.order_by("n").values_list("n", "start", "end"))
    if lines:
        return [(n, start, max(end, start + 1)) for n, start, end in lines]
    return [(n, start, start + 10) for n, start in enumerate(range(0, version.duration or 0, 10), start=1)]


def problem_codes(criteria: Iterable[Criterion]) -> list[str]:
    return [row.code for row in criteria if row.kind == CriterionKind.PROBLEM]


def _anchors(version: MaterialVersion, seen: Any) -> Any:
    rows = FlagAnchor.objects.filter(version=version, flag__in=seen.values("pk"))
    rows = rows.select_related("flag__flagger_agency", "flag__line", "flag__version")
    return rows.prefetch_related("flag__criteria").order_by("start", "pk")[:MOST_NOTES]


def _carried(row: FlagAnchor, mark: str) -> Note:
    lost = row.state == AnchorState.ORPHANED
    start, end = (row.flag.start, row.flag.end) if lost else (row.start, row.end)
    return Note(row.flag, start or 0, end or 0, row.flag.flagger_mark == mark, carried=True, lost=lost)


def _covered(agency: str, alias: str, kind: str, spans: Iterable[Any], length: int | None) -> Covered:
    found = merged(spans)
    return Covered(agency, alias, kind, tuple(found), share(found, length), total(found))
