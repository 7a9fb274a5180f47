"""Days written out."""

from datetime import date

from django import template
from django.utils.formats import date_format

register = template.Library()


@register.filter
def written_out(day: str | date | None) -> str:
    """A day, also one kept as ISO text, written out; empty when there is none."""
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return str(day)
    return date_format(day, "DATE_FORMAT") if day else ""
