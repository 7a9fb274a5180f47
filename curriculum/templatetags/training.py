"""Times and dates in plain words."""

from django import template
from django.utils.translation import gettext as _

from modules.models.languages import LANGUAGES
from people.templatetags.days import written_out

register = template.Library()
register.filter(written_out)


@register.filter
def own_name(language: str) -> str:
    """What a language calls itself."""
    return dict(LANGUAGES).get(language, language)


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
