"""What a dossier says, as data to be frozen: no person is named, and nothing upheld is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from people.models import Agency
from review.agreement import agreement
from review.dossier.findings import Finding, findings_of
from review.enums import WAITING_STATES
from review.models import Coverage, Dossier, Flag, MaterialVersion
from review.scores import newest_scores
from review.spans import merged, share
from review.workspace import judgments

KIND = "common-ground-dossier"
SCHEMA = 1


def dossier_content(dossier: Dossier, number: int) -> dict[str, Any]:
    """The whole text of an edition of the dossier as it would be signed now. JSON-safe."""
    version = dossier.version
    found = findings_of(version)
    problems = [_finding(row, dossier.fixes) for row in found if not row.good]
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "dossier": str(dossier.reference),
        "number": number,
        "language": dossier.language,
        "title": dossier.title,
        "material": _material(version),
        "rubric": _rubric(dossier),
        "summary": dossier.summary,
        "method": dossier.method,
        "reviewers": _reviewers(version, found),
        "coverage": _coverage(version),
        "agreement": _agreement(version, dossier.rubric_version.codes),
        "open_reports": Flag.objects.filter(version=version, state__in=WAITING_STATES, merged_into=None).count(),
        "findings": [{"number": number} | row for number, row in enumerate(problems, start=1)],
        "keep": [_kept(row) for row in found if row.good],
        "scores": [_score(row) for row in newest_scores(version, dossier.rubric_version)],
        "terms": {
            "approvals": dossier.approvals,
            "agencies": [_agency(agency) for agency in dossier.agencies.order_by("name")],
        },
    }


def _material(version: MaterialVersion) -> dict[str, Any]:
    material = version.material
    return {
        "slug": material.slug,
        "title": material.title,
        "publisher": material.publisher,
        "year": material.year,
        "mandate": material.mandate,
        "fictional": material.fictional,
        "notice": material.notice,
        "content_note": material.content_note,
        "version": version.label,
        "duration_seconds": version.duration_seconds or material.duration_seconds,
    }


def _rubric(dossier: Dossier) -> dict[str, Any]:
    version = dossier.rubric_version
    return {
        "key": version.rubric.key,
        "title": version.rubric.title,
        "version": version.number,
        "digest": version.digest,
        "criteria": [{name: row[name] for name in ("code", "title", "question")} for row in version.criteria],
    }


def _finding(found: Finding, fixes: dict[str, str]) -> dict[str, Any]:
    flag = found.flag
    return _place(found) | {
        "criteria": sorted(criterion.code for criterion in flag.criteria.all()),
        "severity": str(flag.severity),
        "outcome": str(flag.outcome),
        "claim": flag.public_claim,
        "fix": fixes.get(found.key) or flag.suggestion,
        "reasons": flag.reasons,
        "decided_by": "panel" if flag.decided_at else flag.answered_agency.name if flag.answered_agency else "",
        "rules": [{"fact": rule.fact_id, "cite": rule.cite, "title": rule.title} for rule in flag.provisions.all()],
        "sources": [{"key": source.key, "title": source.title} for source in flag.sources.all()],
        "dissent": flag.dissent,
        "minority": flag.minority,
    }


def _kept(found: Finding) -> dict[str, Any]:
    return _place(found) | {"claim": found.flag.public_claim, "reasons": found.flag.reasons}


def _place(found: Finding) -> dict[str, Any]:
    return {
        "key": found.key,
        "start": found.start,
        "end": found.end,
        "line": found.line,
        "excerpt": found.excerpt,
        "carried_from": found.carried_from,
    }


def _reviewers(version: MaterialVersion, found: Iterable[Finding]) -> list[dict[str, Any]]:
    """The agencies whose people raised what was looked at here, with how many people and reports; never who."""
    carried = [row.flag.pk for row in found if row.carried_from]
    rows = Flag.objects.filter(version=version) | Flag.objects.filter(pk__in=carried)
    pairs = list(rows.filter(flagger_agency__isnull=False).values_list("flagger_agency_id", "flagger_mark"))
    reports = Counter(agency for agency, _mark in pairs)
    people = Counter(agency for agency, _mark in set(pairs))
    agencies = Agency.objects.filter(pk__in=reports).order_by("name")
    return [_agency(agency) | {"reviewers": people[agency.pk], "reports": reports[agency.pk]} for agency in agencies]


def _coverage(version: MaterialVersion) -> list[dict[str, Any]]:
    """How much of it the reviewers of each agency together watched or read, in whole percent."""
    spans: dict[tuple[str, str], list[Any]] = {}
    for row in Coverage.objects.filter(version=version).select_related("agency"):
        spans.setdefault((row.agency.name, str(row.kind)), []).extend(row.spans)
    return [
        {"agency": agency, "kind": kind, "percent": share(merged(found), version.duration)}
        for (agency, kind), found in sorted(spans.items())
    ]


def _agreement(version: MaterialVersion, codes: list[str]) -> list[dict[str, Any]]:
    """Krippendorff's alpha of each criterion on which something can be said, in hundredths."""
    seen, marks = judgments(version)
    return [
        {"criterion": row.code, "alpha": round(100 * row.alpha), "reviewers": row.reviewers, "units": row.units}
        for row in agreement(seen, marks, codes)
        if row.alpha is not None
    ]


def _agency(agency: Agency) -> dict[str, Any]:
    return {
        "agency": agency.slug,
        "name": agency.name,
        "perspective": str(agency.perspective),
        "fictional": agency.fictional,
    }


def _score(row: Any) -> dict[str, Any]:
    return {
        "criterion": row.criterion.code,
        "agency": row.agency.name,
        "score": str(row.score),
        "words": row.words,
        "evidence": list(row.evidence),
    }
