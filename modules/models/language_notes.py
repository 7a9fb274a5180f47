"""Wording that the agencies own: words that call for a second look, and what to say instead."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from modules.enums import Severity
from people.models import Agency

CONTEXTS = frozenset(
    {
        "quotation", "quiz", "transcript", "text", "claim", "provision", "callout", "content_note", "reflection",
        "definition", "image", "video", "audio", "branching", "single", "multiple",
    }
)  # fmt: skip


class LanguageNote(models.Model):
    """Points at words in a draft. It never changes a text by itself."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    pattern = models.CharField(_("pattern"), max_length=400, help_text=_("A regular expression; case does not matter."))
    guidance = models.TextField(_("why it matters"))
    instead = models.TextField(_("say instead"), blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.LOW)
    example = models.CharField(_("example"), max_length=300, blank=True, help_text=_("Words that it would point at."))
    allowed_in = models.JSONField(
        _("allowed in"),
        default=list,
        blank=True,
        help_text=_('A list, for example ["quotation", "definition", "quiz", "transcript"].'),
    )
    owner = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="language_notes", verbose_name=_("owner")
    )
    fact_id = models.CharField(_("fact id"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("language note")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key

    def clean(self) -> None:
        unknown = set(self.allowed_in) - CONTEXTS if isinstance(self.allowed_in, list) else {str(self.allowed_in)}
        if unknown:
            raise ValidationError({"allowed_in": _("Not a place we know: %s.") % ", ".join(sorted(map(str, unknown)))})
        try:
            re.compile(self.pattern)
            found = not self.example or re.search(self.pattern, self.example, re.IGNORECASE)
        except re.error as error:
            raise ValidationError({"pattern": _("This is not a pattern we can use: %s.") % error}) from error
        if not found:
            raise ValidationError({"example": _("The pattern does not find this example.")})
