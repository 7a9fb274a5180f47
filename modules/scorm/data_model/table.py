"""The table of elements: who may read and write what, of which type, and which error answers a mistake."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

Standard = Literal["1.2", "2004"]
TARGET = re.compile(r"\{target=[^{}\s]{1,4000}\}")
INDEX = re.compile(r"0|[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True)
class Element:
    """A row of the table; ``needs`` must be set first: siblings, or with ``^`` those of the outer entry."""

    name: str
    access: Literal["r", "w", "rw"]
    type: str
    spm: int = 0
    range: tuple[float | None, float | None] | None = None
    words: tuple[str, ...] = ()
    default: str | None = None
    blank: bool = False
    appends: bool = False
    unique: bool = False
    fixed: bool = False
    needs: tuple[str, ...] = ()


class DataModel:
    """The elements and error codes of one standard."""

    def __init__(self, standard: Standard, rows: Mapping[str, Any], formats: Mapping[str, str]) -> None:
        self.standard = standard
        self.codes: Mapping[str, int] = rows["codes"]
        self.errors: Mapping[int, str] = {int(code): text for code, text in rows["errors"].items()}
        self.children: Mapping[str, str] = rows["children"]
        self.counts: Mapping[str, int] = rows["counts"]
        self.formats = {name: re.compile(pattern) for name, pattern in formats.items()}
        self.elements = {name: _element(name, row) for name, row in rows["elements"].items()}
        steps = [name.split(".") for name in self.elements]
        self.folders = {".".join(step[:end]) for step in steps for end in range(1, len(step))}

    def plain(self, path: str) -> str:
        """The path as the table has it: indices as ``n``, targets as ``{target}``."""
        return ".".join("n" if INDEX.fullmatch(step) else step for step in TARGET.sub("{target}", path).split("."))

    def find(self, path: str) -> Element | None:
        return self.elements.get(self.plain(path))


def _element(name: str, row: Mapping[str, Any]) -> Element:
    bounds = row.get("range")
    return Element(
        name=name,
        access=row["access"],
        type=row["type"],
        spm=row.get("spm", 0),
        range=(bounds[0], bounds[1]) if bounds else None,
        words=tuple(row.get("words", ())),
        default=row.get("default"),
        blank=row.get("blank", False),
        appends=row.get("appends", False),
        unique=row.get("unique", False),
        fixed=row.get("fixed", False),
        needs=tuple(row.get("needs", ())),
    )


@cache
def table() -> Mapping[str, Any]:
    """The table as written, for whoever hands it to a browser."""
    loaded: Mapping[str, Any] = json.loads(resources.files(__package__).joinpath("table.json").read_text("utf-8"))
    return loaded


@cache
def data_model(standard: Standard) -> DataModel:
    return DataModel(standard, table()["standards"][standard], table()["formats"])
