"""Cutting one block out of a rendered step, and reading its words. Pure: no Django."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
_TABLES = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_PARTS = frozenset({"article", "aside", "blockquote", "br", "details", "div", "figcaption", "figure", "footer"})
_PARTS |= frozenset({"address", "header", "hr", "nav", "p", "pre", "section", "summary"})
_BREAKING = _HEADINGS | _LISTS | _TABLES | _PARTS
_SILENT = frozenset({"script", "style", "template"})


@dataclass
class Section:
    """One `<section data-block>`: its source as rendered and the words in it, one line per paragraph."""

    block_id: str
    html: str = ""
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self.words).split("\n"))
        return "\n".join(line for line in lines if line)


def cut_sections(html: str) -> dict[str, Section]:
    """Return the sections of rendered HTML by block id, in order. The first wins if an id stands twice."""
    cutter = _Cutter(html)
    cutter.feed(html)
    cutter.close()
    found: dict[str, Section] = {}
    for section in cutter.done:
        found.setdefault(section.block_id, section)
    return found


class _Cutter(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source = source
        self.line_starts = [0]
        for line in source.split("\n"):
            self.line_starts.append(self.line_starts[-1] + len(line) + 1)
        self.open: list[tuple[Section | None, int]] = []
        self.silent: list[str] = []
        self.done: list[Section] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if _is_silent(tag, attrs):
            self.silent.append(tag)
        if tag == "section":
            block_id = dict(attrs).get("data-block")
            section = Section(block_id) if block_id else None
            self.open.append((section, self._offset()))
            if section:
                self.done.append(section)
        self._say("\n" if tag in _BREAKING else "")

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()
        self._say("\n" if tag in _BREAKING else "")
        if tag == "section" and self.open:
            section, start = self.open.pop()
            if section:
                section.html = self.source[start : self.source.index(">", self._offset()) + 1]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self._say(data.replace("\n", " "))

    def _say(self, words: str) -> None:
        for section, _ in self.open:
            if section and words:
                section.words.append(words)

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column


def _is_silent(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Numbers of notes are no words of the text, and nor is what only scripts read."""
    return tag in _SILENT or (tag == "sup" and "cg-cite" in (dict(attrs).get("class") or ""))
