"""Forms of the administrator's desk."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.enums import AGENCY_ROLES, DEPARTMENT_ROLES, RoleName
from people.models import Agency, Department, User


class AccountSearchForm(forms.Form):
    words = forms.CharField(label=_("Name or e-mail address"), max_length=100, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Any")), *RoleName.choices], required=False)


class NewAccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise ValidationError(_("There is an account with this address already."))
        return email


class AccountForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    active = forms.BooleanField(
        label=_("May sign in"), required=False, help_text=_("Unticked, the account is closed and its sessions end.")
    )


class GrantForm(forms.Form):
    """A role with exactly the agency or department that it needs."""

    role = forms.ChoiceField(label=_("Role"), choices=RoleName.choices)
    agency = forms.ModelChoiceField(
        Agency.objects.all(), label=_("Agency"), required=False, help_text=_("For authors and reviewers.")
    )
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), required=False, help_text=_("For coordinators and auditors.")
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        role = given.get("role")
        for name, roles in (("agency", AGENCY_ROLES), ("department", DEPARTMENT_ROLES)):
            if role in roles and not given.get(name):
                self.add_error(name, _("This role needs one."))
            if role not in roles:
                given[name] = None
        return given


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ["name", "slug", "kind"]
        help_texts = {"slug": _("Small letters and dashes. It stands in records and does not change later.")}


class AgencyForm(forms.ModelForm):
    class Meta:
        model = Agency
        fields = ["name", "slug", "perspective", "about", "fictional"]
        help_texts = {"slug": _("Small letters and dashes. It stands in records and does not change later.")}
