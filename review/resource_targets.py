"""A page or file of an imported package as the target of a flag: in a step of an edition, or on an agency's shelf."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from modules.models import EditionStep, ScormVersion
from review.anchoring import Quote, anchor, with_surroundings
from review.enums import LONGEST_QUOTE, TargetKind
from review.models import Flag
from review.passages import Passage
from review.resources import Resource, find_resource
from review.selectors import Selector, block_selector, position_selector, quote_selector, refined
from review.target_faults import TargetRefused, TargetUnknown


@dataclass(frozen=True)
class ResourceTarget:
    """The file at `address`, of the package that the step plays, or of a version on the shelf; never of both."""

    address: str
    step: EditionStep | None = None
    version: ScormVersion | None = None
    quote: Quote | None = None

    @property
    def digest(self) -> str:
        if self.version is not None:
            return self.version.digest
        return package_digest(self.step) if self.step else ""

    @cached_property
    def resource(self) -> Resource:
        """Raises TargetUnknown when the package has no such file."""
        found = find_resource(self.digest, self.address) if self.digest else None
        if found is None:
            raise TargetUnknown(self.address)
        return found

    @cached_property
    def passage(self) -> Passage:
        """The words of the page, for choosing a sentence; what runs in it is not among them."""
        words = self.resource.words
        shown = format_html_join("", "<p>{}</p>", ((line,) for line in words.split("\n") if line))
        return Passage(key=self.address, text=words, html=shown, searched=words)

    def fields(self) -> dict[str, Any]:
        """Return the columns of the flag. Raises TargetUnknown or TargetRefused."""
        found = self.resource
        quoted = self._quoted()
        finer: list[Selector] = quoted.pop("selectors", [])
        at = [block_selector(found.fragment)] if found.fragment else []
        columns: dict[str, Any] = {
            "kind": TargetKind.RESOURCE,
            "package_digest": found.digest,
            "resource": found.address,
            "resource_title": found.title,
            "resource_sha256": found.sha256,
            "excerpt": found.words,
            "selectors": refined(at[0], *finer) if at else finer,
        }
        if self.step is None:
            return columns | quoted | {"package_version": self.version}
        edition = self.step.edition
        place = {"module": edition.module, "edition": edition, "step": self.step}
        return columns | quoted | place | {"block_id": block_of(self.step, found.address)}

    def _quoted(self) -> dict[str, Any]:
        if self.quote is None or not self.quote.exact.strip():
            return {}
        if len(self.quote.exact) > LONGEST_QUOTE:
            raise TargetRefused("quote", _("Quote at most %(most)s characters.") % {"most": f"{LONGEST_QUOTE:,}"})
        span = anchor(self.resource.words, self.quote)
        if span is None:
            raise TargetRefused("quote", _("These words are not in the page. Copy them exactly, or leave this empty."))
        quote = with_surroundings(self.resource.words, self.quote)
        words = {"quote_exact": quote.exact, "quote_prefix": quote.prefix, "quote_suffix": quote.suffix}
        return words | {"selectors": [quote_selector(quote), position_selector(span)]}


def package_digest(step: EditionStep) -> str:
    """Of the package that a step plays; empty for every other step."""
    return str(step.content.get("package", {}).get("digest", ""))


def resource_of(flag: Flag) -> Resource:
    """As it was flagged; also where the package is no longer in the store."""
    kept = find_resource(flag.package_digest, flag.resource)
    return kept or Resource(flag.package_digest, flag.resource, flag.resource_sha256)


def block_of(step: EditionStep, address: str) -> str:
    """The block that stands for this page in the step; empty where none or more than one does."""
    found = [block["id"] for block in step.blocks if block["type"] == "resource" and block["address"] == address]
    return str(found[0]) if len(found) == 1 else ""
