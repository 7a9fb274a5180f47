"""The rule by which a candidate is judged, as data that is frozen with it. Pure: no database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

SILENCE = ("nothing", "lapse", "abstention", "approval")
OBJECTIONS = ("send_back", "answer_first")
CALLERS = ("nobody", "lead", "any")
MAJORITIES = ("two_thirds", "majority")


class UnsoundTerms(ValueError):
    """Terms that no candidate could be judged by; the message says why."""


@dataclass(frozen=True)
class PolicyTerms:
    """How many must approve, from which perspectives, by when, what silence means, and how an objection is settled.

    `approvals` counts agencies. `deadline_days` None: no deadline. `hear_everyone`: nothing is published before every
    co-author has answered. `objections`: `send_back` returns a candidate at once, `answer_first` keeps it open until
    each objection is answered.
    """

    approvals: int = 2
    all_coauthors: bool = False
    perspectives: Mapping[str, int] = field(default_factory=dict)
    hear_everyone: bool = False
    deadline_days: int | None = None
    silence: str = "nothing"
    objections: str = "send_back"
    votes_called_by: str = "lead"
    vote_days: int = 7
    vote_quorum: int = 2
    vote_majority: str = "two_thirds"
    review_months: int = 12

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise UnsoundTerms(fault)

    @property
    def least(self) -> int:
        """The fewest agencies with which a candidate could ever be published."""
        return max(1, self.approvals, sum(self.perspectives.values()))

    def as_data(self) -> dict[str, Any]:
        return asdict(self) | {"perspectives": dict(sorted(self.perspectives.items()))}


def terms_from(data: Mapping[str, Any]) -> PolicyTerms:
    """Read terms as they were kept. Raises UnsoundTerms for what they could never say."""
    try:
        return PolicyTerms(**data)
    except TypeError as error:
        raise UnsoundTerms(str(error)) from error


def weakenings(old: PolicyTerms, new: PolicyTerms) -> list[str]:
    """The names of the terms in which `new` asks for less than `old`; empty when all is as safe as before."""
    return [name for name, weaker in _compared(old, new) if weaker]


def _compared(old: PolicyTerms, new: PolicyTerms) -> Iterator[tuple[str, bool]]:
    yield "approvals", new.approvals < old.approvals
    yield "all_coauthors", old.all_coauthors and not new.all_coauthors
    yield "perspectives", any(new.perspectives.get(name, 0) < least for name, least in old.perspectives.items())
    yield "hear_everyone", old.hear_everyone and not new.hear_everyone
    yield "silence", _reach(new.silence) > _reach(old.silence)
    yield "deadline_days", _reach(new.silence) > 0 and _days(new) < _days(old)
    yield "objections", _later(OBJECTIONS, old.objections, new.objections)
    yield "votes_called_by", _later(CALLERS, old.votes_called_by, new.votes_called_by)
    yield "vote_days", new.vote_days < old.vote_days
    yield "vote_quorum", new.vote_quorum < old.vote_quorum
    yield "vote_majority", _later(MAJORITIES, old.vote_majority, new.vote_majority)
    yield "review_months", new.review_months > old.review_months


def _reach(silence: str) -> int:
    """How much silence can bring about: nothing, an end of waiting, or an approval."""
    return {"nothing": 0, "lapse": 0, "abstention": 1, "approval": 2}[silence]


def _days(terms: PolicyTerms) -> float:
    return float("inf") if terms.deadline_days is None else terms.deadline_days


def _later(order: tuple[str, ...], old: str, new: str) -> bool:
    return order.index(new) > order.index(old)


def _faults(terms: PolicyTerms) -> Iterator[str]:
    numbers = {"approvals": terms.approvals, "vote_quorum": terms.vote_quorum, "vote_days": terms.vote_days}
    numbers |= {"review_months": terms.review_months}
    numbers |= {f"perspectives.{name}": least for name, least in terms.perspectives.items()}
    if terms.deadline_days is not None:
        numbers["deadline_days"] = terms.deadline_days
    for name, value in numbers.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            yield f"{name}: a whole number of at least one"
    for name, allowed in (
        ("silence", SILENCE),
        ("objections", OBJECTIONS),
        ("votes_called_by", CALLERS),
        ("vote_majority", MAJORITIES),
    ):
        if getattr(terms, name) not in allowed:
            yield f"{name}: one of {', '.join(allowed)}"
    if terms.deadline_days is None and terms.silence != "nothing":
        yield "silence: it can only mean something where there is a deadline"
