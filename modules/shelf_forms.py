"""Forms of bringing packages in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Agency


class BringPackageForm(forms.Form):
    """The file, and for which of the author's agencies."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("Package (ZIP)"),
        help_text=_("SCORM 1.2 or 2004. It is checked before anything is kept; a large one takes a minute."),
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
