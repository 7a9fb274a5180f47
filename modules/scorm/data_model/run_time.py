"""The values of one page while it runs: read and written as the standard says, with its error codes."""

from collections.abc import Mapping
from dataclasses import dataclass

from .interactions import DISTINCT_PATTERNS, ONE_PATTERN
from .table import INDEX, DataModel, Element, Standard, data_model
from .values import mistake

EVALUATED = {
    "cmi.completion_status": ("cmi.completion_threshold", "cmi.progress_measure", ("completed", "incomplete")),
    "cmi.success_status": ("cmi.scaled_passing_score", "cmi.score.scaled", ("passed", "failed")),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a get or a set answers: the value, and 0 or the error code of the standard."""

    value: str
    error: int = 0


class RunTimeData:
    """Flat values by full element name. ``set`` is what a page may do; ``values`` is what we store."""

    def __init__(self, standard: Standard, values: Mapping[str, str] | None = None) -> None:
        self.model: DataModel = data_model(standard)
        self.values = dict(values or {})
        self._entries: dict[str, set[str]] = {}
        for path in self.values:
            self._note(path)

    def get(self, path: str) -> Answer:
        """The value a page is given, as GetValue of the standard."""
        if not path:
            return self._fault("get_failed")
        if path.endswith(("._children", "._count", "._version")) and path not in self.model.elements:
            return self._keyword(path)
        element = self.model.find(path)
        if element is None:
            return self._fault("get_failed" if self._misplaced(path) else "unknown")
        if fault := self._index_fault(path, "index_get", reading=True):
            return self._fault(fault)
        if element.access == "w":
            return self._fault("write_only")
        value = self._current(path, element)
        return self._fault("unset") if value is None else Answer(value)

    def set(self, path: str, value: str, *, whole: bool = False) -> Answer:
        """Store what a page sets, as SetValue of the standard; nothing is changed where it answers an error.

        An element that appends does so, unless the value is the ``whole`` of it.
        """
        if not path:
            return self._fault("set_failed")
        if path.endswith(("._children", "._count", "._version")):
            return self._fault("keyword" if self._keyword(path).error == 0 else "unknown")
        element = self.model.find(path)
        if element is None:
            return self._fault("set_failed" if self._misplaced(path) else "unknown")
        if element.access == "r":
            return self._fault("read_only")
        fault = self._index_fault(path, "index_set", reading=False) or self._dependency(path, element)
        fault = fault or mistake(self.model, element, value, interaction=self._interaction(path))
        if fault := fault or self._conflict(path, element, value):
            return self._fault(fault)
        if element.appends and not whole and len(value := self.values.get(path, "") + value) > element.spm:
            return self._fault("type")
        self.values[path] = value
        self._note(path)
        return Answer("true")

    def count(self, folder: str) -> int:
        """How many entries an array has."""
        return len(self._entries.get(folder, ()))

    def _note(self, path: str) -> None:
        """Remember the entries that the path is in, so that counting them never takes longer as there are more."""
        steps = path.split(".")
        for at, step in enumerate(steps):
            if INDEX.fullmatch(step):
                self._entries.setdefault(".".join(steps[:at]), set()).add(step)

    def _current(self, path: str, element: Element) -> str | None:
        if path in EVALUATED and self.model.standard == "2004":
            threshold, measure, (reached, missed) = EVALUATED[path]
            if limit := self.values.get(threshold):
                measured = self.values.get(measure)
                return "unknown" if measured is None else reached if float(measured) >= float(limit) else missed
        return self.values.get(path, element.default)

    def _keyword(self, path: str) -> Answer:
        folder, _, keyword = path.rpartition(".")
        plain = self.model.plain(folder)
        known = plain in self.model.folders or plain in self.model.elements
        if keyword == "_version" or not known:
            return self._fault("unknown")
        if self._index_fault(path, "index_get", reading=True):
            return self._fault("index_get")
        if keyword == "_children":
            children = self.model.children.get(plain)
            return self._fault("no_children") if children is None else Answer(children)
        return Answer(str(self.count(folder))) if plain in self.model.counts else self._fault("no_count")

    def _misplaced(self, path: str) -> bool:
        """Whether the path is one of the model except for its index, which is missing or no number."""
        return self.model.plain(path) in self.model.folders and self.model.standard == "2004"

    def _index_fault(self, path: str, fault: str, *, reading: bool) -> str:
        steps = path.split(".")
        for at, step in enumerate(steps):
            folder = ".".join(steps[:at])
            plain = self.model.plain(folder)
            if plain in self.model.counts and INDEX.fullmatch(step):
                count = self.count(folder)
                if int(step) >= count + (0 if reading else 1) or int(step) >= self.model.counts[plain]:
                    return fault
                if folder in ("adl.data", "cmi.comments_from_lms") and int(step) >= count:
                    return fault
        return ""

    def _dependency(self, path: str, element: Element) -> str:
        """Entries of arrays begin with their identifier."""
        parent = path.rpartition(".")[0]
        while parent and not INDEX.fullmatch(parent.rpartition(".")[2]):
            parent = parent.rpartition(".")[0]
        for need in element.needs:
            inner = parent.rpartition(".")[0].rpartition(".")[0] if need.startswith("^") else parent
            if f"{inner}.{need.lstrip('^')}" not in self.values:
                return "dependency"
        return ""

    def _interaction(self, path: str) -> str:
        steps = path.split(".")
        return self.values.get(".".join([*steps[:3], "type"]), "") if steps[1:2] == ["interactions"] else ""

    def _conflict(self, path: str, element: Element, value: str) -> str:
        """Identifiers that are there already, and patterns that exclude each other."""
        if element.fixed and self.values.get(path, value) != value:
            return "set_failed"
        if element.unique and value in self._siblings(path):
            return "set_failed"
        if element.type == "pattern":
            kind, others = self._interaction(path), self._siblings(path)
            if (kind in ONE_PATTERN and others) or (kind in DISTINCT_PATTERNS and value in others):
                return "set_failed"
        return ""

    def _siblings(self, path: str) -> list[str]:
        """The values of the same element in the other entries of its array."""
        entry, _, name = path.rpartition(".")
        folder = entry.rpartition(".")[0]
        paths = (f"{folder}.{number}.{name}" for number in range(self.count(folder)))
        return [self.values[other] for other in paths if other != path and other in self.values]

    def _fault(self, name: str) -> Answer:
        return Answer("", self.model.codes[name])
