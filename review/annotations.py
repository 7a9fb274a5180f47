"""Flags of this installation as notes that can leave, and notes that arrived as targets and words of flags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from modules.models import EditionStep, Provision, ScormVersion, Source
from modules.rules import packages_seen_by
from review.anchoring import Quote, anchor, plain
from review.enums import Nature, Severity
from review.models import Criterion, Flag, Material
from review.passages import choices_of
from review.resource_targets import package_digest
from review.resources import Resource, find_resource, of_urn
from review.rules import can_flag_materials, can_read_edition
from review.services.flagging import Evidence
from review.services.history import too_long
from review.targets import (
    EditionTarget,
    MaterialTarget,
    RegisterTarget,
    ResourceTarget,
    Target,
    TargetRefused,
    TargetUnknown,
)
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
        except TargetUnknown as unknown:
            faults.append(Fault(entry, _("There is no such place here: %(name)s") % {"name": unknown}))
        except (TargetRefused, LookupError) as error:
            faults.append(Fault(entry, str(error)))
    return arrivals, sorted(faults, key=lambda fault: fault.entry)


def _note(flag: Flag) -> Note:
    evidence = [row.fact_id for row in flag.provisions.all()] + [row.key for row in flag.sources.all()]
    return Note(
        claim=flag.public_claim,
        suggestion=flag.suggestion,
        source=_address(flag),
        scope=settings.WAGTAILADMIN_BASE_URL + _page(flag) if flag.resource and flag.step else "",
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
    if flag.resource:
        return _resource(flag).urn
    return settings.WAGTAILADMIN_BASE_URL + _page(flag)


def _page(flag: Flag) -> str:
    if flag.step and flag.edition:
        return reverse("modules:edition_step", args=[flag.edition.digest, flag.step.slug])
    if flag.provision:
        return reverse("modules:authority", args=[flag.provision.authority.key])
    if flag.source:
        return reverse("modules:sources")
    return flag.material.get_absolute_url() if flag.material else ""


def _resource(flag: Flag) -> Resource:
    kept = find_resource(flag.package_digest, flag.resource)
    return kept or Resource(flag.package_digest, flag.resource, flag.resource_sha256)


def _target(user: Any, note: Note) -> Target:
    place = place_of(note)
    if place is None:
        raise LookupError(_("The target is no step of an edition, material, rule, source or package here."))
    target = _found(user, place)
    target.fields()
    return target


def _found(user: Any, place: Place) -> Target:
    if place.urn:
        return _in_package(user, place)
    if place.digest:
        return _in_edition(user, place)
    return _in_material(user, place) if place.material else _in_register(user, place)


def _in_edition(user: Any, place: Place) -> EditionTarget:
    step = _step(user, place)
    name = place.element.removeprefix("b-")
    quote = _quote(place)
    if name not in step.content.get("items", []):
        return EditionTarget(step=step, block_id=name, quote=quote, start=place.start, end=place.end)
    choice = _choice(step, name, place)
    return EditionTarget(step=step, item_key=name, choice_key=choice, quote=None if choice else quote)


def _choice(step: EditionStep, item_key: str, place: Place) -> str:
    """The choice whose words these are, when nothing says that they are quoted from around it."""
    if not place.exact or place.prefix or place.suffix or place.position:
        return ""
    keys = [key for key, words in choices_of(step, item_key) if plain(words) == plain(place.exact)]
    if len(keys) > 1:
        raise LookupError(_("Two choices of the question have these words."))
    return keys[0] if keys else ""


def _in_package(user: Any, place: Place) -> ResourceTarget:
    """In the step that the scope names; without one, on the shelf of an agency whose packages the person sees."""
    named = of_urn(place.urn)
    if named is None:
        raise LookupError(_("The address of the package's file is not one that can be read here."))
    digest, address = named
    address += f"#{place.element}" if place.element else ""
    if place.digest:
        step = _step(user, place)
        if package_digest(step) != digest:
            raise LookupError(_("The step does not play this package."))
        return ResourceTarget(address=address, step=step, quote=_quote(place))
    versions = ScormVersion.objects.filter(package__in=packages_seen_by(user), digest=digest)
    found = list(versions.select_related("package__agency")[:2])
    if len(found) != 1:
        raise LookupError(_("No package of your agencies has these files, or more than one has."))
    return ResourceTarget(address=address, version=found[0], quote=_quote(place))


def _in_register(user: Any, place: Place) -> RegisterTarget:
    entry: Provision | Source | None
    if place.authority:
        rules = Provision.objects.filter(authority__key=place.authority).select_related("authority")
        entry = rules.filter(fact_id=place.element).first()
    else:
        entry = Source.objects.filter(key=place.element).first()
    if entry is None or not can_flag_materials(user):
        raise LookupError(_("There is no such rule or source here."))
    target, quote = RegisterTarget(entry), _quote(place)
    if quote and anchor(target.fields()["excerpt"], quote) is None:
        raise TargetRefused("quote", _("These words are not in the rule or source."))
    return target


def _step(user: Any, place: Place) -> EditionStep:
    steps = EditionStep.objects.select_related("edition__module", "quiz")
    step = steps.filter(edition__digest=place.digest, slug=place.step).first()
    if step is None or not can_read_edition(user, step.edition):
        raise LookupError(_("There is no such step here."))
    return step


def _quote(place: Place) -> Quote | None:
    return Quote(place.exact, place.prefix, place.suffix) if place.exact else None


def _in_material(user: Any, place: Place) -> MaterialTarget:
    material = Material.objects.filter(slug=place.material).first()
    if material is None or not can_flag_materials(user):
        raise LookupError(_("There is no such material here."))
    version = material.versions.last()
    quote = _quote(place) if version and version.lines.exists() else None  # without a transcript nobody can tell
    return MaterialTarget(material=material, version=version, start=place.start, end=place.end, quote=quote)


def _words(note: Note, criteria: dict[str, Criterion]) -> dict[str, Any]:
    unknown = [code for code in note.criteria if code not in criteria]
    if unknown or not note.criteria:
        raise LookupError(_("Criteria that are not in the rubric: %(codes)s") % {"codes": ", ".join(unknown) or "none"})
    if not note.claim.strip():
        raise LookupError(_("There is no claim."))
    if faults := too_long(claim=note.claim, suggestion=note.suggestion):
        raise LookupError(" ".join(faults.values()))
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
