"""The short form with which a reviewer makes a note in the workspace: a flag on a stretch of time or a line."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from people.row_choices import RowsField
from review.anchoring import Quote
from review.enums import Severity, Visibility
from review.flag_forms import visibility_field
from review.forms import NO_CASES, TimeField, long_text
from review.models import Criterion

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")


class NoteForm(forms.Form):
    """Criteria in the order of the rubric, so that their numbers are the same for everyone."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    line = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=1_000_000)
    start = TimeField(label=_("From"), help_text=_("Minutes and seconds, such as 1:15."))
    end = TimeField(label=_("To"), help_text=_("Minutes and seconds, such as 1:22."))
    criteria = RowsField(
        label=_("Criteria"), queryset=Criterion.objects.order_by("position", "pk"), widget=forms.CheckboxSelectMultiple
    )
    claim = long_text(_("Your note"), NO_CASES, rows=3)
    quote = forms.CharField(
        label=_("The exact words"), help_text=_("Optional. Words of the transcript between the two times."),
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    suggestion = long_text(_("What should it say instead?"), _("Optional."), required=False, rows=2)
    severity = forms.ChoiceField(label=_("How serious is it?"), choices=Severity)
    visibility = visibility_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid4())
        self.initial.setdefault("severity", Severity.MEDIUM)
        self.initial.setdefault("visibility", Visibility.REVIEWERS)

    def said(self) -> dict[str, Any]:
        """What `raise_flag` takes besides the target."""
        words = self.cleaned_data
        return {
            "criteria": list(words["criteria"]),
            "severity": words["severity"],
            "claim": words["claim"],
            "suggestion": words["suggestion"],
            "visibility": words["visibility"] or Visibility.REVIEWERS,
            "token": words["token"],
        }

    def quoted(self) -> Quote | None:
        words = str(self.cleaned_data["quote"])
        return Quote(words) if words.strip() else None


def keys_of(count: int) -> list[str]:
    """The key of each criterion by its place: 1 to 9, 0, then the same with Shift; none after that."""
    return [*KEYS, *(f"Shift+{key}" for key in KEYS)][:count] + [""] * max(0, count - 2 * len(KEYS))
