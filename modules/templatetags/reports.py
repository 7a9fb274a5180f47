"""Links to where a rule, a source or a part of a package is reported, in templates."""

from django import template

from modules.models import ScormVersion
from modules.reporting import report_entry_url, report_package_url

register = template.Library()


@register.simple_tag
def report_entry(kind: str, key: str) -> str:
    """The address at which a rule (`provision`) or a source (`source`) is reported; empty when nobody takes reports."""
    return report_entry_url(kind, key)


@register.simple_tag
def report_package(version: ScormVersion, address: str = "") -> str:
    """Where a page or file of a package is reported, or chosen first; empty when nobody takes reports."""
    return report_package_url(version, address)
