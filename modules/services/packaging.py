"""Giving an edition away as a SCORM package."""

from __future__ import annotations

from importlib import resources
from typing import IO, Literal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.asset_store import asset_path
from modules.enums import EditionState
from modules.models import Edition
from modules.models.languages import label_language
from modules.packaging.course import course_of, signers_of
from modules.packaging.errors import PackagingRefused
from modules.packaging.packing import Content, write_package
from modules.packaging.pages import page_name, step_page
from modules.rendering import quiz_of
from modules.scorm.exporter import Page, manifest_12, manifest_2004
from records.services.ledger import record_event

Standard = Literal["1.2", "2004"]
STATIC = resources.files("modules") / "static" / "modules" / "package"
SHARED = ("lesson.js", "quiz.js", "report.js", "style.css")
PACKAGED = frozenset({EditionState.CURRENT, EditionState.SUPERSEDED})


@transaction.atomic
def package_edition(
    *, actor: object | str, edition: Edition, standard: Standard, target: IO[bytes], recordings: bool = False
) -> None:
    """Write the edition as a package, and to the ledger that it was given away.

    `recordings` says that whoever holds the rights to them lets them be copied; else the package has their
    transcripts. Raises PackagingRefused for an edition that is not published or was withdrawn.
    """
    refuse_unless_packaged(edition)
    write_edition(edition, standard, target, recordings=recordings)
    data = {"edition": edition.digest, "standard": standard, "recordings": recordings}
    record_event(actor=actor, action="edition_packaged", subject=f"edition:{edition.reference}", data=data)


def refuse_unless_packaged(edition: Edition) -> None:
    if edition.state not in PACKAGED:
        raise PackagingRefused(_("Only editions that are published and not withdrawn can be given away."))


def write_edition(edition: Edition, standard: Standard, target: IO[bytes], *, recordings: bool = False) -> None:
    """The same bytes for the same edition, as long as the same names stand with it."""
    files: dict[str, Content] = {name: (STATIC / name).read_bytes() for name in SHARED}
    steps = list(edition.steps.select_related("quiz").order_by("position"))
    pages: list[Page] = []
    with override(label_language(edition.language)):
        signers = signers_of(edition)
        for step in steps:
            html, shown = step_page(edition, step, standard=standard, signers=signers, recordings=recordings)
            files[page_name(step)] = html
            files |= {name: asset_path(sha256) for sha256, name in shown.items()}
            quiz = quiz_of(step)
            pages.append(
                Page(
                    identifier=f"step-{step.key}",
                    title=step.title,
                    path=page_name(step),
                    files=tuple(sorted(shown.values())),
                    passing=quiz.pass_mark if quiz else None,
                )
            )
        course = course_of(edition, steps, tuple(pages), signers, SHARED)
    write_package(target, manifest_12(course) if standard == "1.2" else manifest_2004(course), files)
