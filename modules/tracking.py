"""What packages claim: of one run, page by page, for who may see it; of many runs, for those who wrote the module."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import fmean

from modules.models import ScormRegistration
from modules.package_store import package_of
from modules.playing_outline import statuses_of
from modules.scorm.state import Answer, Objective, answers_of, objectives_of
from modules.services.playing import state_of

FEWEST = 10  # nothing about fewer people leaves as an aggregate


@dataclass(frozen=True)
class PageRun:
    """One page of a package in the present attempt of one run."""

    title: str
    status: str
    percent: float | None
    minutes: int
    launches: int
    answers: list[Answer]
    objectives: list[Objective]


def pages_of(run: ScormRegistration) -> list[PageRun]:
    """Page by page in the order of the package. Raises PackageMissing. No query."""
    package = package_of(run.digest)
    state = state_of(run, package)
    statuses = statuses_of(package, state)
    found = []
    for item in package.organization.launchable:
        sco = state.sco(item.identifier)
        found.append(
            PageRun(
                title=item.title or item.identifier,
                status=statuses.get(item.identifier, ""),
                percent=sco.best.percent,
                minutes=round((sco.total + sco.session) / 6000),
                launches=sco.launches,
                answers=answers_of(sco.values, state.standard),
                objectives=objectives_of(sco.values, state.standard),
            )
        )
    return found


@dataclass(frozen=True)
class AnswerShare:
    """One question over all runs: how many answered it, and how many of them rightly."""

    page: str
    identifier: str
    question: str
    people: int
    right: int

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.people)


@dataclass
class Shares:
    """Claims of one version over everybody who took it; `enough` says whether anything may be shown."""

    people: int = 0
    completion: Counter[str] = field(default_factory=Counter)
    success: Counter[str] = field(default_factory=Counter)
    mean_percent: float | None = None
    mean_minutes: int = 0
    pages: list[tuple[str, Counter[str]]] = field(default_factory=list)
    answers: list[AnswerShare] = field(default_factory=list)

    @property
    def enough(self) -> bool:
        return self.people >= FEWEST


def shares_of(digest: str) -> Shares:
    """The claims of everybody who took this version; empty figures where they are fewer than ten (two queries)."""
    runs = ScormRegistration.objects.filter(digest=digest)
    people = runs.values("person").distinct().count()
    if people < FEWEST:
        return Shares(people=0)
    shares, counted = Shares(people=people), _Counted()
    for run in runs.iterator(chunk_size=500):
        shares.completion[run.completion] += 1
        shares.success[run.success] += 1
        counted.add(run)
    percents, minutes = counted.percents, counted.minutes
    shares.mean_percent = round(fmean(percents), 1) if len(counted.scored) >= FEWEST else None
    shares.mean_minutes = round(fmean(minutes)) if minutes else 0
    shares.pages = list(counted.pages.items())
    shares.answers = counted.answers()
    return shares


class _Counted:
    """Counts while runs pass by, so that they are never all in memory."""

    def __init__(self) -> None:
        self.percents: list[float] = []
        self.scored: set[int] = set()
        self.minutes: list[int] = []
        self.pages: dict[str, Counter[str]] = {}
        self._right: dict[tuple[str, str], dict[int, bool]] = defaultdict(dict)
        self._questions: dict[tuple[str, str], str] = {}

    def add(self, run: ScormRegistration) -> None:
        self.minutes.append(run.minutes)
        if run.percent is not None:
            self.percents.append(run.percent)
            self.scored.add(run.person_id)
        for page in pages_of(run):
            self.pages.setdefault(page.title, Counter())[page.status or "not begun"] += 1
            for answer in page.answers:
                if answer.right is not None:
                    key = (page.title, answer.identifier)
                    self._right[key][run.person_id] = answer.right
                    self._questions[key] = answer.question or self._questions.get(key, "")

    def answers(self) -> list[AnswerShare]:
        return [
            AnswerShare(page, identifier, self._questions[page, identifier], len(given), sum(given.values()))
            for (page, identifier), given in self._right.items()
            if len(given) >= FEWEST
        ]
