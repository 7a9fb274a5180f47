"""Links to where a rule or a source is reported, in templates."""

from django import template

from modules.reporting import report_entry_url

register = template.Library()


@register.simple_tag
def report_entry(kind: str, key: str) -> str:
    """The address at which a rule (`provision`) or a source (`source`) is reported; empty when nobody takes reports."""
    return report_entry_url(kind, key)
