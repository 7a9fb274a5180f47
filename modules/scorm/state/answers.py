"""What a page told about single answers and objectives, out of its flat values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..data_model import parse_duration
from ..data_model.table import Standard

UNSHOWABLE = re.compile("[\0\ud800-\udfff]")  # null characters and halves of letters, which a script may send
ENTRY = re.compile(r"cmi\.interactions\.(\d+)\.([a-z_]+)")
OBJECTIVE = re.compile(r"cmi\.objectives\.(\d+)\.([a-z_.]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """One interaction as the page told it; empty where it said nothing."""

    identifier: str
    kind: str
    question: str
    response: str
    result: str
    latency: str

    @property
    def right(self) -> bool | None:
        return {"correct": True, "incorrect": False, "wrong": False}.get(self.result)

    @property
    def time(self) -> str:
        """The time taken as a clock shows it, `1:05` or `1:02:03`; as the page told it where that is no time."""
        hundredths = parse_duration(self.latency)
        if hundredths is None:
            return self.latency
        minutes, seconds = divmod(round(hundredths / 100), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}" if minutes >= 60 else f"{minutes}:{seconds:02}"


@dataclass(frozen=True, slots=True)
class Objective:
    identifier: str
    status: str
    score: str


def answers_of(values: Mapping[str, str], standard: Standard) -> list[Answer]:
    response = "student_response" if standard == "1.2" else "learner_response"
    return [
        Answer(
            entry.get("id", ""),
            entry.get("type", ""),
            entry.get("description", ""),
            entry.get(response, ""),
            entry.get("result", ""),
            entry.get("latency", ""),
        )
        for entry in _entries(values, ENTRY)
    ]


def objectives_of(values: Mapping[str, str], standard: Standard) -> list[Objective]:
    found = []
    for entry in _entries(values, OBJECTIVE):
        told = [entry.get(name, "") for name in ("status", "success_status", "completion_status")]
        status = next((word for word in told if word and word != "unknown"), "")
        score = entry.get("score.raw", "") if standard == "1.2" else entry.get("score.scaled", "")
        found.append(Objective(entry.get("id", ""), status, score))
    return found


def _entries(values: Mapping[str, str], pattern: re.Pattern[str]) -> list[dict[str, str]]:
    entries: dict[int, dict[str, str]] = {}
    for path, value in values.items():
        if found := pattern.fullmatch(path):
            entries.setdefault(int(found[1]), {})[found[2]] = UNSHOWABLE.sub("\ufffd", value)
    return [entries[number] for number in sorted(entries)]
