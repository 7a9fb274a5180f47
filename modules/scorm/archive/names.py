"""Names of entries: made plain, kept inside the folder, and never two for one file on any system."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from ..findings import PackageRefused, printable
from .limits import Limits

RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
PLAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
DRIVE = re.compile(r"[A-Za-z]:")
IGNORED_FOLDERS = {"__macosx"}
IGNORED_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
FORMAT_CHARACTERS = {"Cc", "Cs", "Zl", "Zp", "Cf"}
JOINERS = "\u200c\u200d"


def plain_name(raw: str, limits: Limits) -> str:
    """The name with forward slashes and without empty steps; refuses whatever points out of the folder."""
    name = raw.replace("\\", "/")
    if name.startswith("/") or DRIVE.match(name):
        raise _refusal("absolute-name", "An entry's name is absolute.", raw)
    segments = [segment for segment in name.split("/") if segment not in ("", ".")]
    for segment in segments:
        _check_segment(segment, raw, limits)
    plain = "/".join(segments)
    if not plain and name.strip("./"):
        raise _refusal("empty-name", "An entry has no name.", raw)
    if len(plain.encode()) > limits.name_bytes or len(segments) > limits.depth:
        raise _refusal("long-name", "An entry's name is too long or too deep.", raw)
    return plain


def _check_segment(segment: str, raw: str, limits: Limits) -> None:
    if PLAIN.fullmatch(segment) and len(segment) <= limits.segment_bytes and not RESERVED.fullmatch(segment):
        return
    if any(_climbs(form) for form in _forms(segment)):
        raise _refusal("traversal", "An entry's name leads out of the package.", raw)
    if any(unicodedata.category(character) in FORMAT_CHARACTERS and character not in JOINERS for character in segment):
        raise _refusal("control-character", "An entry's name holds control or direction characters.", raw)
    if segment.endswith((".", " ")):
        raise _refusal("trailing-dot-or-space", "A part of an entry's name ends with a dot or a space.", raw)
    if ":" in segment or RESERVED.fullmatch(segment):
        raise _refusal("reserved-name", "An entry's name is reserved on some systems.", raw)
    if len(segment.encode()) > limits.segment_bytes:
        raise _refusal("long-name", "A part of an entry's name is too long.", raw)


def _forms(segment: str) -> Iterable[str]:
    """The segment as other programs may come to read it: decoded once and twice, and in compatibility form."""
    decoded = unquote(segment)
    for form in (segment, decoded, unquote(decoded)):
        yield form
        yield unicodedata.normalize("NFKC", form)


def _climbs(segment: str) -> bool:
    if segment.strip(" ") in ("..", ".") or segment.rstrip(". ") == "":
        return True
    return "\0" in segment or any(part == ".." for part in re.split(r"[/\\]", segment))


def is_ignored(name: str) -> bool:
    """What systems add on their own and no package needs."""
    segments = name.casefold().split("/")
    return bool(IGNORED_FOLDERS.intersection(segments)) or segments[-1] in IGNORED_FILES


def name_key(name: str) -> str:
    """Equal for names that some system takes for one."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def refuse_clashes(files: Iterable[str], folders: Iterable[str]) -> None:
    """No two files under one name on any system, and no file that is also a folder."""
    seen: dict[str, str] = {}
    for name in files:
        key = name_key(name)
        if key in seen:
            message = "Two entries have one name on some systems: {other}."
            raise _refusal("clashing-names", message.format(other=printable(seen[key])), name)
        seen[key] = name
    for folder in {*folders, *_parents(seen.values())}:
        if (key := name_key(folder)) in seen:
            raise _refusal("file-and-folder", "An entry is a file and a folder at once.", seen[key])


def _parents(names: Iterable[str]) -> set[str]:
    """All folders that the names lie in; each is gone through once."""
    found: set[str] = set()
    for name in names:
        folder = name.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _refusal(code: str, message: str, raw: str) -> PackageRefused:
    return PackageRefused(code, message, printable(raw))
