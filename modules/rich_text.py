"""Text as authors write it: what is kept of it, and the two links of ours inside it.

    <a linktype="citation" provision="L-06">words</a>             a rule, by its fact id
    <a linktype="citation" source="S0" fact="P-11">words</a>      a source, by its key, with the fact it supports
    <a linktype="glossary" term="G-26">words</a>                  a glossary term, by its fact id

Words in square brackets, such as [L-06], stand only for the link itself and are not shown to readers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

KEPT_TAGS = frozenset({"p", "h2", "h3", "ul", "ol", "li", "b", "i", "strong", "em", "blockquote"})
EMPTY_TAGS = frozenset({"br", "hr"})
SKIPPED_TAGS = frozenset({"script", "style", "embed", "iframe", "object", "template"})
SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:)", re.IGNORECASE)
MARKER = re.compile(r"^\s*\[[^\]]*\]\s*$")


@dataclass(frozen=True)
class InlineLink:
    """A citation (of a provision, or of a source with a fact) or a glossary term."""

    kind: str  # provision | source | term | page
    key: str
    fact: str = ""

    @property
    def cite(self) -> str:
        return f"{self.key}:{self.fact}" if self.fact else self.key


@dataclass
class CleanText:
    """The kept HTML, the links in it in order, the headings in order, and the plain words."""

    html: str = ""
    links: list[InlineLink] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    words: str = ""


def clean_text(html: str) -> CleanText:
    """Keep the known tags, drop everything else, and mark our links. The result is the same for the same input."""
    reader = _Reader()
    reader.feed(html or "")
    reader.close()
    while reader.open_tags:
        reader.out.append(f"</{reader.open_tags.pop()}>")
    result = reader.result
    result.html = "".join(reader.out)
    result.words = re.sub(r"\s+", " ", "".join(reader.words)).strip()
    return result


def links_in(html: str) -> Iterator[InlineLink]:
    yield from clean_text(html).links


class _Reader(HTMLParser):
    """Writes the kept tags again, one by one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.words: list[str] = []
        self.open_tags: list[str] = []
        self.result = CleanText()
        self.skipping = 0
        self.in_link = False
        self.link_words: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SKIPPED_TAGS:
            self.skipping += 1
        elif self.skipping:
            return
        elif tag == "a":
            self._open_link({name: value or "" for name, value in attrs})
        elif tag in EMPTY_TAGS:
            self.out.append(f"<{tag}>")
            self.words.append(" ")
        elif tag in KEPT_TAGS:
            self.out.append(f"<{tag}>")
            self.open_tags.append(tag)
            if tag in ("h2", "h3"):
                self.result.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in SKIPPED_TAGS:
            self.skipping = max(0, self.skipping - 1)
        elif self.skipping or tag not in self.open_tags:
            return
        else:
            while (last := self.open_tags.pop()) != tag:
                self.out.append(f"</{last}>")
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag == "a" and self.link_words is not None:
            words = "".join(self.link_words)
            self.out.append("" if MARKER.match(words) else escape(words, quote=False))
            self.words.append("" if MARKER.match(words) else words)
            self.link_words = None
        self.out.append(f"</{tag}>")
        if tag not in ("a", "b", "i", "strong", "em"):
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if self.skipping:
            return
        if self.link_words is not None:
            self.link_words.append(data)
            return
        self.out.append(escape(data, quote=False))
        self.words.append(data)

    def _open_link(self, attrs: dict[str, str]) -> None:
        link = _our_link(attrs)
        if link and link.kind != "page":
            mark = "data-term" if link.kind == "term" else "data-cite"
            self.out.append(f'<a {mark}="{escape(link.cite)}">')
            self.open_tags.append("a")
            self.link_words = []
        elif SAFE_LINK.match(attrs.get("href", "")):
            self.out.append(f'<a href="{escape(attrs["href"])}">')
            self.open_tags.append("a")
        if link:
            self.result.links.append(link)


def _our_link(attrs: dict[str, str]) -> InlineLink | None:
    kind = attrs.get("linktype", "")
    if kind == "citation" and attrs.get("provision"):
        return InlineLink("provision", attrs["provision"])
    if kind == "citation" and attrs.get("source"):
        return InlineLink("source", attrs["source"], attrs.get("fact", ""))
    if kind == "glossary" and attrs.get("term"):
        return InlineLink("term", attrs["term"])
    return InlineLink("page", attrs.get("id", kind)) if kind else None
