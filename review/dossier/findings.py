"""What a version of a material was found to do wrong, and what is worth keeping: upheld flags, where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from review.dossier_enums import Fate, FindingVerdict
from review.enums import UPHELD_OUTCOMES, AnchorState, FlagState, Nature
from review.models import FindingCheck, Flag, FlagAnchor, MaterialVersion


@dataclass(frozen=True)
class Finding:
    """An upheld flag as it stands in one version. `carried_from` is the label of the version it was raised on."""

    flag: Flag
    start: int | None
    end: int | None
    line: int | None
    excerpt: str
    carried_from: str = ""

    @property
    def key(self) -> str:
        return str(self.flag.reference)

    @property
    def good(self) -> bool:
        return self.flag.nature == Nature.KEEP


@dataclass(frozen=True)
class FindingFate:
    """What became of a finding of an older version in a newer one. `text` is how the place reads there, if known."""

    finding: Finding
    fate: Fate
    text: str = ""
    words: str = ""
    agency: str = ""


def upheld_flags(version: MaterialVersion) -> QuerySet[Flag]:
    """The flags on this version that stand upheld: not joined to another, and not before a panel."""
    about = Q(version=version)
    if not MaterialVersion.objects.filter(material=version.material_id, pk__lt=version.pk).exists():
        about |= Q(version__isnull=True, material=version.material_id)
    return _upheld(Flag.objects.filter(about))


def findings_of(version: MaterialVersion) -> list[Finding]:
    """Every upheld flag of the version in the order of its time, with those of older versions that are still there."""
    own = [_own(flag) for flag in upheld_flags(version)]
    older = _upheld(Flag.objects.filter(material=version.material_id, version_id__lt=version.pk))
    flags = list(older.select_related("version"))
    anchors, checks = anchors_in(version, flags), checks_in(version, flags)
    carried = [
        _carried(flag, anchors.get(flag.pk))
        for flag in flags
        if fate_of(anchors.get(flag.pk), checks.get(flag.pk)) == Fate.STILL_THERE
    ]
    return sorted([*own, *carried], key=lambda found: (found.start or 0, found.end or 0, found.flag.pk))


def fates_in(newer: MaterialVersion, findings: Iterable[Finding]) -> list[FindingFate]:
    """What became of these findings of an older version in a newer one, and what was found there anew."""
    older = list(findings)
    flags = [finding.flag for finding in older]
    anchors, checks = anchors_in(newer, flags), checks_in(newer, flags)
    fates = [_fate(finding, anchors.get(finding.flag.pk), checks.get(finding.flag.pk)) for finding in older]
    return fates + [FindingFate(_own(flag), Fate.NEW) for flag in upheld_flags(newer).order_by("start", "pk")]


def newest_after(version: MaterialVersion) -> MaterialVersion | None:
    """The newest later version whose transcript is finished, so that older findings were looked for in it."""
    later = MaterialVersion.objects.filter(material=version.material_id, pk__gt=version.pk)
    looked = later.filter(Q(settled_at__isnull=False) | Q(flag_anchors__isnull=False))
    return looked.order_by("-pk").first()


def anchors_in(version: MaterialVersion, flags: Iterable[Flag]) -> dict[int, FlagAnchor]:
    rows = FlagAnchor.objects.filter(version=version, flag__in=list(flags)).select_related("line")
    return {row.flag_id: row for row in rows}


def checks_in(version: MaterialVersion, flags: Iterable[Flag]) -> dict[int, FindingCheck]:
    """The newest check of each flag in this version."""
    rows = FindingCheck.objects.filter(version=version, flag__in=list(flags)).select_related("agency").order_by("pk")
    return {row.flag_id: row for row in rows}


def fate_of(anchor: FlagAnchor | None, check: FindingCheck | None) -> Fate:
    """A person's check outweighs what the text shows; words that are gone prove nothing by themselves."""
    if check is not None:
        return Fate.FIXED if check.verdict == FindingVerdict.FIXED else Fate.STILL_THERE
    found = anchor is not None and anchor.state != AnchorState.ORPHANED
    return Fate.STILL_THERE if found else Fate.CHANGED


def _upheld(flags: QuerySet[Flag]) -> QuerySet[Flag]:
    return (
        flags.filter(outcome__in=UPHELD_OUTCOMES, merged_into__isnull=True)
        .exclude(state=FlagState.APPEALED)
        .select_related("line", "answered_agency", "version")
        .prefetch_related("criteria", "provisions", "sources")
    )


def _own(flag: Flag) -> Finding:
    return Finding(flag, flag.start, flag.end, flag.line.n if flag.line else None, flag.excerpt)


def _carried(flag: Flag, anchor: FlagAnchor | None) -> Finding:
    label = flag.version.label if flag.version else ""
    if anchor is None or anchor.start is None:
        return Finding(flag, flag.start, flag.end, None, flag.excerpt, label)
    line = anchor.line.n if anchor.line else None
    return Finding(flag, anchor.start, anchor.end, line, anchor.text or flag.excerpt, label)


def _fate(finding: Finding, anchor: FlagAnchor | None, check: FindingCheck | None) -> FindingFate:
    said = {"words": check.words, "agency": check.agency.name} if check else {}
    return FindingFate(finding, fate_of(anchor, check), anchor.text if anchor else "", **said)
