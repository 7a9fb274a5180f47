"""When a permission to hold a recording ends, the recording goes: on the day, from the disk, with a letter about it."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from records.services.ledger import record_event
from review.enums import HostingScope
from review.models import Flag, HostedRecording, HostingPermission, Material, SentNotice
from review.services.notifying import members_of, tell
from review.signals import recording_gone

CLOCK = "system:clock"
REMIND_BEFORE = timedelta(days=14)
FOLDER = "materials"  # where `HostedRecording.file` keeps files, in folders by year
LEFT_OVER = timedelta(days=1)  # a file that no row names for so long was left by something that broke off


def clear_ended(*, today: date | None = None) -> int:
    """Delete every recording whose permission has ended; one that another permission covers stays under that.

    Twice at once is safe. Returns how many were deleted.
    """
    day = today or timezone.localdate()
    ended = HostingPermission.objects.filter(Q(until__lt=day) | Q(withdrawn_at__isnull=False), recordings__isnull=False)
    return sum(_clear(pk, day) for pk in ended.order_by("pk").values_list("pk", flat=True).distinct())


def remind_of_ends(*, today: date | None = None) -> int:
    """Tell the agency that keeps the record, once, that a permission under which something is held is about to end."""
    day = today or timezone.localdate()
    soon = HostingPermission.objects.in_force().filter(until__lte=day + REMIND_BEFORE, recordings__isnull=False)
    sent = 0
    for permission in soon.select_related("material__keeper", "agency").distinct():
        with transaction.atomic():
            if SentNotice.objects.get_or_create(key=f"permission:{permission.pk}:{permission.until}:before")[1]:
                keeper = permission.material.keeper_id or permission.agency_id
                tell(partial(_soon, permission), members_of([keeper]), _page(permission.material))
                sent += 1
    return sent


def sweep_files(*, storage: Storage | None = None) -> int:
    """Delete files of recordings that no row names: those whose deletion broke off. Returns how many."""
    storage = storage or default_storage
    named = set(HostedRecording.objects.values_list("file", flat=True))
    before, swept = timezone.now() - LEFT_OVER, 0
    for name in _files(storage):
        if name not in named and storage.get_modified_time(name) < before:
            storage.delete(name)
            swept += 1
    return swept


def end_holding(actor: User | str, permission: HostingPermission) -> int:
    """Delete what is held under an ended permission, and write to those concerned. Call it inside a transaction."""
    held = list(permission.recordings.select_related("permission", "version__material"))
    for hosted in held:
        remove_file(actor, hosted)
        lose_for_officers(hosted)
    if held:
        permission.cleared_at = timezone.now()
        permission.save(update_fields=["cleared_at"])
        tell(partial(_ended, permission), members_of(_concerned(permission)), permission.material.get_absolute_url())
    return len(held)


def widen_holding(actor: User, material: Material) -> None:
    """What is held for reviewers alone goes under a permission that covers officers too, where there is one."""
    held = HostedRecording.objects.filter(version__material=material, permission__scope=HostingScope.REVIEWERS)
    for hosted in held.select_related("permission", "version__material"):
        if HostingPermission.objects.covering(hosted.version).filter(scope=HostingScope.TRAINING).exists():
            _carry_on(actor, hosted)


def remove_file(actor: User | str, hosted: HostedRecording) -> None:
    """Delete the row now, and the file once that is certain."""
    storage, name, material = hosted.file.storage, str(hosted.file.name), hosted.version.material
    hosted.delete()
    write_hosting(actor, material, "recording_removed", {"version": hosted.version_id, "sha256": hosted.sha256})
    transaction.on_commit(lambda: storage.delete(name), robust=True)


def lose_for_officers(hosted: HostedRecording) -> None:
    """Let the rooms above know that officers are not played this any more, if they were."""
    if hosted.permission.scope == HostingScope.TRAINING:
        recording_gone.send(sender=HostedRecording, version=hosted.version)


def write_hosting(actor: User | str, material: Material, what: str, data: dict[str, Any]) -> None:
    record_event(actor=actor, action=f"review.hosting.{what}", subject=f"material:{material.slug}", data=data)


@transaction.atomic
def _clear(pk: int, day: date) -> int:
    rows = HostingPermission.objects.select_for_update(of=("self",)).select_related("material__keeper", "agency")
    permission = rows.get(pk=pk)
    if not permission.withdrawn_at and (permission.until is None or permission.until >= day):
        return 0
    for hosted in permission.recordings.select_related("permission", "version__material"):
        _carry_on(CLOCK, hosted)
    held = permission.recordings.exists()
    if held:
        until = permission.until.isoformat() if permission.until else None
        write_hosting(CLOCK, permission.material, "ended", {"permission": permission.pk, "until": until})
    return end_holding(CLOCK, permission)


def _carry_on(actor: User | str, hosted: HostedRecording) -> None:
    """Keep it under another permission in force, if there is one: that of who renewed it in time."""
    others = HostingPermission.objects.covering(hosted.version).exclude(pk=hosted.permission_id)
    other = others.filter(scope=HostingScope.TRAINING).first() or others.first()
    if other:
        if other.scope != HostingScope.TRAINING:
            lose_for_officers(hosted)
        hosted.permission = other
        hosted.save(update_fields=["permission"])
        known = {"version": hosted.version_id, "permission": other.pk, "sha256": hosted.sha256}
        write_hosting(actor, hosted.version.material, "recording_kept", known)


def _concerned(permission: HostingPermission) -> set[int]:
    """The agencies that keep the record, recorded the permission, or made notes on the material."""
    noted = Flag.objects.filter(material=permission.material_id, flagger_agency__isnull=False)
    kept = {permission.material.keeper_id, permission.agency_id, *noted.values_list("flagger_agency_id", flat=True)}
    return {pk for pk in kept if pk is not None}


def _ended(permission: HostingPermission) -> tuple[str, str]:
    title = permission.material.title
    words = _(
        "The permission to hold a recording of “%(title)s” has ended, and the recording is deleted. Notes, transcript"
        " and dossiers stay. Watch it where its publisher shows it; the clock of the workspace runs beside it."
    ) % {"title": title}
    return _("A recording is deleted: %(title)s") % {"title": title}, words


def _soon(permission: HostingPermission) -> tuple[str, str]:
    told = {
        "title": permission.material.title,
        "by": permission.given_by,
        "day": date_format(permission.until) if permission.until else "",
    }
    words = _(
        "The permission of %(by)s to hold a recording of “%(title)s” ends after %(day)s. The recording is then deleted."
        " If it is renewed, record the new permission before that day, and the recording stays."
    )
    return _("A permission ends soon: %(title)s") % told, words % told


def _page(material: Material) -> str:
    return reverse("review:hosting", args=[material.slug])


def _files(storage: Storage) -> list[str]:
    try:
        years = storage.listdir(FOLDER)[0]
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [f"{FOLDER}/{year}/{name}" for year in years for name in storage.listdir(f"{FOLDER}/{year}")[1]]
