"""Commits: applied whole or refused by name, in order, and once however often they come."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..data_model import RunTimeData, data_model, parse_duration
from ..findings import printable
from .model import Plan, Registration
from .outcomes import assume_completed, settle

MOST_CHANGES = 2_000
MOST_VALUES = 20_000
LONGEST_CHANGES = 512 * 1024
LONGEST_VALUES = 2 * 1024 * 1024
LONGEST_SESSION = 366 * 8_640_000  # pages that forgot when they began tell of decades
ABANDONED = ("abandon", "abandonAll")
EXIT = {"1.2": "cmi.core.exit", "2004": "cmi.exit"}
SESSION = {"1.2": "cmi.core.session_time", "2004": "cmi.session_time"}


class CommitRefused(Exception):
    """The commit is not applied: ``code`` names the rule; ``element`` and ``error`` tell of a change that broke it.

    Where one is missing before it, ``seq`` is the last that was applied.
    """

    def __init__(self, code: str, element: str = "", error: int = 0, seq: int = 0) -> None:
        self.code, self.element, self.error, self.seq = code, printable(element), error, seq
        super().__init__(" ".join(filter(None, (code, self.element, str(error or "")))))


@dataclass(frozen=True, slots=True)
class Commit:
    """What a page told since its last commit: resulting values in the order they were first set.

    ``seq`` counts the commits of an attempt from 1. ``session_time`` is the whole of the session so far.
    """

    attempt: int
    sco: str
    seq: int
    changes: tuple[tuple[str, str], ...] = ()
    session_time: str = ""
    terminate: bool = False
    nav: str = ""

    @classmethod
    def from_data(cls, data: object) -> "Commit":
        """A commit from JSON; refused as ``malformed`` unless each part has its form."""
        if not isinstance(data, Mapping) or not set(data) <= set(cls.__dataclass_fields__):
            raise CommitRefused("malformed")
        changes = data.get("changes", [])
        if not isinstance(changes, list) or not all(_is_change(change) for change in changes):
            raise CommitRefused("malformed")
        texts = [data.get("sco"), data.get("session_time", ""), data.get("nav", "")]
        numbers = [data.get("attempt"), data.get("seq")]
        terminate = data.get("terminate", False)
        sound = all(isinstance(text, str) for text in texts) and isinstance(terminate, bool)
        if not sound or not all(type(number) is int and 0 < number < 2**31 for number in numbers):
            raise CommitRefused("malformed")
        pairs = tuple((path, value) for path, value in changes)
        return cls(data["attempt"], data["sco"], data["seq"], pairs, texts[1] or "", terminate, texts[2] or "")


def _is_change(change: Any) -> bool:
    return isinstance(change, list) and len(change) == 2 and all(isinstance(part, str) for part in change)


@dataclass(frozen=True, slots=True)
class Applied:
    """The registration after a commit; ``repeated`` when the commit had been applied before and changed nothing."""

    registration: Registration
    repeated: bool = False


def apply_commit(registration: Registration, plan: Plan, commit: Commit) -> Applied:
    """Apply one commit of the page of this plan. The registration given is never changed."""
    if registration.mode == "review":
        raise CommitRefused("review")
    if commit.attempt != registration.attempt:
        raise CommitRefused("other-attempt")
    if commit.seq <= registration.seq:
        return Applied(registration, repeated=True)
    if commit.seq != registration.seq + 1:
        raise CommitRefused("commit-missing", seq=registration.seq)
    if commit.sco != plan.identifier or commit.sco != registration.open:
        raise CommitRefused("page-not-open")
    if len(commit.changes) > MOST_CHANGES or _length(dict(commit.changes)) > LONGEST_CHANGES:
        raise CommitRefused("too-large")
    sco = registration.sco(commit.sco)
    values = _changed(registration, sco.values, commit)
    session = _session(registration, values, commit, sco.session)
    told = tuple(dict.fromkeys((*sco.told, *(path for path, _ in commit.changes))))
    sco = replace(sco, values=values, session=session, told=told)
    nav = _navigation(registration, values, commit)
    if commit.terminate:
        leaving = values.pop(EXIT[registration.standard], "")
        suspended = leaving == "suspend" or nav == "suspendAll"
        sco = replace(sco, values=values, total=sco.total + session, session=0, suspended=suspended)
        if not suspended and leaving != "logout" and nav not in ABANDONED:
            sco = assume_completed(plan, sco)
    sco = settle(registration, sco, ended=commit.terminate)
    opened = "" if commit.terminate else registration.open
    return Applied(registration.with_sco(commit.sco, sco, seq=commit.seq, open=opened, nav=nav))


def _changed(registration: Registration, values: Mapping[str, str], commit: Commit) -> dict[str, str]:
    data = RunTimeData(registration.standard, values)
    for path, value in commit.changes:
        if error := data.set(path, value, whole=True).error:
            raise CommitRefused("bad-change", path, error)
    if len(data.values) > MOST_VALUES or _length(data.values) > LONGEST_VALUES:
        raise CommitRefused("too-much-kept")
    return data.values


def _length(values: Mapping[str, str]) -> int:
    return sum(len(path) + len(value) for path, value in values.items())


def _session(registration: Registration, values: dict[str, str], commit: Commit, before: int) -> int:
    """The session's time: as the page set it, else as the player measured it, else as it was. It never counts twice."""
    told = values.pop(SESSION[registration.standard], "") or commit.session_time
    if not told:
        return before
    hundredths = parse_duration(told)
    if hundredths is None:
        raise CommitRefused("bad-session-time")
    return min(hundredths, LONGEST_SESSION)


def _navigation(registration: Registration, values: dict[str, str], commit: Commit) -> str:
    """What the page asks to be opened next; only 2004 pages may ask."""
    asked = commit.nav or values.get("adl.nav.request", "")
    if asked in ("", "_none_"):
        return ""
    if registration.standard == "1.2" or not data_model("2004").formats["navigation"].fullmatch(asked):
        raise CommitRefused("bad-navigation")
    return asked
