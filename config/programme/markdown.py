"""The Markdown of the programme's texts, turned into the rich text that authors edit.

Kept: paragraphs, bold, emphasis, lists, two levels of headings, links to https addresses, and three of our own:
`[@S0:P-11]` cites a source with its fact, `[@L-06]` a provision, `[words](term:G-26)` a glossary term.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

CITATION = re.compile(r"\[@(?:(?P<source>[A-Z][A-Z0-9-]*):)?(?P<fact>[A-Z]+-[0-9]+)\]")
TERM = "term:"
KEPT = {
    *("paragraph", "heading", "bullet_list", "ordered_list", "list_item", "inline", "text"),
    *("strong", "em", "link", "softbreak", "hardbreak", "citation"),
}
PLAIN_FAULT = re.compile(r"\*\*|\[@|\]\(|^#{1,6} ", re.MULTILINE)


@dataclass(frozen=True)
class Reference:
    """Something a text points at. `kind`: provision, source, term or address."""

    kind: str
    key: str
    fact: str = ""


def to_rich_text(text: str) -> str:
    """Return the rich text of Markdown. Constructs that are not kept must have been refused by `markdown_faults`."""
    return str(_parser().render(text)).strip()


def references_in(text: str) -> Iterator[Reference]:
    for token in _all_tokens(text):
        if token.type == "citation":
            yield _cited(token)
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            is_term = address.startswith(TERM)
            yield Reference("term", address.removeprefix(TERM)) if is_term else Reference("address", address)


def markdown_faults(text: str) -> Iterator[str]:
    """What in the text would be lost or is not allowed."""
    for token in _all_tokens(text):
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name not in KEPT:
            yield f"{name.replace('_', ' ')} is not among the Markdown that is kept"
        if token.type == "heading_open" and token.tag not in ("h2", "h3"):
            yield "only headings of the second and third level (## and ###) are kept"
        if token.type == "text" and "[@" in token.content:
            yield f"a citation that does not read as one: {token.content[token.content.index('[@') :][:40]!r}"
    for one, following in pairwise(_parser().parse(text)):
        if (one.type, following.type) == ("paragraph_close", "paragraph_open") and one.hidden:
            yield "a list item holds one paragraph"
    for reference in references_in(text):
        if reference.kind == "address" and not reference.key.startswith("https://"):
            yield f"the link {reference.key!r} is not an https address"


def words_of(text: str) -> int:
    """How many words a reader reads: citations and marks do not count."""
    plain = " ".join(token.content for token in _all_tokens(text) if token.type == "text")
    return len(re.findall(r"\w[\w'.-]*", plain))


def plain_text_faults(text: str) -> Iterator[str]:
    if PLAIN_FAULT.search(text):
        yield "this text is shown as it stands: no Markdown and no citations in it"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False})
    parser.disable("entity")
    parser.inline.ruler.before("link", "citation", _citation)
    parser.core.ruler.push("tight_lists", _tighten)
    for name, rule in _RULES.items():
        parser.add_render_rule(name, rule)
    return parser


def _all_tokens(text: str) -> Iterator[Token]:
    for token in _parser().parse(text):
        yield token
        yield from token.children or []


def _citation(state: StateInline, silent: bool) -> bool:
    match = CITATION.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = match.groupdict()
    state.pos = match.end()
    return True


def _cited(token: Token) -> Reference:
    source, fact = token.meta["source"], token.meta["fact"]
    return Reference("source", source, fact) if source else Reference("provision", fact)


def _render_citation(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    cited = _cited(tokens[index])
    if cited.kind == "source":
        return f'<a linktype="citation" source="{cited.key}" fact="{cited.fact}">[{cited.key}:{cited.fact}]</a>'
    return f'<a linktype="citation" provision="{cited.key}">[{cited.key}]</a>'


def _render_link(renderer: Any, tokens: list[Token], index: int, options: Any, env: Any) -> str:
    address = str(tokens[index].attrs.get("href", ""))
    if address.startswith(TERM):
        return f'<a linktype="glossary" term="{escape(address.removeprefix(TERM))}">'
    return f'<a href="{escape(address)}">'


def _tag(text: str) -> Any:
    return lambda renderer, tokens, index, options, env: text


def _paragraph(tag: str) -> Any:
    return lambda renderer, tokens, index, options, env: "" if tokens[index].hidden else tag


def _tighten(state: StateCore) -> None:
    """Rich text keeps the words of a list item directly in it, so its paragraph is not marked."""
    for token in state.tokens:
        if token.level > 0 and token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = True


_RULES = {
    "citation": _render_citation,
    "link_open": _render_link,
    "paragraph_open": _paragraph("<p>"),
    "paragraph_close": _paragraph("</p>\n"),
    "strong_open": _tag("<b>"),
    "strong_close": _tag("</b>"),
    "em_open": _tag("<i>"),
    "em_close": _tag("</i>"),
    "softbreak": _tag(" "),
    "hardbreak": _tag("<br>"),
}
