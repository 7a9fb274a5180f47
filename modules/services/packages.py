"""Bringing packages in: read with suspicion, kept whole or not at all, each upload a version."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, ProtectedError

from modules.enums import StepKind
from modules.models import EditionStep, ScormPackage, ScormPage, ScormRegistration, ScormVersion
from modules.package_store import store
from modules.scorm.archive import open_archive
from modules.scorm.findings import PackageRefused
from modules.scorm.report import Report, inspect_package
from modules.signals import package_brought
from people.models import Agency, User
from people.rules import roles_of
from records.services.ledger import record_event


@dataclass(frozen=True)
class Brought:
    """What was found in a file. `version` is None when it cannot be used: then nothing of it was kept."""

    report: Report
    version: ScormVersion | None
    known: bool = False


class VersionInUse(ValueError):
    """A step or an edition plays this version, or something that was said of it stands, so it stays."""


def bring_package(
    *,
    actor: User | str,
    agency: Agency,
    file: BinaryIO,
    file_name: str,
    package: ScormPackage | None = None,
    expected: str = "",
) -> Brought:
    """Inspect the file and keep it as a new version: of `package`, or of a new one. The same content is kept once.

    Raises PermissionDenied unless the actor writes for the agency; OtherContent, with nothing kept, where its digest is
    not the one that is `expected`.
    """
    if isinstance(actor, User) and agency.pk not in roles_of(actor).author_of:
        raise PermissionDenied
    report, read = inspect_package(file)
    if read is None or not report.importable:
        return Brought(report, None)
    try:
        stored = store().add(open_archive(file), expected=expected)
    except PackageRefused as refused:  # the disk says otherwise than the first reading
        raise OSError(str(refused)) from refused
    with transaction.atomic():
        if package is not None:
            package = ScormPackage.objects.select_for_update().get(pk=package.pk, agency=agency)
            known = package.versions.filter(digest=stored.digest).first()
            if known:
                return Brought(report, known, known=True)
        else:
            package = ScormPackage.objects.create(agency=agency, title=(report.title or file_name)[:255])
        version = _write_version(actor, package, stored.digest, report, file_name)
    return Brought(report, version)


def _write_version(
    actor: User | str, package: ScormPackage, digest: str, report: Report, file_name: str
) -> ScormVersion:
    last = package.versions.aggregate(last=Max("number"))["last"] or 0
    version = ScormVersion.objects.create(
        package=package,
        number=last + 1,
        digest=digest,
        edition=report.edition,
        file_name=PurePath(file_name).name[:255],
        files=report.files,
        bytes=report.bytes,
        report=report.to_data(),
        uploaded_by=actor if isinstance(actor, User) else None,
    )
    _record(actor, "brought", version)
    package_brought.send(sender=ScormVersion, version=version, actor=actor)
    return version


@transaction.atomic
def remove_version(*, actor: User, version: ScormVersion) -> None:
    """Take a version off the shelf that no step ever used; its files stay in the store. Raises VersionInUse."""
    if version.package.agency_id not in roles_of(actor).author_of:
        raise PermissionDenied
    if version_in_use(version):
        raise VersionInUse
    _record(actor, "removed", version)
    package = version.package
    try:
        version.delete()
    except ProtectedError as error:
        raise VersionInUse from error
    if not package.versions.exists():
        package.delete()


def version_in_use(version: ScormVersion) -> bool:
    """Whether a step plays it, as saved or in its newest draft, an edition names it, or somebody took it."""
    if version.steps.exists() or ScormRegistration.objects.filter(digest=version.digest).exists():
        return True
    drafts = ScormPage.objects.select_related("latest_revision")
    if any(page.latest_revision and page.latest_revision.content.get("version") == version.pk for page in drafts):
        return True
    return EditionStep.objects.filter(kind=StepKind.SCORM, content__package__digest=version.digest).exists()


def _record(actor: User | str, what: str, version: ScormVersion) -> None:
    record_event(
        actor=actor,
        action=f"modules.package.{what}",
        subject=f"package:{version.package.reference}",
        data={"version": version.number, "digest": version.digest, "agency": version.package.agency.slug},
    )
