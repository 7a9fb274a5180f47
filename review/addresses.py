"""Addresses of the review room that other pages link to."""

from django.urls import reverse

from modules.models import EditionStep


def flag_step_url(step: EditionStep) -> str:
    """Where a report about this step is written; add `?block=<id>` or `?item=<key>`."""
    return reverse("review:raise_flag_step", args=[step.edition.digest, step.key])
