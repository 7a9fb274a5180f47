"""Each place where a language note points at a draft, and how it was answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from modules.checks.wording import Found, Passage, Wording
from modules.freeze.drafts import Drafts
from modules.freeze.references import Registers, raw_blocks
from modules.models import AnyStep, ModulePage, WordingAnswer
from modules.problems import ERROR, Problem
from modules.rich_text import clean_text

Key = tuple[str, str, str, str]
Answers = dict[Key, WordingAnswer]


@dataclass(frozen=True)
class Hit:
    """One place: the page, the block in it (empty: its title or the like), what was found, and the answer if any."""

    page: ModulePage | AnyStep
    module_id: int
    block_id: str
    found: Found
    answer: WordingAnswer | None = None

    @property
    def key(self) -> Key:
        return str(self.page.translation_key), self.block_id, self.found.note.key, self.found.digest

    @property
    def anchor(self) -> str:
        return f"hit-{self.page.pk}-{self.block_id}-{self.found.note.key}-{self.found.digest[:8]}"

    @property
    def editor_url(self) -> str:
        return Problem(message="", page_id=self.page.pk, block_id=self.block_id).url

    @property
    def answer_url(self) -> str:
        return f"{reverse('modules_admin:wording', args=[self.module_id])}#{self.anchor}"


def answers_for(found: Iterable[Drafts]) -> Answers:
    """The newest answer at each place of these modules (one query)."""
    keys = {str(page.translation_key) for drafts in found for page in (drafts.module, *drafts.steps)}
    rows = WordingAnswer.objects.filter(step_key__in=keys).select_related("agency", "person").order_by("pk")
    return {row.place: row for row in rows}


def wording_hits(drafts: Drafts, registers: Registers, answers: Answers) -> Iterator[Hit]:
    """In the order in which the module is read."""
    wording = Wording(registers.notes)
    for page, block_id, found in _places(drafts, registers, wording):
        hit = Hit(page, drafts.row.pk, block_id, found)
        yield Hit(page, drafts.row.pk, block_id, found, answers.get(hit.key))


def _places(
    drafts: Drafts, registers: Registers, wording: Wording
) -> Iterator[tuple[ModulePage | AnyStep, str, Found]]:
    module = drafts.module
    objectives = [str(block["value"]) for block in module.objectives.get_prep_value()]
    for found in wording.hits_in(Passage(text) for text in (module.title, module.summary, *objectives)):
        yield module, "", found
    for step in drafts.steps:
        heads = [step.title, clean_text(getattr(step, "intro", "")).words]
        for found in wording.hits_in(Passage(text) for text in heads):
            yield step, "", found
        for block in raw_blocks(step):
            for found in wording.hits(block, registers):
                yield step, str(block.get("id") or ""), found


def wording_problems(hits: Iterable[Hit]) -> Iterator[Problem]:
    """Each place that nobody has answered yet: change the words, or say why they stand."""
    for hit in hits:
        if hit.answer is None:
            yield Problem(
                message=_("“%(words)s”: %(guidance)s Say instead: %(instead)s. Change it, or say why it stays.")
                % {
                    "words": hit.found.words,
                    "guidance": hit.found.note.guidance,
                    "instead": hit.found.note.instead.rstrip("."),
                },
                page_id=hit.page.pk,
                block_id=hit.block_id,
                severity=ERROR,
                page_title=hit.page.title,
                answer_url=hit.answer_url,
            )
