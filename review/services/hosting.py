"""Holding a recording of somebody else's: never without a recorded permission, and no longer than it lasts."""

import hashlib
import mimetypes
from datetime import date
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from media.durations import duration_of
from media.serving import SHOWN_INLINE
from media.sniffing import START, fits_its_name
from people.models import Agency, User
from people.rules import roles_of
from records.canonical import digest
from review.enums import HostingScope
from review.models import HostedRecording, HostingPermission, Material, MaterialVersion
from review.rules import can_keep_material
from review.services.history import require
from review.services.hosting_end import end_holding, lose_for_officers, remove_file, widen_holding, write_hosting

TOLERANCE = 3  # seconds by which a file may differ from the version's known length


class NoPermission(Exception):
    """No recorded permission in force covers this version; nothing was kept."""


@transaction.atomic
def record_permission(
    *,
    actor: User,
    material: Material,
    given_by: str,
    given_on: date,
    reference: str,
    scope: str,
    version: MaterialVersion | None = None,
    until: date | None = None,
    note: str = "",
) -> HostingPermission:
    """Record who gave it, when, on what paper and for whom. Raises PermissionDenied or ValidationError."""
    require(can_keep_material(actor, material))
    faults = {
        name: _("Say this.") for name, value in (("given_by", given_by), ("reference", reference)) if not value.strip()
    }
    if given_on > timezone.localdate():
        faults["given_on"] = _("This day is still to come.")
    if until and until < given_on:
        faults["until"] = _("It ends before it was given.")
    if scope not in HostingScope.values:
        faults["scope"] = _("Choose for whom.")
    if faults:
        raise ValidationError(faults)
    permission = HostingPermission.objects.create(
        material=material,
        version=version,
        given_by=given_by.strip(),
        given_on=given_on,
        until=until,
        reference=reference.strip(),
        scope=scope,
        note=note.strip(),
        agency=_agency(actor, material),
        recorded_by=actor,
    )
    said = {"by": permission.given_by, "reference": permission.reference, "note": permission.note}
    known = {"permission": permission.pk, "version": version.pk if version else None, "scope": scope}
    days = {"given_on": given_on.isoformat(), "until": until.isoformat() if until else None}
    write_hosting(actor, material, "permitted", known | days | {"words": digest(said)})
    if scope == HostingScope.TRAINING:
        widen_holding(actor, material)
    return permission


@transaction.atomic
def withdraw_permission(*, actor: User, permission: HostingPermission, reason: str) -> None:
    """End it, delete the recordings that were held under it, and tell those concerned.

    Raises PermissionDenied or ValidationError.
    """
    permission = (
        HostingPermission.objects.select_for_update(of=("self",))
        .select_related("material__keeper", "agency")
        .get(pk=permission.pk)
    )
    require(can_keep_material(actor, permission.material))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it ends.")})
    if permission.withdrawn_at:
        return
    permission.withdrawn_at, permission.withdrawn_reason = timezone.now(), reason.strip()
    permission.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    write_hosting(
        actor, permission.material, "withdrawn", {"permission": permission.pk, "reason": digest(reason.strip())}
    )
    end_holding(actor, permission)


def host_recording(*, actor: User, version: MaterialVersion, file: UploadedFile) -> HostedRecording:
    """Keep the file of a version under a permission in force; another file takes the place of the present one.

    Raises PermissionDenied, NoPermission or ValidationError; then nothing is kept.
    """
    require(can_keep_material(actor, version.material))
    if not HostingPermission.objects.covering(version).exists():
        raise NoPermission
    kind = _checked(file, version)
    try:
        with transaction.atomic():
            return _keep(actor, version, file, kind)
    except IntegrityError as error:
        raise ValidationError(_("Somebody else sent a recording at the same moment. Open the page again.")) from error


@transaction.atomic
def remove_recording(*, actor: User, hosted: HostedRecording) -> None:
    require(can_keep_material(actor, hosted.version.material))
    remove_file(actor, hosted)
    lose_for_officers(hosted)


def playable(version: MaterialVersion, *, in_training: bool = False) -> HostedRecording | None:
    """The recording that may be played now: to reviewers, or (`in_training`) to officers too. None otherwise."""
    permissions = HostingPermission.objects.covering(version)
    if in_training:
        permissions = permissions.filter(scope=HostingScope.TRAINING)
    return HostedRecording.objects.filter(version=version, permission__in=permissions).first()


def _keep(actor: User, version: MaterialVersion, file: UploadedFile, kind: str) -> HostedRecording:
    permissions = HostingPermission.objects.select_for_update().covering(version)
    permission = permissions.filter(scope=HostingScope.TRAINING).first() or permissions.first()
    if permission is None:
        raise NoPermission
    for old in HostedRecording.objects.filter(version=version).select_related("version__material"):
        remove_file(actor, old)
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    hosted = HostedRecording(
        version=version, permission=permission, sha256=sha256.hexdigest(), content_type=kind, added_by=actor
    )
    hosted.file = file
    try:
        with transaction.atomic():
            hosted.save()
    except IntegrityError:
        hosted.file.storage.delete(str(hosted.file.name))
        raise
    if version.duration_seconds is None and (seconds := duration_of(_bytes(file), file.name or "")):
        MaterialVersion.objects.filter(pk=version.pk).update(duration_seconds=-(-int(seconds * 10) // 10))
    known = {"version": version.pk, "permission": permission.pk, "sha256": hosted.sha256}
    write_hosting(actor, version.material, "recording_added", known)
    return hosted


def _checked(file: UploadedFile, version: MaterialVersion) -> str:
    """The content type of the file. Raises ValidationError when it is no recording that we can use."""
    if (file.size or 0) > settings.MOST_RECORDING_BYTES:
        most = filesizeformat(settings.MOST_RECORDING_BYTES)
        raise ValidationError(_("A recording may have at most %(most)s.") % {"most": most})
    name = file.name or ""
    file.seek(0)
    start = file.read(START)
    file.seek(0)
    kind = mimetypes.guess_type(name)[0] or ""
    if not fits_its_name(start, name) or kind not in SHOWN_INLINE:
        raise ValidationError(_("This is not a video or audio file that we can use. Use MP4, WebM, Ogg, MP3 or WAV."))
    seconds = duration_of(_bytes(file), name)
    if seconds and version.duration_seconds and abs(seconds - version.duration_seconds) > TOLERANCE:
        raise ValidationError(_("This file is not as long as the version. Is it another cut? Add it as a version."))
    return kind


def _bytes(file: UploadedFile) -> BinaryIO:
    return cast(BinaryIO, file)


def _agency(actor: User, material: Material) -> Agency:
    held = roles_of(actor).agencies
    return material.keeper or Agency.objects.filter(pk__in=held)[0]
