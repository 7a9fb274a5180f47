"""Forms about names: credits, and who keeps a module."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import ModulePage
from people.models import Agency, User


class CreditForm(forms.Form):
    agency = forms.ModelChoiceField(label=_("Credited by"), queryset=Agency.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name or pseudonym"), max_length=120)
    work = forms.CharField(label=_("What they did"), max_length=200)
    consent_on = forms.DateField(
        label=_("Consent given on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        initial=timezone.localdate,
    )
    consented = forms.BooleanField(
        label=_("They agreed to be named like this on public pages, and know that they may withdraw it.")
    )

    def __init__(self, data: Any = None, *, agencies: Any) -> None:
        super().__init__(data, auto_id="credit-%s")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class OwnerForm(forms.Form):
    agency = forms.ModelChoiceField(label=_("For the agency"), queryset=Agency.objects.none(), empty_label=None)
    person = forms.ModelChoiceField(label=_("Kept by"), queryset=User.objects.none())
    successor = forms.ModelChoiceField(
        label=_("Successor"),
        help_text=_("To whom it passes when that person leaves the agency. Optional."),
        queryset=User.objects.none(),
        required=False,
    )

    def __init__(self, data: Any = None, *, module: ModulePage) -> None:
        super().__init__(data, auto_id="owner-%s")
        agencies = Agency.objects.filter(coauthorships__module=module)
        people = User.objects.filter(is_active=True, role_grants__agency__in=agencies).distinct().order_by("name")
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["successor"].queryset = people  # type: ignore[attr-defined]
