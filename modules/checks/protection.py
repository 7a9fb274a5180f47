"""Protected passages that the drafts no longer keep: told before a module is put up, so that nobody is surprised."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from modules.comparing import placed_words
from modules.freeze.drafts import Drafts
from modules.freeze.placing import file_blocks, placed_drafts
from modules.freeze.references import Registers
from modules.models import Edition, ModulePage, ProtectedPassage
from modules.protection import Fate, Protected, fate_of


def protection_warnings(drafts: Drafts, registers: Registers) -> Iterator[tuple[str, str, str]]:
    """The step's key, the block and a message for each. No query when the module protects nothing."""
    passages = [row for row in drafts.row.protected_passages.all() if row.lifted_at is None]
    if not passages:
        return
    before = last_published(drafts.row, drafts.module.language)
    old, new, files = placed_words(before) if before else [], placed_drafts(drafts, registers), file_blocks(drafts)
    for passage in passages:
        if passage.block_id not in files:
            fate = fate_of(as_data(passage), old, new)
            if fate is not Fate.KEPT:
                yield str(passage.step_key), passage.block_id, _message(passage, fate)


def last_published(module: ModulePage, language: str) -> Edition | None:
    published = Edition.objects.published().filter(module_id=module.pk, language=language)
    return published.defer("canonical").order_by("-number").first()


def as_data(passage: ProtectedPassage) -> Protected:
    return Protected(str(passage.step_key), passage.block_id, passage.words, passage.quote)


def _message(passage: ProtectedPassage, fate: Fate) -> str:
    words = passage.quote or passage.words
    values = {"agency": passage.agency.name, "words": words[:80] + ("…" if len(words) > 80 else "")}
    return {
        Fate.CHANGED: _("A passage protected by %(agency)s was changed: “%(words)s”. It needs their consent."),
        Fate.MOVED: _("A passage protected by %(agency)s was moved: “%(words)s”. It needs their consent."),
        Fate.DELETED: _("A passage protected by %(agency)s was deleted: “%(words)s”. It needs their consent."),
    }[fate] % values
