"""Where a rule or a source is used, to the block: in the latest drafts, and in editions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from modules.freeze.drafts import Drafts, latest_drafts_of
from modules.freeze.references import RawBlock, References, raw_blocks
from modules.models import EditionCitation, ModulePage, Provision, Source
from modules.queries import readable_editions
from modules.rich_text import clean_text

WORDS_SHOWN = 90


@dataclass(frozen=True)
class DraftPlace:
    """One block of a draft that cites what was asked for; an introduction has no block id."""

    module: ModulePage
    page_id: int
    step_title: str
    block_id: str
    words: str
    cites: tuple[str, ...]

    @property
    def url(self) -> str:
        """The block in the editor."""
        anchor = f"#block-{self.block_id}-section" if self.block_id else ""
        return reverse("wagtailadmin_pages:edit", args=[self.page_id]) + anchor


@dataclass(frozen=True)
class Wanted:
    """The rules and sources that are looked for, by primary key and by lasting key."""

    provisions: dict[int, str]
    sources: dict[int, str]

    @classmethod
    def of(cls, provisions: Iterable[Provision] = (), sources: Iterable[Source] = ()) -> Wanted:
        return cls({row.pk: row.fact_id for row in provisions}, {row.pk: row.key for row in sources})

    def among(self, found: References) -> tuple[str, ...]:
        """The lasting keys of those that are referred to."""
        facts = {fact for pk, fact in self.provisions.items() if pk in found.provision_ids}
        facts |= found.provision_facts & set(self.provisions.values())
        keys = {key for pk, key in self.sources.items() if pk in found.source_ids}
        keys |= found.source_keys & set(self.sources.values())
        return tuple(sorted(facts | keys))


def draft_places(modules: Iterable[ModulePage], wanted: Wanted) -> list[DraftPlace]:
    """Every block of the latest drafts that cites any of them (five queries, whatever the number of modules)."""
    return [place for drafts in latest_drafts_of(modules) for place in _places(drafts, wanted)]


def edition_places(user: Any, *, provisions: Collection[Provision] = (), sources: Collection[Source] = ()) -> Rows:
    """The same in editions that the person may read, the newest first."""
    about = Q(provision__in=list(provisions)) if provisions else Q(pk__in=[])
    about |= Q(source__in=list(sources)) if sources else Q(pk__in=[])
    return (
        EditionCitation.objects.filter(about, edition__in=readable_editions(user).values("pk"))
        .select_related("edition", "step", "provision", "source")
        .defer("edition__canonical", "step__content")
        .order_by("edition__title", "-edition__number", "step__position", "pk")
    )


Rows = QuerySet[EditionCitation]


def _places(drafts: Drafts, wanted: Wanted) -> Iterator[DraftPlace]:
    for step in drafts.steps:
        intro = References()
        intro.add_text(getattr(step, "intro", ""))
        blocks: list[tuple[str, str, References]] = [("", clean_text(getattr(step, "intro", "")).words, intro)]
        for block in raw_blocks(step):
            found = References()
            found.add_block(block)
            blocks.append((str(block.get("id") or ""), words_of(block), found))
        for block_id, words, found in blocks:
            if cites := wanted.among(found):
                yield DraftPlace(drafts.module, step.pk, step.title, block_id, words[:WORDS_SHOWN], cites)


def words_of(block: RawBlock) -> str:
    """A few words by which an author knows a block again."""
    value = block.get("value")
    if isinstance(value, str):
        return clean_text(value).words
    fields = value if isinstance(value, dict) else {}
    names = ("title", "statement", "prompt", "note", "alt", "text", "stem")
    return next((clean_text(str(fields[name])).words for name in names if fields.get(name)), "")
