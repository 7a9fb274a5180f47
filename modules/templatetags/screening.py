"""Times and severities of the notes of a screening."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def clock_time(seconds: int) -> str:
    """m:ss, or h:mm:ss from one hour on."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def severity_name(severity: str) -> str:
    names = {"critical": _("Critical"), "high": _("High"), "medium": _("Medium"), "low": _("Low")}
    return names.get(severity, severity)
