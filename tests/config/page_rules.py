"""What must be true of every page, read from its HTML."""

from collections import Counter
from html.parser import HTMLParser

from django.conf import settings

LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


class Page(HTMLParser):
    """Collects what the rules ask about."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.counts: Counter[str] = Counter()
        self.title = ""
        self.language = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self._ids: Counter[str] = Counter()
        self._labels: set[str] = set()
        self._fields: list[tuple[str, dict[str, str]]] = []
        self._inline_script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.counts[tag] += 1
        self._open.append(tag)
        self._check_inline(tag, given)
        if given.get("id"):
            self._ids[given["id"]] += 1
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "label":
            self._labels.add(given.get("for", ""))
        if tag == "img" and "alt" not in given:
            self.faults.append(f"a picture without alt: {given.get('src')}")
        if tag in LABELLED and given.get("type") not in UNLABELLED_TYPES:
            self._fields.append((tag, {**given, "in label": "yes" if "label" in self._open else ""}))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data

    def _check_inline(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style":
            self.faults.append("an inline stylesheet")
        if (
            tag == "script"
            and not given.get("src")
            and given.get("type") not in {"application/json", "application/ld+json"}
        ):
            self.faults.append("an inline script")
        self.faults += [f"an inline {name} on <{tag}>" for name in given if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action", "formaction"):
            if given.get(name, "").lower().startswith("javascript:"):
                self.faults.append(f"a script in {name}")
        if tag in {"script", "img", "link", "iframe", "source", "video"} and given.get("rel") != "canonical":
            address = given.get("src") or given.get("href") or ""
            framed_package = (
                tag == "iframe" and "sandbox" in given and address.startswith(f"{settings.CONTENT_ORIGIN}/")
            )
            if address.startswith(("http:", "https:", "//")) and not framed_package:
                self.faults.append(f"something from elsewhere: {address}")

    def broken_rules(self) -> list[str]:
        """Every rule that the page breaks, in words."""
        faults = list(self.faults)
        faults += [f"{self.counts[tag]} <{tag}>" for tag in ("h1", "main") if self.counts[tag] != 1]
        if not self.title.split("·")[0].strip():
            faults.append("no title")
        if not self.language:
            faults.append("no language")
        faults += [f"the id {name} stands {count} times" for name, count in self._ids.items() if count > 1]
        for tag, given in self._fields:
            named = given.get("aria-label") or given.get("aria-labelledby") or given["in label"]
            if not named and given.get("id", "") not in self._labels - {""}:
                faults.append(f"<{tag} name={given.get('name')}> has no label")
        return faults
