"""Pages and files of imported packages as something that a flag can point at: named by digest and address."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from lxml import etree, html

from modules.package_store import PackageMissing, find_file, package_of, store
from modules.scorm.manifest import Item

PAGES = (".html", ".htm", ".xhtml")
LONGEST_PAGE = 512 * 1024  # bytes of a page that are read for its words
MOST_WORDS = 20_000  # characters of them that are kept
URN = "urn:sha256:"
MANIFEST = "imsmanifest.xml"
_BREAKING = (
    "address article aside blockquote br button caption dd details div dl dt figcaption figure footer form h1 h2 h3"
)
_BREAKING += " h4 h5 h6 header hr label li main nav ol option p pre section summary table td th tr ul"
_SILENT = ("script", "style", "template", "noscript", "object", "svg")


@dataclass(frozen=True)
class Resource:
    """A file of a package. `part` is what the manifest adds to open it (`?scene=2#top`), `title` that of its page."""

    digest: str
    path: str
    sha256: str
    part: str = ""
    title: str = ""

    @property
    def address(self) -> str:
        return self.path + self.part

    @property
    def fragment(self) -> str:
        return self.part.partition("#")[2]

    @property
    def urn(self) -> str:
        """Digest and path, and the query as the q-component of RFC 8141; a fragment is a selector, not part of it."""
        query = self.part.partition("#")[0].removeprefix("?")
        return f"{URN}{self.digest}/{quote(self.path)}{'?=' + query if query else ''}"

    @cached_property
    def words(self) -> str:
        """What can be read in it without running it; empty for what is no page."""
        found = find_file(self.digest, self.path)
        return words_of(found) if found and self.path.lower().endswith(PAGES) else ""


def find_resource(digest: str, address: str) -> Resource | None:
    """The page that the manifest opens at this address, else the file of exactly this name; None for neither."""
    files = files_of(digest)
    for item, path, part in _pages(digest):
        if address == path + part and path in files:
            return Resource(digest, path, files[path][1], part, item.title)
    return Resource(digest, address, files[address][1]) if address in files else None


def files_of(digest: str) -> Mapping[str, tuple[int, str]]:
    """Length and SHA-256 of each file; nothing where the store has no such package."""
    found = store().get(digest)
    return found.files if found else {}


def changed_beside(page: Resource, digest: str) -> int:
    """How many other files of the page's package are gone or have other bytes in the package of this digest.

    A page may show what they hold without a byte of its own being another one. Nothing where it is no page.
    """
    if not page.path.lower().endswith(PAGES):
        return 0
    now = files_of(digest)
    beside = (item for item in files_of(page.digest).items() if item[0] not in (page.path, MANIFEST))
    return sum(now.get(name, (0, ""))[1] != sha256 for name, (_length, sha256) in beside)


def addresses_of(digest: str) -> list[tuple[str, str]]:
    """Everything that can be named: the pages with their titles as the outline has them, then all files."""
    files = files_of(digest)
    pages = {path + part: item.title for item, path, part in _pages(digest) if path in files}
    return [*pages.items(), *((name, "") for name in files if name not in pages)]


def of_urn(source: str) -> tuple[str, str] | None:
    """Digest and address (without a fragment) that a URN of ours names; None for any other address."""
    digest, slash, rest = source.removeprefix(URN).partition("/")
    if (
        not source.startswith(URN)
        or not slash
        or not rest
        or len(digest) != 64
        or set(digest) - set("0123456789abcdef")
    ):
        return None
    path, _mark, query = rest.partition("?=")
    return digest, unquote(path) + (f"?{query}" if query else "")


def words_of(file: Path) -> str:
    """The words of a page by the text of its markup, one line for each paragraph; scripts are never run."""
    with file.open("rb") as handle:
        content = handle.read(LONGEST_PAGE)
    parser = html.HTMLParser(no_network=True, remove_comments=True, encoding=_encoding(content))
    try:
        tree = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError):
        return ""
    body = tree.find("body")
    if body is None:
        return ""
    etree.strip_elements(body, *_SILENT, with_tail=False)
    for node in body.iter(*_BREAKING.split()):
        node.text = f"\n{node.text or ''}"
        node.tail = f"\n{node.tail or ''}"
    lines = (" ".join(line.split()) for line in str(body.text_content()).replace("\x00", "").split("\n"))
    return "\n".join(line for line in lines if line)[:MOST_WORDS]


def _encoding(content: bytes) -> str | None:
    """UTF-8 where it can be that, else what the page says of itself."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=len(content) < LONGEST_PAGE)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _pages(digest: str) -> Iterator[tuple[Item, str, str]]:
    """Each page that can be opened: its item, its file, and what is added to the file's name to open it."""
    try:
        package = package_of(digest)
    except PackageMissing:
        return
    for item in package.organization.launchable:
        if item.launch:
            yield item, item.launch.path, item.launch.address.removeprefix(item.launch.path)
