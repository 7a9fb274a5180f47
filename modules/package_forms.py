"""Forms of what leaves this site as a package."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from modules.models import ModulePage
from modules.rules import modules_to_licence
from people.models import Agency, Department
from people.rules import is_administrator, roles_of

STANDARDS = [("2004", _("SCORM 2004, 4th edition")), ("1.2", _("SCORM 1.2, which nearly every system reads"))]


class PackageForm(forms.Form):
    """Which standard, and whether recordings may be copied."""

    standard = forms.ChoiceField(label=_("Standard"), choices=STANDARDS)
    recordings = forms.BooleanField(
        label=_("Copy the recordings too: whoever holds the rights to them has agreed"), required=False
    )


class LicenceForm(forms.Form):
    """For whom a thin package is, which module it opens, and which systems may show it."""

    name = forms.CharField(label=_("For whom"), max_length=150, help_text=_("An organisation, never a person."))
    module = forms.ModelChoiceField(label=_("Module"), queryset=ModulePage.objects.none())
    issuer = forms.ChoiceField(label=_("Issued by"), required=False)
    origins = forms.CharField(
        label=_("Systems that may show it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One address a line, such as https://lms.example.org: of the training system, and of the place from which"
            " it serves packages where that is another. Ask whoever runs it."
        ),
    )
    pinned = forms.BooleanField(
        label=_("Open only the edition that is current today"),
        required=False,
        help_text=_("Otherwise it always opens the current one, with its corrections."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = roles_of(user)
        agencies, departments = Agency.objects.filter(pk__in=roles.author_of), roles.coordinator_of
        self.issuers: dict[str, Any] = {f"agency-{row.pk}": row for row in agencies}
        self.issuers |= {f"department-{row.pk}": row for row in Department.objects.filter(pk__in=departments)}
        choices = [(key, str(row)) for key, row in self.issuers.items()]
        if is_administrator(user):
            choices.insert(0, ("", str(_("This site"))))
        self.fields["issuer"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["issuer"].required = not is_administrator(user)
        self.fields["module"].queryset = modules_to_licence(user)  # type: ignore[attr-defined]  # a ModelChoiceField

    def issued(self) -> dict[str, Any]:
        """What `issue_licence` is asked for."""
        data = self.cleaned_data
        issuer = self.issuers.get(data["issuer"])
        return {
            "module": data["module"],
            "name": data["name"],
            "origins": data["origins"].split(),
            "agency": issuer if isinstance(issuer, Agency) else None,
            "department": issuer if isinstance(issuer, Department) else None,
            "pinned": data["pinned"],
        }

    def take(self, refusal: ValidationError) -> None:
        """Show what the service refused at its field."""
        for name, errors in refusal.message_dict.items():
            for error in errors:
                self.add_error(name, error)
