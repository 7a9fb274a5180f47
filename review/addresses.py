"""Addresses of the review room that other pages link to."""

from urllib.parse import urlencode

from django.urls import reverse

from modules.models import Edition, EditionStep


def flag_step_url(step: EditionStep) -> str:
    """Where a report about this step is written; add `?block=<id>` or `?item=<key>`."""
    return reverse("review:raise_flag_step", args=[step.edition.digest, step.key])


def flag_entry_url(kind: str, key: str) -> str:
    """Where a report about a rule or a source is written."""
    return f"{reverse('review:raise_flag')}?{urlencode({kind: key})}"


def corrections_of(edition: Edition) -> str:
    """Where the corrections of an edition are read."""
    return f"{reverse('review:corrections')}?{urlencode({'edition': edition.digest})}"
