"""W3C Web Annotation selectors of what a flag points at. Pure: no Django."""

from typing import Any

from review.anchoring import Quote, Span

Selector = dict[str, Any]
HTML_FRAGMENT = "http://tools.ietf.org/rfc/rfc3236"
MEDIA_FRAGMENT = "http://www.w3.org/TR/media-frags/"


def block_selector(element: str) -> Selector:
    """The element with this id on the page of the step."""
    return {"type": "FragmentSelector", "conformsTo": HTML_FRAGMENT, "value": element}


def time_selector(start: int, end: int) -> Selector:
    """From second to second; of a moment, start and end are the same."""
    return {"type": "FragmentSelector", "conformsTo": MEDIA_FRAGMENT, "value": f"t={start},{end}"}


def quote_selector(quote: Quote) -> Selector:
    return {"type": "TextQuoteSelector", "exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}


def position_selector(span: Span) -> Selector:
    """Characters of the plain form of the element's text, end excluded."""
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end}


def refined(selector: Selector, *finer: Selector) -> list[Selector]:
    """One selector, narrowed by others that all mean the same place in it."""
    if not finer:
        return [selector]
    return [selector | {"refinedBy": finer[0] if len(finer) == 1 else list(finer)}]
