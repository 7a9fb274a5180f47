"""Whether a translation says what its source says: only words differ, none is missing, and the source has not moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from modules.enums import EditionState, MarkKind
from modules.freeze.drafts import Drafts
from modules.freeze.references import Registers, raw_blocks
from modules.freeze.steps import draft_part
from modules.models import (
    AnyStep,
    Edition,
    ModulePage,
    ScenarioPage,
    Translation,
    TranslationMark,
)
from modules.translation.places import MODULE, Place, places_of
from modules.translation.sources import edition_places

Page = ModulePage | AnyStep
Fault = tuple[Page, str, str]


@dataclass(frozen=True)
class Line:
    """One place of the source beside its translation. `own` is None where the translation lacks it."""

    source: Place
    own: Place | None
    page: Page
    block_id: str
    mark: TranslationMark | None = None

    @property
    def stale(self) -> bool:
        """The source moved since these words were written, and nobody has answered it."""
        return self._marked(MarkKind.STALE)

    @property
    def untranslated(self) -> list[str]:
        kept = self._marked(MarkKind.KEPT) and self.mark is not None and self.mark.source_digest == self.source.digest
        return [] if self.own is None or kept else self.own.same_words_as(self.source)

    def _marked(self, kind: MarkKind) -> bool:
        held = self.mark is not None and self.own is not None and self.mark.words_digest == self.own.words_digest
        return held and self.mark is not None and self.mark.kind == kind


@dataclass(frozen=True)
class SideBySide:
    """A translation beside the edition that it follows, place by place, and what it has over and above."""

    translation: Translation
    lines: list[Line]
    extra: list[tuple[Page, str]]
    in_order: bool


def side_by_side(drafts: Drafts, registers: Registers) -> SideBySide | None:
    """None when the module is no translation."""
    translation: Translation | None = getattr(drafts.row, "translation", None)
    if translation is None:
        return None
    source, own = edition_places(translation.edition), draft_places(drafts, registers)
    marks = {mark.place: mark for mark in translation.marks.all()}
    where = _pages_of(drafts)
    lines = [_line(place, own.get(key), where, marks.get(key), drafts.module) for key, place in source.items()]
    extra = [(where[key][0], where[key][1]) for key in own if key not in source]
    shared = [key for key in own if key in source]
    return SideBySide(translation, lines, extra, shared == [key for key in source if key in own])


def draft_places(drafts: Drafts, registers: Registers) -> dict[str, Place]:
    module = drafts.module
    heading = {
        "title": module.title,
        "summary": module.summary,
        "objectives": [block["value"] for block in module.objectives.get_prep_value()],
    }
    return places_of(heading, [draft_part(step, registers) for step in drafts.steps])


def translation_faults(drafts: Drafts, registers: Registers) -> Iterator[Fault]:
    """Page, block and message of each thing that keeps a translation from being signed; nothing for other modules."""
    sides = side_by_side(drafts, registers)
    if sides is None:
        return
    module, edition = drafts.module, sides.translation.edition
    if edition.state != EditionState.CURRENT:
        yield module, "", _moved(edition)
    if module.language != sides.translation.language:
        yield module, "", _("The language of a translation stays as it is.")
    for line in sides.lines:
        for message in _line_faults(line):
            yield line.page, line.block_id, message
    for page, block_id in sides.extra:
        yield page, block_id, _("This is not in the edition that is translated. Remove it here.")
    if not sides.in_order:
        yield module, "", _("Steps and blocks must stand in the order of the edition that is translated.")


def _line_faults(line: Line) -> Iterator[str]:
    if line.own is None:
        yield _("Missing, while the edition that is translated has it: “%(words)s”.") % {"words": _short(line.source)}
        return
    if line.own.kind != line.source.kind:
        yield _("This must be of the same kind as in the edition that is translated.")
    elif line.own.bones != line.source.bones:
        yield _("Only words may differ from the edition that is translated. What else differs: %(what)s.") % {
            "what": ", ".join(_differing(line.source.bones, line.own.bones))
        }
    if line.stale:
        yield _("The source changed here since it was translated.")
    elif line.untranslated:
        yield _("Not translated yet: “%(words)s”.") % {"words": _short(line.source)}


def _differing(source: Any, own: Any, path: str = "") -> Iterator[str]:
    """Where two structures differ, as short paths."""
    if isinstance(source, Mapping) and isinstance(own, Mapping):
        for name in sorted({*source, *own}):
            yield from _differing(source.get(name), own.get(name), f"{path} {name}".strip())
    elif isinstance(source, list) and isinstance(own, list) and len(source) == len(own):
        for number, (one, other) in enumerate(zip(source, own, strict=True), start=1):
            yield from _differing(one, other, f"{path} {number}".strip())
    elif source != own:
        yield path


def _line(
    place: Place, own: Place | None, where: dict[str, tuple[Page, str]], mark: TranslationMark | None, module: Page
) -> Line:
    page, block_id = where.get(place.key) or (where.get(f"step-{place.step}", (module, ""))[0], "")
    return Line(place, own, page, block_id, mark)


def _pages_of(drafts: Drafts) -> dict[str, tuple[Page, str]]:
    """For each place of the drafts, the page and the block at which it is edited."""
    found: dict[str, tuple[Page, str]] = {MODULE: (drafts.module, "")}
    for step in drafts.steps:
        found[f"step-{step.translation_key}"] = (step, "")
        found[f"intro-{step.translation_key}"] = (step, "")
        for block in raw_blocks(step):
            value = block.get("value")
            key = value.get("key") if isinstance(step, ScenarioPage) and isinstance(value, dict) else block.get("id")
            found[str(key or "")] = (step, str(block.get("id") or ""))
    return found


def _moved(edition: Edition) -> str:
    return _("This follows edition %(number)s, which is no longer current. Update from the new edition first.") % {
        "number": edition.number
    }


def _short(place: Place) -> str:
    words = place.plain.replace("\n", " ")
    return words if len(words) <= 60 else f"{words[:57]}…"
