"""Finding the unit that a roster names, by codes or names from the top."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256

from django.utils.text import slugify

MOST_CODE = 40


class TwoUnits(Exception):
    """Two units of the same parent bear this name: only a code tells them apart."""


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit as the database has it. `path` is its chain of codes, `/patrol/north/`."""

    path: str
    code: str
    name: str

    @property
    def above(self) -> str:
        return self.path[: -len(self.code) - 1]


class UnitTree:
    """The units of one department. A unit's key is its path."""

    def __init__(self, units: Iterable[UnitNow]) -> None:
        self._by_path = {unit.path: unit for unit in units}
        self._below: dict[str, list[UnitNow]] = {}
        for unit in self._by_path.values():
            self._below.setdefault(unit.above, []).append(unit)
        self._labels = {self.label(path): path for path in self._by_path}

    def find(self, parts: tuple[str, ...]) -> tuple[str, int]:
        """Return the path reached and how many parts were found on the way; raise TwoUnits when it is not clear."""
        path = "/"
        for depth, part in enumerate(parts):
            unit = self._child(path, part)
            if unit is None:
                return path, depth
            path = unit.path
        return path, len(parts)

    def label(self, path: str) -> str:
        """The names from the top, `Patrol / North Station`."""
        names: list[str] = []
        while path in self._by_path:
            names.append(self._by_path[path].name)
            path = self._by_path[path].above
        return " / ".join(reversed(names))

    def written(self, path: str) -> str:
        """How a roster writes this unit so that it is found again: by names, or by codes where names would not do."""
        label = self.label(path)
        try:
            return label if not path or self.find(tuple(label.split(" / "))) == (path, path.count("/") - 1) else path
        except TwoUnits:
            return path

    def similar(self, parts: tuple[str, ...]) -> str:
        """The label of the unit most like this one, or nothing."""
        wanted = " / ".join(parts)
        same_name = [label for label in self._labels if label.rsplit(" / ", 1)[-1].casefold() == parts[-1].casefold()]
        return next(iter(same_name or get_close_matches(wanted, self._labels, n=1, cutoff=0.8)), "")

    def _child(self, path: str, part: str) -> UnitNow | None:
        below = self._below.get(path, [])
        by_code = [unit for unit in below if unit.code in (part.casefold(), slugify(part))]
        found = by_code or [unit for unit in below if unit.name.casefold() == part.casefold()]
        if len(found) > 1:
            raise TwoUnits
        return found[0] if found else None


def new_code(part: str) -> str:
    """The code of a unit that is made from its name."""
    return slugify(part)[:MOST_CODE].strip("-") or f"unit-{sha256(part.encode()).hexdigest()[:8]}"
