"""What coordinators send about one officer: further attempts, a certificate to revoke or to correct."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.services.granting import MOST_AT_ONCE


class ReasonField(forms.CharField):
    """Why, in words that are kept."""

    widget = forms.Textarea(attrs={"rows": 3})


class GrantForm(forms.Form):
    """How many further attempts, and why."""

    number = forms.IntegerField(label=_("Further attempts"), min_value=1, max_value=MOST_AT_ONCE, initial=1)
    reason = ReasonField(
        label=_("Reason"), max_length=1000, help_text=_("The officer reads it, and it is kept for auditors.")
    )


class RevokeForm(forms.Form):
    """Why a certificate is declared void."""

    reason = ReasonField(
        label=_("Reason"), max_length=1000, help_text=_("The officer reads it, and it is kept with the certificate.")
    )


class ReissueForm(RevokeForm):
    """What the new certificate says, and why. `confirmed` once the change was shown and agreed to."""

    person_name = forms.CharField(label=_("Name"), max_length=150)
    badge = forms.CharField(label=_("Badge number"), max_length=40, required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ("person_name", "badge", "reason", "confirmed")
