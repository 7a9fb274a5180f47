"""The words of the interface: gathers them from code and templates, and compiles what translators wrote.

    python -m config.catalogues gather      bring locale/*/LC_MESSAGES/django.po up to date with the code
    python -m config.catalogues compile     write the .mo files that Django reads

Needs no gettext on the machine. Compiling needs no Django either, so the set-up can do it first.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "locale"
ROOMS = ("config", "curriculum", "review", "modules", "assessments", "media", "people", "records")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
CALL = re.compile(
    r"""\b(?:_|gettext|ngettext|pgettext|npgettext)\((?:[^()"']|u?"(?:\\.|[^"\\])*"|u?'(?:\\.|[^'\\])*')*\)"""
)
HEADER = "# The words of Common Ground. See docs/translating.md.\n"
Message = tuple[str | tuple[str, str], str | None]


def messages_in_code() -> Iterator[tuple[str, Message]]:
    """Every string given to gettext, with the file that holds it: (file, (msgid or pair, context))."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                yield from ((str(path.relative_to(ROOT)), found) for found in _messages_of(path))


def _messages_of(path: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        text = "\n".join(CALL.findall(templatize(text)))
    for _line, words, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        parts = words if isinstance(words, tuple) else (words,)
        named = tuple(word for word in parts if word and word != context)
        if named:
            yield (named if len(named) > 1 else named[0]), context  # type: ignore[misc]  # one word or (singular, plural)


def gathered() -> Catalog:
    """A catalogue of all messages, untranslated; places name files without line numbers, so that they rarely move."""
    catalog = Catalog(charset="utf-8")
    for file, (words, context) in messages_in_code():
        flags = ["python-format"] if "%(" in str(words) or "%s" in str(words) or "%d" in str(words) else []
        known = catalog.get(words if isinstance(words, str) else words[0], context)
        places = [place for place in (known.locations if known else []) if place[0] != file]
        catalog.add(words, context=context, locations=[*places, (file, 0)], flags=flags)
    return catalog


def po_files() -> list[Path]:
    return sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


def read(po: Path) -> Catalog:
    with po.open("rb") as handle:
        return read_po(handle, locale=po.parts[-3])


def gather() -> None:
    """Bring every catalogue up to date: new messages come empty, those no longer used go, nothing is guessed."""
    template = gathered()
    for po in po_files():
        catalog = read(po)
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        with io.BytesIO() as written:
            write_po(written, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)
            po.write_bytes(_without_dates(written.getvalue()))


def _without_dates(text: bytes) -> bytes:
    """Dates in the header would only make every two branches conflict."""
    return re.sub(rb'^"(?:POT-Creation|PO-Revision)-Date:[^\n]*\n', b"", text, flags=re.MULTILINE)


def compile_all() -> list[Path]:
    """Write each .mo that is missing or older than its .po; whole or not at all. Returns what was written."""
    written = []
    for po in po_files():
        mo = po.with_suffix(".mo")
        if mo.is_file() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        with io.BytesIO() as packed:
            write_mo(packed, _finished(read(po)))
            content = packed.getvalue()
        temporary = mo.with_suffix(".mo.new")
        temporary.write_bytes(content)
        temporary.replace(mo)
        written.append(mo)
    return written


def _finished(catalog: Catalog) -> Catalog:
    """Only what is translated whole: an empty plural would show as nothing at all."""
    for message in list(catalog):
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(strings):
            catalog.delete(message.id, message.context)
    return catalog


if __name__ == "__main__":
    {"gather": gather, "compile": compile_all}[sys.argv[1]]()
