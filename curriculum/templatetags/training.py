"""Times and dates in plain words."""

from datetime import date

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def plain_time(minutes: int) -> str:
    """Minutes as people say them: 45 minutes, 1 hour 20 minutes."""
    hours, rest = divmod(max(int(minutes), 0), 60)
    parts = []
    if hours:
        parts.append(_("1 hour") if hours == 1 else _("%(n)d hours") % {"n": hours})
    if rest or not hours:
        parts.append(_("1 minute") if rest == 1 else _("%(n)d minutes") % {"n": rest})
    return " ".join(parts)


@register.filter
def written_out(day: str | date | None) -> str:
    """A day, also one kept as ISO text, written out; empty when there is none."""
    if isinstance(day, str):
        try:
            day = date.fromisoformat(day)
        except ValueError:
            return str(day)
    return date_format(day, "F j, Y") if day else ""
