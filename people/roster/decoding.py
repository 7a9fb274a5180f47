"""From the bytes of an upload to text: which encodings are accepted, and which are refused as uncertain."""

import codecs
import re
import unicodedata

from django.utils.translation import gettext as _

LOOKS_LIKE_UTF_8 = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
FOREIGN_RUN = re.compile(r"[^\W\d_a-zA-Z]{3,}")
WORD_LIKE = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0\u00b7\u00ba\u00aa\u00b0\u20ac\u00ad")
SIGNATURES = ((b"PK\x03\x04", "Excel"), (b"\xd0\xcf\x11\xe0", "Excel"), (b"%PDF", "PDF"))


class RosterUnreadable(Exception):
    """The file as a whole cannot be read; the text says why and what to do. Nothing was changed."""


def decode(data: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding; raise RosterUnreadable when it is not certain what it says."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise RosterUnreadable(_("The file is empty."))
    for signature, program in SIGNATURES:
        if data.startswith(signature):
            raise RosterUnreadable(
                _("This is a file of %(program)s, not a CSV file. Open it and save it as “CSV UTF-8”.")
                % {"program": program}
            )
    text, encoding = _decode(data)
    if any(unicodedata.category(character) == "Cc" for character in set(text) - {"\t", "\r", "\n"}):
        raise RosterUnreadable(_("This is not a text file: it holds control characters. Save it as “CSV UTF-8”."))
    return text, encoding


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith(codecs.BOM_UTF8):
        return _strictly(data, "utf-8-sig"), "UTF-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16"), "UTF-16"
    if b"\x00" in data:
        return _strictly(data, _utf_16_without_mark(data)), "UTF-16"
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _windows_1252(data), "Windows-1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _uncertain() from error


def _utf_16_without_mark(data: bytes) -> str:
    """A header in plain letters shows the byte order; anything else with zero bytes is no text."""
    start = data[:8]
    if len(start) == 8 and not any(start[1::2]) and all(start[::2]):
        return "utf-16-le"
    if len(start) == 8 and not any(start[::2]) and all(start[1::2]):
        return "utf-16-be"
    raise RosterUnreadable(_("This is not a text file. Save the roster as “CSV UTF-8”."))


def _windows_1252(data: bytes) -> str:
    """Accept only what can hardly be anything else: lone Western letters and typographic marks."""
    if LOOKS_LIKE_UTF_8.search(data):
        raise _uncertain()
    text = _strictly(data, "cp1252")
    foreign = {character for character in text if ord(character) > 127}
    if FOREIGN_RUN.search(text) or not all(character.isalpha() or character in WORD_LIKE for character in foreign):
        raise _uncertain()
    return text


def _uncertain() -> RosterUnreadable:
    return RosterUnreadable(
        _("It is not certain how the letters of this file are encoded: names could be garbled. Save it as “CSV UTF-8”.")
    )
