"""Telling coordinators that a recording in a screening of theirs may no longer be played."""

from __future__ import annotations

from collections import defaultdict
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from curriculum.queries.screening import screened_in
from curriculum.services.telling_coordinators import coordinators_of
from review.models import MaterialVersion
from review.services.notifying import tell


def tell_coordinators_of_recording(version: MaterialVersion) -> None:
    """One letter to each coordinator of a department that requires a step with the recording, or is amid one."""
    titles: dict[str, list[str]] = defaultdict(list)
    for edition in screened_in(version):
        for grant in coordinators_of(edition):
            titles[grant.user.email].append(edition.title)
    for address, modules in sorted(titles.items()):
        tell(partial(_letter, version, modules), [address], reverse("wagtailadmin_home"))


def _letter(version: MaterialVersion, modules: list[str]) -> tuple[str, str]:
    told = {"material": version.material.title, "modules": "; ".join(sorted(set(modules)))}
    words = _(
        "The recording of “%(material)s” can no longer be played here. Officers now watch it where its publisher shows"
        " it, beside a clock that brings the same notes, in: %(modules)s. What was shown to anybody stays kept. See to"
        " it that your officers have a place where they can watch it."
    )
    return _("A recording can no longer be played: %(material)s") % told, words % told
