"""A frozen dossier with what came after it: signatures, the publisher's answers, and what later versions show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet

from review.dossier.chart import Chart, chart_of
from review.dossier.findings import Finding, FindingFate, fates_in, newest_after
from review.dossier_enums import DossierState, Fate, Score
from review.enums import FlagOutcome, Severity, SignOffAnswer
from review.models import (
    DossierEdition,
    DossierSignOff,
    Flag,
    MaterialVersion,
    PublisherAnswer,
    PublisherRequest,
    RequestStep,
)


@dataclass(frozen=True)
class ShownFinding:
    """One finding as signed, what the publisher said of it since, and what became of it in the newest version."""

    data: dict[str, Any]
    answers: tuple[PublisherAnswer, ...] = ()
    fate: FindingFate | None = None

    @property
    def severity(self) -> str:
        return str(Severity(self.data["severity"]).label)

    @property
    def partly(self) -> bool:
        return bool(self.data["outcome"] == FlagOutcome.PARTLY)

    @property
    def differing(self) -> list[str]:
        """The words of whoever saw it differently: a panel's minority, and the agency that answered first."""
        return [words for words in (self.data["minority"], self.data["dissent"]) if words]


@dataclass(frozen=True)
class ShownCriterion:
    """One criterion with its scores and findings. `elsewhere` are findings that stand under an earlier criterion."""

    code: str
    title: str
    question: str
    scores: tuple[dict[str, Any], ...]
    findings: tuple[ShownFinding, ...]
    elsewhere: tuple[ShownFinding, ...]


@dataclass(frozen=True)
class ShownDossier:
    edition: DossierEdition
    findings: tuple[ShownFinding, ...]
    answers: tuple[DossierSignOff, ...]
    requests: tuple[PublisherRequest, ...]
    newer: MaterialVersion | None
    newer_dossier: DossierEdition | None

    @property
    def content(self) -> dict[str, Any]:
        return self.edition.content

    @property
    def endorsements(self) -> list[DossierSignOff]:
        return [row for row in self.answers if row.answer == SignOffAnswer.APPROVE]

    @property
    def abstentions(self) -> list[DossierSignOff]:
        return [row for row in self.answers if row.answer == SignOffAnswer.ABSTAIN]

    @property
    def dissents(self) -> list[DossierSignOff]:
        return [row for row in self.answers if row.dissent]

    @property
    def disputed(self) -> list[ShownFinding]:
        """Findings on which somebody saw it differently when they were decided."""
        return [row for row in self.findings if row.differing]

    @cached_property
    def chart(self) -> Chart:
        return chart_of(self.content["findings"], self.content["material"]["duration_seconds"])

    @cached_property
    def fates(self) -> dict[str, list[ShownFinding]]:
        """The findings by what became of them; empty while there is no newer version."""
        sorted_out: dict[str, list[ShownFinding]] = defaultdict(list)
        for row in self.findings:
            if row.fate:
                sorted_out[str(row.fate.fate)].append(row)
        return dict(sorted_out)

    @property
    def new_since(self) -> list[dict[str, Any]]:
        """What the published dossier of the newer version found that was not there before."""
        rows = self.newer_dossier.findings if self.newer_dossier else []
        return [row for row in rows if not row["carried_from"]]

    @cached_property
    def criteria(self) -> list[ShownCriterion]:
        """Every criterion of the rubric in its order; each finding stands in full once, under its first."""
        placed: set[str] = set()
        found = []
        for row in self.content["rubric"]["criteria"]:
            code = row["code"]
            here = [finding for finding in self.findings if code in finding.data["criteria"]]
            full = [finding for finding in here if finding.data["key"] not in placed]
            placed |= {finding.data["key"] for finding in full}
            scores = [_scored(score) for score in self.content["scores"] if score["criterion"] == code]
            rest = tuple(finding for finding in here if finding not in full)
            found.append(ShownCriterion(code, row["title"], row["question"], tuple(scores), tuple(full), rest))
        return found

    @cached_property
    def other_findings(self) -> list[ShownFinding]:
        """Those whose criteria are not in the rubric."""
        known = {row["code"] for row in self.content["rubric"]["criteria"]}
        return [row for row in self.findings if not known & set(row.data["criteria"])]


def published_dossiers() -> QuerySet[DossierEdition]:
    """The current editions, newest first, with who endorsed them; without their long text."""
    signed = DossierSignOff.objects.filter(answer=SignOffAnswer.APPROVE).order_by("pk")
    return (
        DossierEdition.objects.current()
        .select_related("dossier__version__material")
        .defer("canonical")
        .prefetch_related(Prefetch("sign_offs", signed, to_attr="endorsed"))
        .order_by("-published_at", "-pk")
    )


def shown_dossier(edition: DossierEdition) -> ShownDossier:
    """Read what came after the signing, in a number of queries that does not grow with the dossier."""
    dossier = edition.dossier
    version = dossier.version
    keys = [row["key"] for row in edition.findings]
    flags = {str(flag.reference): flag for flag in Flag.objects.filter(reference__in=keys)}
    newer = newest_after(version)
    fates = _fates(newer, edition, flags) if newer else {}
    answers: dict[str, list[PublisherAnswer]] = defaultdict(list)
    for answer in dossier.answers.select_related("flag", "agency"):
        answers[str(answer.flag.reference)].append(answer)
    steps = Prefetch("steps", RequestStep.objects.select_related("agency").order_by("on", "pk"))
    newest = {row.agency_id: row for row in edition.sign_offs.order_by("pk")}
    return ShownDossier(
        edition=edition,
        findings=tuple(
            ShownFinding(row, tuple(answers[row["key"]]), fates.get(row["key"])) for row in edition.findings
        ),
        answers=tuple(sorted(newest.values(), key=lambda row: row.agency_name)),
        requests=tuple(_about(request, edition) for request in dossier.requests.prefetch_related(steps)),
        newer=newer,
        newer_dossier=_dossier_of(newer, edition) if newer else None,
    )


def _about(request: PublisherRequest, edition: DossierEdition) -> PublisherRequest:
    request.about = tuple(row["number"] for row in edition.findings if row["key"] in request.findings)
    return request


def _fates(newer: MaterialVersion, edition: DossierEdition, flags: dict[str, Flag]) -> dict[str, FindingFate]:
    rows = (row for row in edition.findings if row["key"] in flags)
    found = [
        Finding(flags[row["key"]], row["start"], row["end"], row["line"], row["excerpt"], row["carried_from"])
        for row in rows
    ]
    return {fate.finding.key: fate for fate in fates_in(newer, found) if fate.fate != Fate.NEW}


def _dossier_of(newer: MaterialVersion, edition: DossierEdition) -> DossierEdition | None:
    current = DossierEdition.objects.filter(dossier__version=newer, state=DossierState.CURRENT).defer("canonical")
    return _preferred(current, edition.dossier.lead_id)


def _preferred(editions: Iterable[DossierEdition], lead_id: int) -> DossierEdition | None:
    """The same lead's if there is one."""
    rows = list(editions.select_related("dossier") if isinstance(editions, QuerySet) else editions)
    return min(rows, key=lambda row: (row.dossier.lead_id != lead_id, row.pk), default=None)


def _scored(score: dict[str, Any]) -> dict[str, Any]:
    return score | {"label": str(Score(score["score"]).label)}
