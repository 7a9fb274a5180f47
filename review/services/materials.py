"""The record of a material and of its versions, written by the agency that keeps it."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from people.models import Agency, User
from people.rules import is_member_of
from records.canonical import digest
from records.services.ledger import record_event
from review.models import Material, MaterialVersion
from review.rules import can_keep_material
from review.services.history import require

RECORD = ("title", "publisher", "year", "mandate", "where", "where_url", "duration_seconds", "hosting", "notice",
          "content_note", "fictional")  # fmt: skip
OF_VERSION = ("label", "duration_seconds", "issued", "note", "where_url")
RESERVED = frozenset({"add", "recordings"})


class RecordMoved(Exception):
    """Somebody else changed it since the form was opened; nothing was written."""


def create_material(*, actor: User, agency: Agency, words: Mapping[str, Any]) -> Material:
    """Bring a material under review. Raises PermissionDenied or ValidationError."""
    require(is_member_of(actor, agency))
    columns = {name: words[name] for name in RECORD if name in words}
    try:
        with transaction.atomic():
            material = Material.objects.create(slug=_slug(str(words["title"])), keeper=agency, **columns)
            _tell(actor, "created", material, columns | {"keeper": agency.slug})
    except IntegrityError as error:
        raise ValidationError({"title": _("There is a material of this name. Add the year to the title.")}) from error
    return material


@transaction.atomic
def edit_material(*, actor: User, material: Material, words: Mapping[str, Any], seen: str) -> Material:
    """Change the record as it stood under `seen` (its digest). Raises PermissionDenied or RecordMoved."""
    material = Material.objects.select_for_update().get(pk=material.pk)
    require(can_keep_material(actor, material))
    if state_of(material) != seen:
        raise RecordMoved
    before = state_of(material)
    for name in RECORD:
        if name in words:
            setattr(material, name, words[name])
    if state_of(material) != before:
        material.save(update_fields=RECORD)
        _tell(actor, "edited", material, {"before": before, "after": state_of(material)})
    return material


def add_version(*, actor: User, material: Material, words: Mapping[str, Any]) -> MaterialVersion:
    """Another cut. Flags follow into it when its transcript is finished. Raises PermissionDenied or ValidationError."""
    require(can_keep_material(actor, material))
    columns = {name: words[name] for name in OF_VERSION if name in words}
    try:
        with transaction.atomic():
            version = MaterialVersion.objects.create(material=material, **columns)
            _tell(actor, "version_added", material, {"version": version.pk, "words": digest(columns)})
    except IntegrityError as error:
        raise ValidationError({"label": _("The material has a version of this name.")}) from error
    return version


def edit_version(*, actor: User, version: MaterialVersion, words: Mapping[str, Any], seen: str) -> MaterialVersion:
    """Raises PermissionDenied, RecordMoved or ValidationError."""
    try:
        with transaction.atomic():
            return _edit_version(actor, version, words, seen)
    except IntegrityError as error:
        raise ValidationError({"label": _("The material has a version of this name.")}) from error


def state_of(row: Material | MaterialVersion) -> str:
    """The digest of what the form shows, so that a form knows what it was opened on."""
    names = RECORD if isinstance(row, Material) else OF_VERSION
    return digest({name: getattr(row, name) for name in names})


def _edit_version(actor: User, version: MaterialVersion, words: Mapping[str, Any], seen: str) -> MaterialVersion:
    version = MaterialVersion.objects.select_for_update(of=("self",)).select_related("material").get(pk=version.pk)
    require(can_keep_material(actor, version.material))
    before = state_of(version)
    if before != seen:
        raise RecordMoved
    _within_transcript(version, words.get("duration_seconds"))
    for name in OF_VERSION:
        if name in words:
            setattr(version, name, words[name])
    if state_of(version) != before:
        version.save(update_fields=OF_VERSION)
        data = {"version": version.pk, "before": before, "after": state_of(version)}
        _tell(actor, "version_edited", version.material, data)
    return version


def _within_transcript(version: MaterialVersion, duration: int | None) -> None:
    last = version.lines.order_by("-end").first()
    if duration is not None and last is not None and last.end > duration + 1:
        raise ValidationError({"duration_seconds": _("The transcript goes on after this time.")})


def _slug(title: str) -> str:
    slug = slugify(title)[:70].strip("-") or "material"
    return f"{slug}-1" if slug in RESERVED else slug


def _tell(actor: User, what: str, material: Material, data: Mapping[str, Any]) -> None:
    kept = {"digest": digest(dict(data))} if what == "created" else dict(data)
    record_event(actor=actor, action=f"review.material.{what}", subject=f"material:{material.slug}", data=kept)
