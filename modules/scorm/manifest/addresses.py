"""Addresses in a manifest: kept inside the package, matched to real files, small mistakes repaired and said."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from ..findings import Finding, Severity, printable

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
SCRIPTS = {"javascript", "data", "vbscript", "blob", "livescript", "mocha", "view-source"}
SAFE_IN_QUERY = "%:/?@!$&'()*+,;=-._~[]|"


@dataclass(frozen=True, slots=True)
class Address:
    """Where an href leads: ``path`` is a real name in the package, or empty with ``wanted`` telling what was meant."""

    path: str = ""
    query: str = ""
    fragment: str = ""
    wanted: str = ""


class AddressBook:
    """The files of a package, found by what a manifest writes."""

    def __init__(self, names: Iterable[str], root: str) -> None:
        self.root = root
        self._names = {name for name in names if name.startswith(root)}
        self._loose: dict[str, str] = {}
        for name in sorted(self._names):
            self._loose.setdefault(_loose(name), name)

    def base(self, base: str, added: str, place: str, findings: list[Finding]) -> str:
        """The folder that a further xml:base leads to; an error found, and the old folder, where it leads out."""
        cleaned, refused = _inside(added, place)
        if refused:
            findings.append(refused)
            return base
        folder = _joined(base, cleaned.partition("?")[0].partition("#")[0].rpartition("/")[0])
        if folder is None:
            findings.append(_outside(added, place))
            return base
        return f"{folder}/" if folder else ""

    def find(self, base: str, href: str, place: str, findings: list[Finding]) -> Address | None:
        """The file meant by an href below a base; None, with an error found, for what leads out of the package."""
        cleaned, refused = _inside(href, place)
        if refused:
            findings.append(refused)
            return None
        if "\\" in href:
            findings.append(_repaired("backslash-in-address", "An address is written with backslashes.", href, place))
        rest, _, fragment = cleaned.partition("#")
        written, _, query = rest.partition("?")
        if written.startswith("/"):
            findings.append(_repaired("absolute-address", "An address begins with a slash.", href, place))
            base = ""
        for path in dict.fromkeys((written, unquote(written))):
            joined = _joined(base, path.lstrip("/"))
            if joined is None:
                findings.append(_outside(href, place))
                return None
            if f"{self.root}{joined}" in self._names:
                return Address(f"{self.root}{joined}", safe_query(query), safe_query(fragment))
        return self._nearly(base, unquote(written).lstrip("/"), (query, fragment), (href, place, findings))

    def _nearly(
        self, base: str, path: str, rest: tuple[str, str], context: tuple[str, str, list[Finding]]
    ) -> Address | None:
        href, place, findings = context
        joined = _joined(base, path.strip()) or ""
        query, fragment = safe_query(rest[0]), safe_query(rest[1])
        found = self._loose.get(_loose(f"{self.root}{joined}"))
        if joined and found:
            message = f"An address is written in another way than its file, {printable(found)}."
            findings.append(_repaired("address-repaired", message, href, place))
            return Address(found, query, fragment, joined)
        return Address("", query, fragment, joined)


def with_parameters(query: str, fragment: str, parameters: str) -> tuple[str, str]:
    """Query and fragment after the parameters of an item were added, with or without their leading mark."""
    added = parameters.strip()
    while added[:1] in ("?", "&"):
        added = added[1:]
    if added.startswith("#"):
        return query, fragment or safe_query(added[1:])
    added, _, own_fragment = added.partition("#")
    if added:
        query = f"{query}&{safe_query(added)}" if query else safe_query(added)
    return query, fragment or safe_query(own_fragment)


def safe_query(text: str) -> str:
    """The text as part of an address: what is escaped stays so, the rest is escaped where it must be."""
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(text, safe=SAFE_IN_QUERY))


def _inside(href: str, place: str) -> tuple[str, Finding | None]:
    """The href as a browser would take it, or an error for scripts, data and other sites."""
    cleaned = "".join(character for character in href if ord(character) > 31 and ord(character) != 127).strip()
    cleaned = cleaned.replace("\\", "/")
    scheme = SCHEME.match(cleaned)
    if scheme and scheme[1].casefold() in SCRIPTS:
        message = "An address holds a script or data, not a file."
        return "", Finding(Severity.ERROR, "script-address", message, _shown(place, href))
    if scheme or cleaned.startswith("//"):
        message = "An address leads to another site or out of the package."
        return "", Finding(Severity.ERROR, "off-site-address", message, _shown(place, href))
    return cleaned, None


def _joined(base: str, path: str) -> str | None:
    """Base and path without empty steps, dots and climbs; None when it climbs out of the package."""
    steps: list[str] = []
    for step in f"{base}{path}".split("/"):
        if step == "..":
            if not steps:
                return None
            steps.pop()
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def _loose(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).replace(" /", "/").strip()


def _outside(href: str, place: str) -> Finding:
    message = "An address leads out of the package."
    return Finding(Severity.ERROR, "address-outside", message, _shown(place, href))


def _repaired(code: str, message: str, href: str, place: str) -> Finding:
    return Finding(Severity.WARNING, code, message, _shown(place, href))


def _shown(place: str, href: str) -> str:
    return f"{place} ({printable(href, 80)})"
