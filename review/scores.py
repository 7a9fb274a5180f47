"""Scores of a version of a material, criterion by criterion."""

from __future__ import annotations

from django.db.models import Max

from review.models import CriterionScore, MaterialVersion, RubricVersion


def newest_scores(version: MaterialVersion, rubric: RubricVersion) -> list[CriterionScore]:
    """The newest score of each agency on each criterion, in the order of the rubric. One query."""
    rows = CriterionScore.objects.filter(version=version, rubric_version=rubric)
    newest = rows.values("criterion_id", "agency_id").annotate(newest=Max("pk")).values("newest")
    order = {code: position for position, code in enumerate(rubric.codes)}
    found = CriterionScore.objects.filter(pk__in=newest).select_related("criterion", "agency")
    return sorted(found, key=lambda row: (order.get(row.criterion.code, len(order)), row.agency.name))
