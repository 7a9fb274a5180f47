"""What an edition is, as a package's manifest says it."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from modules.edition_names import names_of
from modules.models import Edition, EditionStep
from modules.scorm.exporter import Course, Page


def signers_of(edition: Edition) -> tuple[str, ...]:
    """The agencies whose names stand with the edition today."""
    return tuple(row.agency_name for row in names_of(edition)["signatures"] if not row.withdrawal)


def identifier_of(edition: Edition) -> str:
    return f"CG-{edition.digest}"


def course_of(
    edition: Edition,
    steps: list[EditionStep],
    pages: tuple[Page, ...],
    signers: tuple[str, ...],
    shared: tuple[str, ...],
) -> Course:
    return Course(
        identifier=identifier_of(edition),
        title=edition.title,
        language=edition.language,
        pages=pages,
        shared_files=shared,
        description=_description(edition),
        version=str(edition.number),
        minutes=sum(step.minutes for step in steps),
        agencies=signers,
        rights=rights_of(),
    )


def rights_of() -> str:
    return str(settings.EDITION_RIGHTS) or _("All rights stay with the agencies named, unless they say otherwise.")


def _description(edition: Edition) -> str:
    about = _("Edition %(number)s, SHA-256 %(digest)s.") % {"number": edition.number, "digest": edition.digest}
    return f"{edition.summary} {about}".strip()
