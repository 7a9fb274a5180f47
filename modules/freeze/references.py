"""What drafts refer to, found by walking their raw blocks, and all of it loaded with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from media.models import ContentImage, Recording
from modules.models import (
    Act,
    Authority,
    GlossaryTerm,
    LanguageNote,
    Provision,
    Resource,
    ScormVersion,
    ScreeningNotes,
    Source,
)
from modules.rich_text import InlineLink, links_in

RawBlock = dict[str, Any]


@dataclass
class References:
    """Primary keys (from choosers) and lasting keys (from text) of everything that some drafts refer to."""

    provision_ids: set[int] = field(default_factory=set)
    source_ids: set[int] = field(default_factory=set)
    term_ids: set[int] = field(default_factory=set)
    image_ids: set[int] = field(default_factory=set)
    recording_ids: set[int] = field(default_factory=set)
    provision_facts: set[str] = field(default_factory=set)
    source_keys: set[str] = field(default_factory=set)
    term_facts: set[str] = field(default_factory=set)
    act_ids: set[int] = field(default_factory=set)
    package_ids: set[int] = field(default_factory=set)
    notes_ids: set[int] = field(default_factory=set)

    def add_text(self, html: str) -> None:
        for link in links_in(html):
            self.add_link(link)

    def add_link(self, link: InlineLink) -> None:
        keys = {"provision": self.provision_facts, "source": self.source_keys, "term": self.term_facts}.get(link.kind)
        if keys is not None:
            keys.add(link.key)

    def add_block(self, block: RawBlock) -> None:
        kind, value = block.get("type"), block.get("value")
        if kind == "text":
            self.add_text(str(value or ""))
        elif isinstance(value, dict):
            self._add_chosen(value)
            if kind == "callout":
                self.add_text(value.get("text") or "")
            for choice in choices_of(value):
                _add(self.provision_ids, choice.get("provision"))
                for asserted in listed(choice.get("asserts")):
                    _add(self.act_ids, asserted.get("act"))
            self.provision_facts.update(facts_in(value.get("supports")))

    def _add_chosen(self, value: dict[str, Any]) -> None:
        _add(self.provision_ids, value.get("provision"))
        _add(self.source_ids, value.get("source"))
        _add(self.term_ids, value.get("term"))
        _add(self.image_ids, value.get("image"))
        _add(self.recording_ids, value.get("recording"))


@dataclass(frozen=True)
class Registers:
    """The rows that some drafts refer to, by primary key and by lasting key."""

    provisions: dict[int, Provision]
    sources: dict[int, Source]
    terms: dict[int, GlossaryTerm]
    images: dict[int, ContentImage]
    recordings: dict[int, Recording]
    notes: list[LanguageNote]
    provision_by_fact: dict[str, Provision]
    source_by_key: dict[str, Source]
    term_by_fact: dict[str, GlossaryTerm]
    acts: dict[int, Act] = field(default_factory=dict)
    resources: dict[int, Resource] = field(default_factory=dict)
    packages: dict[int, ScormVersion] = field(default_factory=dict)
    screenings: dict[int, ScreeningNotes] = field(default_factory=dict)

    def resolve(self, link: InlineLink) -> Provision | Source | GlossaryTerm | None:
        if link.kind == "provision":
            return self.provision_by_fact.get(link.key)
        if link.kind == "source":
            return self.source_by_key.get(link.key)
        return self.term_by_fact.get(link.key) if link.kind == "term" else None


def references_of(pages: Iterable[Any]) -> References:
    """Everything that these step pages refer to."""
    found = References()
    for page in pages:
        _add(found.package_ids, getattr(page, "version_id", None))
        _add(found.notes_ids, getattr(page, "notes_id", None))
        found.add_text(getattr(page, "intro", ""))
        for block in raw_blocks(page):
            found.add_block(block)
    return found


def load_registers(found: References) -> Registers:
    """Load what was found: eight queries, whatever the size; two more for acts, one each for packages and notes."""
    provisions = list(
        Provision.objects.filter(pk__in=found.provision_ids)
        | Provision.objects.filter(fact_id__in=found.provision_facts)
    )
    authorities = Authority.objects.in_bulk({provision.authority_id for provision in provisions})
    for provision in provisions:
        provision.authority = authorities[provision.authority_id]
    sources = list(Source.objects.filter(pk__in=found.source_ids) | Source.objects.filter(key__in=found.source_keys))
    terms = list(
        GlossaryTerm.objects.filter(pk__in=found.term_ids) | GlossaryTerm.objects.filter(fact_id__in=found.term_facts)
    )
    return Registers(
        provisions={row.pk: row for row in provisions},
        sources={row.pk: row for row in sources},
        terms={row.pk: row for row in terms},
        images=ContentImage.objects.in_bulk(found.image_ids),
        recordings=Recording.objects.in_bulk(found.recording_ids),
        notes=list(LanguageNote.objects.all()),
        provision_by_fact={row.fact_id: row for row in provisions},
        source_by_key={row.key: row for row in sources},
        term_by_fact={row.fact_id: row for row in terms},
        acts=_acts(found.act_ids),
        resources={row.pk: row for row in Resource.objects.all()},
        packages=_packages(found.package_ids),
        screenings=ScreeningNotes.objects.in_bulk(found.notes_ids) if found.notes_ids else {},
    )


def _acts(keys: set[int]) -> dict[int, Act]:
    """With what the authorities say of each: asked for only where a quiz asserts something."""
    return {act.pk: act for act in Act.objects.filter(pk__in=keys).with_rulings()} if keys else {}


def _packages(keys: set[int]) -> dict[int, ScormVersion]:
    """Asked for only where a step plays a package."""
    return ScormVersion.objects.select_related("package").in_bulk(keys) if keys else {}


def raw_blocks(page: Any) -> list[RawBlock]:
    """The raw blocks of a body or of a quiz's items, as plain dictionaries with ids; a screening has none."""
    stream = page.body if hasattr(page, "body") else getattr(page, "items", None)
    if stream is None:
        return []
    return [dict(block) for block in stream.get_prep_value()]


def listed(value: Any) -> list[Any]:
    """The values of a raw ListBlock, whether or not its items carry ids."""
    items = value or []
    return [item["value"] if isinstance(item, dict) and item.get("type") == "item" else item for item in items]


def choices_of(value: dict[str, Any]) -> list[dict[str, Any]]:
    """Every choice of an item, in its scenes or directly."""
    in_scenes = [choice for scene in listed(value.get("scenes")) for choice in listed(scene.get("choices"))]
    return in_scenes + listed(value.get("choices"))


def facts_in(text: Any) -> list[str]:
    """Fact ids in a text such as `P-13, P-16`."""
    return [part.strip() for part in str(text or "").split(",") if part.strip()]


def _add(keys: set[int], value: Any) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        keys.add(value)
