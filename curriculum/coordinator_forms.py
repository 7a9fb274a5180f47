"""What coordinators send: filters, bulk actions, requirements."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from curriculum.enums import Standing
from curriculum.models import Course, Requirement
from curriculum.queries.assignment_list import LAPSES_WITHIN, LAPSING, AssignmentFilter
from people.models import Department, Unit
from people.row_choices import RowsField

STATES = [("", _("Any")), *Standing.choices, (LAPSING, format_lazy(_("Lapses within {days} days"), days=LAPSES_WITHIN))]


class UnitField(forms.ModelChoiceField):
    """A unit, indented by its place in the tree."""

    def label_from_instance(self, unit: Unit) -> str:
        return f"{'· ' * (unit.path.count('/') - 2)}{unit.name}"


class UnitsField(RowsField):
    label_from_instance = UnitField.label_from_instance  # type: ignore[assignment]


class AssignmentFilterForm(forms.Form):
    """The filters of the list. What is not valid narrows nothing."""

    q = forms.CharField(label=_("Name, e-mail or badge"), required=False, max_length=100)
    unit = UnitField(
        label=_("Unit, with all below"), required=False, queryset=Unit.objects.none(), empty_label=_("Any")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    requirement = forms.ModelChoiceField(
        label=_("Requirement"),
        required=False,
        queryset=Requirement.objects.none(),
        to_field_name="reference",
        empty_label=_("Any"),
    )

    def __init__(self, data: Any, *, department: Department) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = Unit.objects.for_department(department)  # type: ignore[attr-defined]
        self.fields["requirement"].queryset = Requirement.objects.for_department(department)  # type: ignore[attr-defined]

    def wanted(self) -> AssignmentFilter:
        self.is_valid()
        given = self.cleaned_data
        return AssignmentFilter(
            unit=given.get("unit"),
            state=given.get("state", ""),
            requirement=given.get("requirement"),
            text=given.get("q", ""),
        )


class BulkForm(forms.Form):
    """Which assignments, and what to do with them. `plan` is the digest of the preview that was shown."""

    REMIND, WAIVE = "remind", "waive"
    action = forms.ChoiceField(choices=[(REMIND, _("Remind by e-mail")), (WAIVE, _("Waive"))])
    everything = forms.BooleanField(required=False)
    picked = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(label=_("Reason of the waiver"), required=False, max_length=1000, widget=forms.Textarea)
    plan = forms.RegexField(r"^[0-9a-f]{64}$", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].valid_value = lambda value: value.isdecimal() and len(value) < 19  # type: ignore[attr-defined]


class RequirementForm(forms.ModelForm[Requirement]):
    """A requirement of one department; units and ranks are its own."""

    units = UnitsField(
        label=_("Units, with all below"),
        required=False,
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    ranks = forms.CharField(
        label=_("Ranks"), required=False, help_text=_("Separated by commas. Empty means every rank.")
    )

    class Meta:
        model = Requirement
        fields = [
            "title",
            "course",
            "legal_basis",
            "layer",
            "everyone",
            "units",
            "ranks",
            "due_days",
            "starts_on",
            "active",
        ]
        widgets = {"legal_basis": forms.Textarea(attrs={"rows": 3}), "starts_on": AdminDateInput()}

    def __init__(self, *args: Any, department: Department, ranks_in_use: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department
        self.fields["units"].queryset = Unit.objects.for_department(department)  # type: ignore[attr-defined]
        self.fields["course"].queryset = Course.objects.all()  # type: ignore[attr-defined]
        self.initial["ranks"] = ", ".join(self.instance.ranks)
        if ranks_in_use:
            known = ", ".join(ranks_in_use[:12])
            self.fields["ranks"].help_text = _("Separated by commas; empty means every rank. In use: %(ranks)s.") % {
                "ranks": known
            }

    def clean_ranks(self) -> list[str]:
        return list(dict.fromkeys(rank.strip() for rank in self.cleaned_data["ranks"].split(",") if rank.strip()))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        audience = [given.get("units"), given.get("ranks")]
        if given.get("everyone") and any(audience):
            self.add_error("everyone", _("Choose either everyone, or units and ranks."))
        if not given.get("everyone") and not any(audience):
            self.add_error("everyone", _("Say whom it is for: everyone, or some units or ranks."))
        return given
