"""Flags of this installation as notes that can leave, and notes that arrived as targets and words of flags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from modules.models import EditionStep, Provision, Source
from review.anchoring import Quote
from review.enums import Nature, Severity
from review.models import Criterion, Flag, Material
from review.rules import can_flag_materials, can_read_edition
from review.services.flagging import Evidence
from review.targets import EditionTarget, MaterialTarget, Target, TargetRefused, TargetUnknown
from review.web_annotation import Fault, Note, Place, place_of, read_annotations


@dataclass(frozen=True)
class Arrival:
    """One entry of a file that can become a flag."""

    entry: int
    target: Target
    words: dict[str, Any]


def notes_of(flags: Iterable[Flag]) -> list[Note]:
    """Without persons, aliases or anything else that tells one flagger of an agency from another."""
    return [_note(flag) for flag in flags]


def exportable(flags: Any) -> Any:
    """What a note needs, in a constant number of queries."""
    joined = flags.select_related("edition", "step__edition", "material", "provision__authority", "source")
    joined = joined.select_related("flagger_agency").prefetch_related("criteria", "provisions", "sources")
    return joined.defer("edition__canonical", "step__content", "step__edition__canonical").order_by("pk")


def plan_import(user: Any, text: str) -> tuple[list[Arrival], list[Fault]]:
    """What a file would add, and every entry that cannot be added with its reason. Nothing is written."""
    read = read_annotations(text)
    criteria = {row.code: row for row in Criterion.objects.all()}
    arrivals, faults = [], list(read.faults)
    for entry, note in read.notes:
        try:
            arrivals.append(Arrival(entry, _target(user, note), _words(note, criteria)))
        except (TargetRefused, TargetUnknown, LookupError) as error:
            faults.append(Fault(entry, str(error) or _("There is no such place here.")))
    return arrivals, sorted(faults, key=lambda fault: fault.entry)


def _note(flag: Flag) -> Note:
    evidence = [row.fact_id for row in flag.provisions.all()] + [row.key for row in flag.sources.all()]
    return Note(
        claim=flag.public_claim,
        suggestion=flag.suggestion,
        source=settings.WAGTAILADMIN_BASE_URL + _address(flag),
        selectors=flag.selectors,
        criteria=sorted(criterion.code for criterion in flag.criteria.all()),
        severity=flag.severity,
        evidence=evidence,
        motivation="highlighting" if flag.nature == Nature.KEEP else "assessing",
        identity=f"urn:uuid:{flag.reference}",
        created=flag.raised_at.date().isoformat()
        + "T00:00:00Z",  # the day is enough; the minute could point at someone
        creator=flag.flagger_agency.name if flag.flagger_agency else "",
        state=flag.outcome or flag.state,
    )


def _address(flag: Flag) -> str:
    if flag.step and flag.edition:
        return reverse("modules:edition_step", args=[flag.edition.digest, flag.step.slug])
    if flag.provision:
        return reverse("modules:authority", args=[flag.provision.authority.key])
    if flag.source:
        return reverse("modules:sources")
    return flag.material.get_absolute_url() if flag.material else ""


def _target(user: Any, note: Note) -> Target:
    place = place_of(note)
    if place is None:
        raise LookupError(_("The target is not a step of an edition or a material here."))
    target = _in_edition(user, place) if place.digest else _in_material(user, place)
    target.fields()
    return target


def _in_edition(user: Any, place: Place) -> EditionTarget:
    steps = EditionStep.objects.select_related("edition__module", "quiz")
    step = steps.filter(edition__digest=place.digest, slug=place.step).first()
    if step is None or not can_read_edition(user, step.edition):
        raise LookupError(_("There is no such step here."))
    name = place.element.removeprefix("b-")
    is_item = name in step.content.get("items", [])
    quote = Quote(place.exact, place.prefix, place.suffix) if place.exact and not is_item else None
    key = {"item_key": name} if is_item else {"block_id": name}
    return EditionTarget(step=step, quote=quote, start=place.start, end=place.end, **key)


def _in_material(user: Any, place: Place) -> MaterialTarget:
    material = Material.objects.filter(slug=place.material).first()
    if material is None or not can_flag_materials(user):
        raise LookupError(_("There is no such material here."))
    version = material.versions.last()
    return MaterialTarget(material=material, version=version, start=place.start, end=place.end)


def _words(note: Note, criteria: dict[str, Criterion]) -> dict[str, Any]:
    unknown = [code for code in note.criteria if code not in criteria]
    if unknown or not note.criteria:
        raise LookupError(_("Criteria that are not in the rubric: %(codes)s") % {"codes": ", ".join(unknown) or "none"})
    if not note.claim.strip():
        raise LookupError(_("There is no claim."))
    if note.severity not in Severity.values:
        raise LookupError(_("The severity is none of low, medium, high, critical."))
    rules = list(Provision.objects.filter(fact_id__in=note.evidence))
    sources = list(Source.objects.filter(key__in=note.evidence))
    if len(rules) + len(sources) != len(set(note.evidence)):
        raise LookupError(_("Some of the evidence is in no register here."))
    return {
        "criteria": [criteria[code] for code in note.criteria],
        "severity": note.severity,
        "claim": note.claim,
        "suggestion": note.suggestion,
        "evidence": Evidence(rules, sources),
    }
