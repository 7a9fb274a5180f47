"""What auditors send: searches, samples, a day."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from curriculum.coordinator_forms import UnitField
from curriculum.models import Course, Requirement
from curriculum.queries.audit import (
    COMPLIANT,
    IN_TIME,
    OVERDUE,
    WAIVED,
    AsOfFilter,
    CertificateFilter,
    courses_completed,
)
from people.models import Department, Unit
from records.enums import CertificateState

MOST_SAMPLED = 1000
SERIAL_SHAPE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
AS_OF_STATES = {
    COMPLIANT: _("Compliant"),
    WAIVED: _("Waived"),
    IN_TIME: _("Still in time"),
    OVERDUE: _("Overdue"),
}


class AuditSearchForm(forms.Form):
    """The filters of the search, and how many to draw from what it finds."""

    q = forms.CharField(label=_("Name, badge or serial"), required=False, max_length=100)
    course = forms.ChoiceField(label=_("Course"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *CertificateState.choices])
    since = forms.DateField(label=_("Completed from"), required=False, widget=AdminDateInput())
    until = forms.DateField(label=_("Completed to"), required=False, widget=AdminDateInput())
    sample = forms.IntegerField(
        label=_("Random sample of"),
        required=False,
        min_value=1,
        max_value=MOST_SAMPLED,
        help_text=_("Empty: show all."),
    )
    seed = forms.CharField(
        label=_("Seed"), required=False, max_length=40, help_text=_("Empty: a new one. The same seed draws the same.")
    )

    def __init__(self, data: Any, *, departments: list[str]) -> None:
        super().__init__(data)
        titles = dict(Course.objects.values_list("key", "title"))
        keys = courses_completed(departments)
        self.fields["course"].choices = [("", _("Any")), *((key, titles.get(key, key)) for key in keys)]  # type: ignore[attr-defined]

    def wanted(self) -> CertificateFilter:
        """What is valid of it; the rest narrows nothing and is shown as an error."""
        self.is_valid()
        given = self.cleaned_data
        return CertificateFilter(
            text=given.get("q", ""),
            course=given.get("course", ""),
            state=given.get("state", ""),
            since=given.get("since"),
            until=given.get("until"),
        )


class PullForm(forms.Form):
    """Which certificates to pull: the picked ones, or everything that was found."""

    everything = forms.BooleanField(required=False)
    picked = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].valid_value = SERIAL_SHAPE.fullmatch  # type: ignore[attr-defined]


class AsOfForm(forms.Form):
    """A day, and what to look at."""

    day = forms.DateField(label=_("Day"), widget=AdminDateInput())
    requirement = forms.ModelChoiceField(
        label=_("Requirement"),
        required=False,
        queryset=Requirement.objects.none(),
        to_field_name="reference",
        empty_label=_("Any"),
    )
    unit = UnitField(
        label=_("Unit, with all below"), required=False, queryset=Unit.objects.none(), empty_label=_("Any")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any")), *AS_OF_STATES.items()])

    def __init__(self, data: Any, *, department: Department) -> None:
        super().__init__(data)
        self.fields["unit"].queryset = Unit.objects.for_department(department)  # type: ignore[attr-defined]
        self.fields["requirement"].queryset = Requirement.objects.for_department(department)  # type: ignore[attr-defined]

    def wanted(self) -> AsOfFilter | None:
        """None while the form is not valid: no answer is better than one to another question."""
        return AsOfFilter(**self.cleaned_data) if self.is_valid() else None
