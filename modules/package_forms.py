"""Forms of what leaves this site as a package."""

from django import forms
from django.utils.translation import gettext_lazy as _

STANDARDS = [("2004", _("SCORM 2004, 4th edition")), ("1.2", _("SCORM 1.2, which nearly every system reads"))]


class PackageForm(forms.Form):
    """Which standard, and whether recordings may be copied."""

    standard = forms.ChoiceField(label=_("Standard"), choices=STANDARDS)
    recordings = forms.BooleanField(
        label=_("Copy the recordings too: whoever holds the rights to them has agreed"), required=False
    )
