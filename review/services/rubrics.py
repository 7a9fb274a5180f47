"""Rubrics in versions, and scores by them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Agency, User
from people.rules import roles_of
from records.canonical import digest
from records.services.ledger import record_event
from review.dossier.rules import can_add_rubric, can_keep_rubric
from review.dossier_enums import NEEDS_EVIDENCE, Score
from review.enums import CriterionKind
from review.models import Criterion, CriterionScore, Flag, MaterialVersion, Rubric, RubricVersion
from review.services.history import too_long

WORDS = ("code", "title", "question", "help", "kind", "source", "confidence")
CODE = re.compile(r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$")
LONGEST = {"code": 30, "title": 120, "question": 300, "help": 5000}
MOST_CRITERIA = 60


@transaction.atomic
def publish_rubric_version(
    *,
    actor: User | str,
    key: str,
    title: str,
    criteria: Sequence[Mapping[str, Any]],
    agency: Agency | None = None,
    note: str = "",
) -> RubricVersion:
    """Write the next version of a rubric, making the rubric if it is new; the same criteria again write nothing.

    A criterion that the house knows already keeps its words, unless the rubric was the first to have it. An agency's
    own codes begin with the rubric's key, so that no two agencies mean different things by one code.
    Raises PermissionDenied or ValidationError with every fault.
    """
    rubric = Rubric.objects.select_for_update(of=("self",)).filter(key=key).first()
    _require(actor, rubric, agency)
    rows = [{name: str(row.get(name) or "").strip() for name in WORDS} for row in criteria]
    rubric = rubric or Rubric(key=key, agency=agency)
    known = {row.code: row for row in Criterion.objects.filter(code__in=[row["code"] for row in rows])}
    own = _own_codes(rubric)
    _check(rubric, rows, known, own)
    rubric.title = title.strip()
    rubric.full_clean()
    rubric.save()
    frozen = [_kept(row, known, own, position) for position, row in enumerate(rows, start=1)]
    newest = rubric.versions.first()
    sealed = digest(frozen)
    if newest and newest.digest == sealed:
        return newest
    version = RubricVersion.objects.create(
        rubric=rubric,
        number=newest.number + 1 if newest else 1,
        criteria=frozen,
        digest=sealed,
        note=note.strip(),
        created_by=actor if isinstance(actor, User) else None,
    )
    data = {"rubric": rubric.key, "number": version.number, "digest": sealed}
    record_event(actor=actor, action="review.rubric.version", subject=f"rubric:{rubric.key}", data=data)
    return version


@transaction.atomic
def score_criterion(
    *,
    actor: User,
    agency: Agency,
    version: MaterialVersion,
    rubric: RubricVersion,
    criterion: Criterion,
    score: str,
    words: str = "",
    evidence: Sequence[Flag] = (),
) -> CriterionScore:
    """Record an agency's score; the newest counts. Anything less than met rests on flags of this version.

    Raises PermissionDenied or ValidationError.
    """
    if agency.pk not in roles_of(actor).agencies:
        raise PermissionDenied
    words = words.strip()
    faults = too_long(words=words)
    if score not in Score.values:
        faults["score"] = _("Choose a score.")
    if criterion.code not in rubric.codes:
        faults["criterion"] = _("The rubric has no such criterion.")
    if any(flag.material_id != version.material_id or flag.version_id not in (None, version.pk) for flag in evidence):
        faults["evidence"] = _("Choose reports about this version.")
    elif score in NEEDS_EVIDENCE and not evidence:
        faults["evidence"] = _("Name at least one report that shows it.")
    if faults:
        raise ValidationError(faults)
    row = CriterionScore.objects.create(
        version=version,
        rubric_version=rubric,
        criterion=criterion,
        agency=agency,
        person=actor,
        score=score,
        words=words,
        evidence=[str(flag.reference) for flag in evidence],
    )
    data = {"score": score, "criterion": criterion.code, "agency": agency.slug, "evidence": row.evidence}
    record_event(actor=actor, action="review.score.given", subject=f"material-version:{version.pk}", data=data)
    return row


def _require(actor: User | str, rubric: Rubric | None, agency: Agency | None) -> None:
    if isinstance(actor, str):
        return
    allowed = can_keep_rubric(actor, rubric) if rubric else can_add_rubric(actor, agency)
    if not allowed:
        raise PermissionDenied


def _own_codes(rubric: Rubric) -> set[str]:
    """The codes that this rubric was the first to have: only it may change their words."""
    if rubric.pk is None:
        return set()
    mine = {code for version in rubric.versions.all() for code in version.codes}
    others = RubricVersion.objects.exclude(rubric=rubric).filter(rubric_id__lt=rubric.pk)
    return mine - {code for version in others for code in version.codes}


def _check(rubric: Rubric, rows: list[dict[str, str]], known: Mapping[str, Criterion], own: set[str]) -> None:
    faults = []
    codes = [row["code"] for row in rows]
    if not rows or len(rows) > MOST_CRITERIA:
        faults.append(_("A rubric has between one and %(most)s criteria.") % {"most": MOST_CRITERIA})
    if len(codes) != len(set(codes)):
        faults.append(_("A code stands twice."))
    for row in rows:
        code = row["code"]
        if not CODE.match(code):
            faults.append(_("“%(code)s” is no code: capitals, digits and hyphens.") % {"code": code[:40]})
        elif rubric.agency and code not in known and not code.startswith(f"{rubric.key.upper()}-"):
            start = f"{rubric.key.upper()}-"
            faults.append(
                _("New codes of this rubric begin with %(start)s: %(code)s.") % {"start": start, "code": code}
            )
        if code not in known and not (row["title"] and row["question"]):
            faults.append(_("%(code)s needs a title and a question.") % {"code": code})
        faults += [
            _("%(code)s: at most %(most)s characters in %(field)s.")
            % {"code": code[:40], "most": most, "field": _(name)}
            for name, most in LONGEST.items()
            if len(row[name]) > most
        ]
        if row["kind"] and row["kind"] not in CriterionKind.values:
            faults.append(_("%(code)s: choose a kind.") % {"code": code})
    if faults:
        raise ValidationError(faults)


def _kept(row: dict[str, str], known: Mapping[str, Criterion], own: set[str], position: int) -> dict[str, str]:
    """The criterion's words as this version has them; new ones are made, the rubric's own are brought up to date."""
    held = known.get(row["code"])
    if held is None:
        last = Criterion.objects.order_by("-position").values_list("position", flat=True).first() or 0
        values = {name: row[name] for name in WORDS} | {"kind": row["kind"] or CriterionKind.PROBLEM}
        held = Criterion.objects.create(**values, position=last + 1)
    elif row["code"] in own and row["title"]:
        for name in WORDS:
            setattr(held, name, row[name] or getattr(held, name))
        held.save()
    return {name: str(getattr(held, name)) for name in WORDS}
