"""Whether the package of a step is there, can be played, and belongs to an agency that writes the module."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from modules.freeze.references import Registers
from modules.freeze.scorm import package_of_step
from modules.models import ScormPage
from modules.package_store import store


def package_faults(step: ScormPage, registers: Registers, coauthors: set[int]) -> Iterator[str]:
    """`coauthors` are the agencies of the module by primary key."""
    version = package_of_step(step, registers)
    if version is None:
        yield _("Choose the package.")
        return
    if version.package.agency_id not in coauthors:
        yield _("The package belongs to an agency that does not write this module.")
    if store().get(version.digest) is None:
        yield _("The files of the package are missing from the store. Bring it in again.")
