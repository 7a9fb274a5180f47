"""Licences of thin packages: issuing, pinning, switching off, counting, and the package itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.enums import EditionState
from modules.models import Edition, ModulePage, ThinLaunch, ThinLicence
from modules.models.languages import label_language
from modules.packaging.course import course_of, signers_of
from modules.packaging.packing import write_package
from modules.packaging.pages import address_of
from modules.rules import can_issue_licence, licences_of
from modules.scorm.exporter import Page, manifest_12, manifest_2004
from modules.services.packaging import PACKAGED, STATIC, Standard
from people.models import Agency, Department, User
from records.services.ledger import record_event

THIN_FILES = ("report.js", "style.css", "thin.js")
MOST_ORIGINS = 10


@transaction.atomic
def issue_licence(
    *,
    actor: User | str,
    module: ModulePage,
    name: str,
    origins: Iterable[str],
    agency: Agency | None = None,
    department: Department | None = None,
    pinned: bool = False,
) -> ThinLicence:
    """Let systems at these addresses open the module's current edition, or only the one that is current today.

    Raises PermissionDenied, or ValidationError where no edition is current or an address is none.
    """
    if not isinstance(actor, str) and not can_issue_licence(actor, module, agency, department):
        raise PermissionDenied
    edition = module.editions.current().first()
    name = " ".join(name.split())
    if edition is None:
        raise ValidationError({"module": _("This module has no current edition.")})
    if not name:
        raise ValidationError({"name": _("Say for whom it is.")})
    licence = ThinLicence.objects.create(
        name=name,
        module=module,
        edition=edition if pinned else None,
        agency=agency,
        department=department,
        origins=clean_origins(origins),
        issued_by=None if isinstance(actor, str) else actor,
    )
    _record(actor, "issued", licence)
    return licence


def clean_origins(origins: Iterable[str]) -> list[str]:
    """Addresses as a browser compares them: scheme, host and port. Unencrypted ones only on the same machine."""
    found = []
    for written in (line.strip().rstrip("/") for line in origins):
        parts = urlsplit(written)
        plain = parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1")
        sound = parts.hostname and written.isascii() and not (parts.path or parts.query or parts.fragment)
        if not sound or "@" in parts.netloc or "*" in written or any(sign in written for sign in " ;,'\""):
            raise ValidationError({"origins": _("“%s” is not an address such as https://lms.example.org.") % written})
        if parts.scheme != "https" and not plain:
            raise ValidationError({"origins": _("“%s” does not begin with https://.") % written})
        found.append(written.lower())
    if not 1 <= len(set(found)) <= MOST_ORIGINS:
        raise ValidationError({"origins": _("Give from one to %d addresses.") % MOST_ORIGINS})
    return list(dict.fromkeys(found))


@transaction.atomic
def pin_licence(*, actor: object, licence: ThinLicence, pinned: bool) -> None:
    """Open only the edition that is current now, or the current one again."""
    licence = _held(actor, licence)
    edition = licence.module.editions.current().first() if pinned else None
    if pinned and edition is None:
        raise ValidationError(_("This module has no current edition."))
    licence.edition = edition
    licence.save(update_fields=["edition"])
    _record(actor, "pinned" if pinned else "unpinned", licence)


@transaction.atomic
def switch_licence(*, actor: object, licence: ThinLicence, on: bool) -> None:
    """Packages with this licence show a notice instead of the edition while it is off."""
    licence = _held(actor, licence)
    if on == (licence.closed_at is None):
        return
    licence.closed_at = None if on else timezone.now()
    licence.save(update_fields=["closed_at"])
    _record(actor, "switched_on" if on else "switched_off", licence)


def _held(actor: object, licence: ThinLicence) -> ThinLicence:
    found = licences_of(actor).select_for_update(of=("self",)).filter(pk=licence.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def _record(actor: object | str, action: str, licence: ThinLicence) -> None:
    data = {
        "module": str(licence.module.translation_key),
        "edition": licence.edition.digest if licence.edition else None,
        "origins": licence.origins,
    }
    record_event(actor=actor, action=f"thin_licence_{action}", subject=f"thin_licence:{licence.reference}", data=data)


def opened_edition(licence: ThinLicence) -> Edition | None:
    """What the licence opens now; None while it is off, and where the edition was withdrawn."""
    if licence.closed_at:
        return None
    if licence.edition is None:
        return licence.module.editions.current().select_related("module").defer("canonical").first()
    return licence.edition if licence.edition.state in PACKAGED else None


def count_launch(licence: ThinLicence) -> None:
    """One more today: no row says who or from where."""
    launch, _made = ThinLaunch.objects.get_or_create(licence=licence, day=timezone.localdate())
    ThinLaunch.objects.filter(pk=launch.pk).update(count=F("count") + 1)


def write_thin_package(licence: ThinLicence, standard: Standard, target: IO[bytes]) -> None:
    """A few kilobytes: a manifest, and a page that opens the edition here in a frame and passes on what it reports."""
    edition = licence.edition or licence.module.editions.order_by("-number").filter(state=EditionState.CURRENT).first()
    if edition is None:
        raise ValidationError(_("This module has no current edition."))
    steps = list(edition.steps.order_by("position"))
    with override(label_language(edition.language)):
        context = {"edition": edition, "standard": standard, "site": address_of(""), "address": _opens_at(licence)}
        page = render_to_string("modules/package/thin.html", context).encode()
        pages = (Page(f"licence-{licence.reference}", edition.title, "index.html"),)
        course = course_of(edition, steps, pages, signers_of(edition), THIN_FILES)
    files = {name: (STATIC / name).read_bytes() for name in THIN_FILES} | {"index.html": page}
    write_package(target, manifest_12(course) if standard == "1.2" else manifest_2004(course), files)


def _opens_at(licence: ThinLicence) -> str:
    return address_of(reverse("modules:licensed", args=[licence.token]))
