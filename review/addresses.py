"""Addresses of the review room that other pages link to."""

from urllib.parse import urlencode

from django.urls import reverse

from modules.models import Edition, EditionStep, ScormVersion


def flag_step_url(step: EditionStep) -> str:
    """Where a report about this step is written; add `?block=<id>` or `?item=<key>`."""
    return reverse("review:raise_flag_step", args=[step.edition.digest, step.key])


def flag_entry_url(kind: str, key: str) -> str:
    """Where a report about a rule or a source is written."""
    return f"{reverse('review:raise_flag')}?{urlencode({kind: key})}"


def flag_package_url(version: ScormVersion, address: str = "") -> str:
    """Where a report about a page or file of a package on the shelf is written; without one it is chosen first."""
    asked = {"package": str(version.package.reference), "number": version.number, "file": address}
    return f"{reverse('review:raise_flag')}?{urlencode(asked)}"


def package_page(version: ScormVersion) -> str:
    """The report of a package in the workspace, for who may see it."""
    return reverse("modules_admin:package", args=[version.package.reference, version.number])


def step_page(step: EditionStep, block: str = "") -> str:
    """Where the step is read, at the block; of what is not published, the page of the edition."""
    if not step.edition.is_published:
        return step.edition.get_absolute_url()
    place = reverse("modules:edition_step", args=[step.edition.digest, step.slug])
    return f"{place}#b-{block}" if block else place


def flag_resource_url(step: EditionStep, address: str = "") -> str:
    """The same for the package that a step plays."""
    return f"{flag_step_url(step)}?{urlencode({'file': address})}"


def corrections_of(edition: Edition) -> str:
    """Where the corrections of an edition are read."""
    return f"{reverse('review:corrections')}?{urlencode({'edition': edition.digest})}"
