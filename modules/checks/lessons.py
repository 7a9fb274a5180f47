"""Whether the blocks of a lesson are whole, accessible, and rest on something that holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import webvtt
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.models import Recording
from modules.enums import ResourceStatus
from modules.freeze.references import RawBlock, Registers, listed
from modules.models import Provision
from modules.rich_text import CleanText, InlineLink, clean_text

NEEDED = {
    "claim": ("statement", "source", "fact", "confidence"),
    "provision": ("provision",),
    "image": ("image", "alt"),
    "video": ("recording", "title"),
    "audio": ("recording", "title"),
    "callout": ("tone", "title", "text"),
    "content_note": ("text",),
    "reflection": ("prompt",),
    "definition": ("term",),
    "referrals": ("resources",),
}
LABELS = {
    "statement": gettext_lazy("what is claimed"),
    "source": gettext_lazy("its source"),
    "fact": gettext_lazy("its fact id"),
    "confidence": gettext_lazy("how sure we are"),
    "provision": gettext_lazy("the rule"),
    "image": gettext_lazy("the image"),
    "alt": gettext_lazy("a description for people who cannot see the image"),
    "recording": gettext_lazy("the video"),
    "title": gettext_lazy("a title"),
    "tone": gettext_lazy("its kind"),
    "text": gettext_lazy("its text"),
    "prompt": gettext_lazy("the question"),
    "term": gettext_lazy("the term"),
    "resources": gettext_lazy("the referrals"),
}
CHOSEN = {
    "source": "sources",
    "provision": "provisions",
    "image": "images",
    "recording": "recordings",
    "term": "terms",
}


def block_faults(block: RawBlock, registers: Registers) -> Iterator[str]:
    """Everything wrong with one block of a lesson."""
    kind, value = str(block.get("type")), block.get("value")
    if kind == "text":
        yield from text_faults(str(value or ""), registers, needed=True)
        return
    fields: dict[str, Any] = value if isinstance(value, dict) else {}
    for name in NEEDED[kind]:
        if _is_empty(fields.get(name), html=(kind, name) == ("callout", "text")):
            yield _("Something is missing: %s.") % LABELS[name]
    yield from _chosen_faults(fields, registers)
    if kind == "callout":
        yield from text_faults(fields.get("text") or "", registers, needed=False)
    if kind == "referrals":
        yield from _referral_faults(fields, registers)


def _referral_faults(fields: dict[str, Any], registers: Registers) -> Iterator[str]:
    chosen = listed(fields.get("resources"))
    if not chosen:
        yield _("Something is missing: %s.") % LABELS["resources"]
    for key in chosen:
        resource = registers.resources.get(key)
        if resource is None:
            yield _("What was chosen no longer exists: %s.") % LABELS["resources"]
        elif resource.status == ResourceStatus.CLOSED:
            yield _("“%s” has closed. Take it out of the referrals.") % resource.name


def text_faults(html: str, registers: Registers, *, needed: bool) -> Iterator[str]:
    text = clean_text(html)
    if needed and not text.words:
        yield _("This text is empty.")
    for link in text.links:
        yield from _link_faults(link, registers)


def heading_faults(texts: list[tuple[str, CleanText]]) -> Iterator[tuple[str, str]]:
    """Block id and message for each smaller heading that stands under no larger one."""
    larger_seen = False
    for block_id, text in texts:
        for level in text.headings:
            if level == 3 and not larger_seen:
                yield block_id, _("A smaller heading comes before any larger one. Screen readers lose the outline.")
            larger_seen = larger_seen or level == 2


def provision_faults(provision: Provision) -> Iterator[str]:
    if provision.authority.no_longer_law():
        yield _("%(rule)s rests on %(authority)s, which is no longer in force.") % {
            "rule": provision.fact_id,
            "authority": provision.authority.short_title,
        }


def caption_faults(recording: Recording) -> Iterator[str]:
    if not recording.captions.strip():
        yield _("The video “%s” has no captions.") % recording.title
        return
    try:
        cues = webvtt.from_string(recording.captions)
    except webvtt.errors.MalformedFileError:
        yield _("The captions of “%s” are not valid WebVTT.") % recording.title
        return
    if not len(cues):
        yield _("The captions of “%s” hold no text.") % recording.title


def _chosen_faults(fields: dict[str, Any], registers: Registers) -> Iterator[str]:
    for name, register in CHOSEN.items():
        key = fields.get(name)
        if key is None:
            continue
        row = getattr(registers, register).get(key)
        if row is None:
            yield _("What was chosen no longer exists: %s.") % LABELS[name]
        elif name == "provision":
            yield from provision_faults(row)
        elif name == "recording":
            yield from caption_faults(row)


def _link_faults(link: InlineLink, registers: Registers) -> Iterator[str]:
    if link.kind == "page":
        yield _("A link leads to a page or file of the drafts, which readers cannot open. Use a web address.")
        return
    row = registers.resolve(link)
    if row is None:
        yield _("A citation does not resolve: %s.") % link.cite
    elif isinstance(row, Provision):
        yield from provision_faults(row)


def _is_empty(value: Any, *, html: bool) -> bool:
    if isinstance(value, str):
        return not (clean_text(value).words if html else value.strip())
    return value is None
