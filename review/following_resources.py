"""Finding a flagged page or file of a package again in another package: by name and bytes, never by likeness.

*The same* is the same name with the same bytes. *Moved* is what leaves no doubt: the same bytes under one other name,
a quote that `following` finds again for certain, or a page whose words are all as they were. Whatever else is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from review.anchoring import Quote
from review.following import Texts, follow_quote
from review.resources import PAGES, Resource, files_of, find_resource

MOST_PAGES = 300  # in a package with more, a quote is found in unchanged files only
FEWEST_WORDS = 8  # a page with fewer says too little to be known by its words


@dataclass(frozen=True)
class FoundResource:
    """Where it stands now, and the words of the quote there (empty for a whole page)."""

    resource: Resource
    exact: str
    same: bool


def follow_resource(old: Resource, quote: Quote | None, digest: str) -> FoundResource | None:
    """Where the page or file stands in the package of this digest; None when that is not certain."""
    exact = quote.exact if quote else ""
    here = find_resource(digest, old.address)
    if here and here.sha256 == old.sha256:
        return FoundResource(here, exact, same=True)
    renamed = _renamed(old, digest)
    if renamed and not here:
        return FoundResource(renamed, exact, same=False)
    if quote:
        return _quoted(old, quote, digest)
    known = here is not None and len(old.words.split()) >= FEWEST_WORDS and here.words == old.words
    return FoundResource(here, "", same=False) if here and known else None


def _renamed(old: Resource, digest: str) -> Resource | None:
    """The one file with these bytes, where neither package has them twice."""
    hits = [name for name, (_length, sha256) in files_of(digest).items() if sha256 == old.sha256]
    before = [name for name, (_length, sha256) in files_of(old.digest).items() if sha256 == old.sha256]
    return find_resource(digest, hits[0] + old.part) if len(hits) == len(before) == 1 else None


def _quoted(old: Resource, quote: Quote, digest: str) -> FoundResource | None:
    before, now = _texts(old.digest), _texts(digest)
    if before is None or now is None:
        return None
    found = follow_quote(old.path, quote, before, now)
    if found is None:
        return None
    here = find_resource(digest, found.key + old.part) or find_resource(digest, found.key)
    return FoundResource(here, found.exact, same=False) if here else None


def _texts(digest: str) -> Texts | None:
    """The words of all pages of a package by their names; None where there are too many to be sure of."""
    pages = {name: held[1] for name, held in files_of(digest).items() if name.lower().endswith(PAGES)}
    if len(pages) > MOST_PAGES:
        return None
    return _words(digest, tuple(pages.items()))


@lru_cache(maxsize=4)
def _words(digest: str, pages: tuple[tuple[str, str], ...]) -> Texts:
    """Read once for all flags on a package: what is kept under a digest never changes."""
    return Texts({name: Resource(digest, name, sha256).words for name, sha256 in pages})
