"""Where a flag's place stands in later texts, with what a reader has to know of each."""

from __future__ import annotations

from review.models import Flag, FlagAnchor
from review.resource_targets import package_digest, resource_of
from review.resources import changed_beside


def later_places(row: Flag) -> list[tuple[FlagAnchor, int]]:
    """Where it stands in later texts; for a page of a package also how many files beside it are others there."""
    found = row.anchors.select_related("edition", "version__material", "step", "package_version__package")
    if not row.resource:
        return [(anchor, 0) for anchor in found.defer("edition__canonical", "step__content")]
    flagged = resource_of(row)
    return [(anchor, changed_beside(flagged, _package_of(anchor))) for anchor in found.defer("edition__canonical")]


def _package_of(anchor: FlagAnchor) -> str:
    if anchor.package_version:
        return anchor.package_version.digest
    return package_digest(anchor.step) if anchor.step else ""
