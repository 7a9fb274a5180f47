"""What a PDF tells a screen reader, read with pypdf: its tags in their order, and what stands in its catalogue."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader


@dataclass(frozen=True)
class Tag:
    name: str
    alternative: str
    scope: str


def opened(raw: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(raw))


def tags_of(reader: PdfReader) -> list[Tag]:
    return list(_below(reader.trailer["/Root"]["/StructTreeRoot"]["/K"]))


def words_of(reader: PdfReader) -> str:
    """All words in reading order; places where a long word may break are left out."""
    return " ".join("\n".join(page.extract_text() for page in reader.pages).replace("\u200b", "").split())


def says_that_it_is_accessible(reader: PdfReader) -> bool:
    root = reader.trailer["/Root"]
    told = root["/Metadata"].get_object().get_data().decode()
    shown = root["/ViewerPreferences"]["/DisplayDocTitle"]
    return bool(root["/MarkInfo"]["/Marked"] and shown and "<pdfuaid:part>1</pdfuaid:part>" in told)


def fonts_not_inside(reader: PdfReader) -> set[str]:
    """The names of fonts that the file only names and does not hold."""
    lacking = set()
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            held = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(held):
                lacking.add(str(held["/FontName"]))
    return lacking


def _below(node: Any) -> Iterator[Tag]:
    node = node.get_object()
    if isinstance(node, list):
        for part in node:
            yield from _below(part)
    elif isinstance(node, dict):
        if "/S" in node:
            yield Tag(str(node["/S"]).removeprefix("/"), str(node.get("/Alt", "")), _scope(node))
        if "/K" in node:
            yield from _below(node["/K"])


def _scope(node: Any) -> str:
    rows = node.get("/A", [])
    rows = rows.get_object() if hasattr(rows, "get_object") else rows
    found = (row.get_object() for row in (rows if isinstance(rows, list) else [rows]))
    return next((str(row["/Scope"]) for row in found if "/Scope" in row), "")
