"""Finding quoted words again: by the words themselves, then by what stood before and after. Pure: no Django."""

import re
from dataclasses import dataclass

_SPACE = re.compile(r"\s+")
_TYPOGRAPHY = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " ", "\u00ad": ""})


@dataclass(frozen=True)
class Quote:
    """Words of a passage, with some of the text around them to tell two equal places apart."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Span:
    """Character positions in the plain form of a text, end excluded."""

    start: int
    end: int


def plain(text: str) -> str:
    """Return `text` with white space folded to single spaces and typographic quotes made straight."""
    return _SPACE.sub(" ", text.translate(_TYPOGRAPHY)).strip()


def places(text: str, exact: str) -> list[Span]:
    """Return every place of `exact` in `text` (both plain), overlapping ones included; none for an empty quote."""
    found, at = [], text.find(exact) if exact else -1
    while at >= 0:
        found.append(Span(at, at + len(exact)))
        at = text.find(exact, at + 1)
    return found


def anchor(text: str, quote: Quote) -> Span | None:
    """Return where the quote stands in plain(text), or None when it does not stand there.

    With several places, the one whose surroundings agree longest with prefix and suffix wins; a tie goes to the
    first. The words must be there exactly: nothing is guessed.
    """
    body, prefix, suffix = plain(text), plain(quote.prefix), plain(quote.suffix)
    candidates = places(body, plain(quote.exact))
    if not candidates:
        return None
    return max(candidates, key=lambda span: (_agreement(body, span, prefix, suffix), -span.start))


def with_surroundings(text: str, quote: Quote, *, width: int = 40) -> Quote:
    """Return the quote as it stands in `text`, with the surroundings found there. The quote must be in the text."""
    body = plain(text)
    span = anchor(text, quote)
    if span is None:
        raise ValueError("the quote is not in the text")
    return Quote(
        exact=body[span.start : span.end],
        prefix=body[max(0, span.start - width) : span.start],
        suffix=body[span.end : span.end + width],
    )


def _agreement(body: str, span: Span, prefix: str, suffix: str) -> int:
    before, after = body[: span.start].rstrip()[::-1], body[span.end :].lstrip()
    return _common(before, prefix[::-1]) + _common(after, suffix)


def _common(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
