"""Forms about the law in the register: checked again, another status, still right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.enums import AuthorityStatus, ChangeKind
from modules.models import Authority
from modules.passages import Passage, Wording
from modules.services.verifying import NewStatus
from people.models import Agency

STATUSES = [
    (ChangeKind.SUPERSEDED, gettext_lazy("Superseded: another rule took its place")),
    (ChangeKind.REPEALED, gettext_lazy("Repealed")),
    (ChangeKind.LAPSED, gettext_lazy("It ran out: its last day is over")),
    (AuthorityStatus.IN_FORCE, gettext_lazy("In force")),
    (AuthorityStatus.UNKNOWN, gettext_lazy("Status unknown")),
    (AuthorityStatus.NOT_FOUND, gettext_lazy("Text not found")),
]


class VerifyForm(forms.Form):
    """What was looked at, and in which agency's name."""

    note = forms.CharField(
        label=gettext_lazy("What you looked at"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example: read the section in the official code, no amendment since."),
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Agency.objects.none(), required=False
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["agency"], agencies)


class StatusForm(forms.Form):
    """What happened to the rule, and how one knows."""

    what = forms.ChoiceField(label=gettext_lazy("What happened"), choices=[("", "—"), *STATUSES])
    last_day = forms.DateField(
        label=gettext_lazy("Its last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Needed when it ran out; otherwise where it is known."),
    )
    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("What took its place"), queryset=Authority.objects.none(), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("How you know, and since when"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands from now on wherever the rule is quoted."),
    )

    def __init__(self, *args: Any, authority: Authority, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaced_by"].queryset = Authority.objects.exclude(pk=authority.pk)  # type: ignore[attr-defined]

    def new_status(self) -> NewStatus:
        fields = self.cleaned_data
        return NewStatus(fields["what"], fields["last_day"], fields["replaced_by"])


class StillRightForm(forms.Form):
    """Which passages, in whose name, and why."""

    passages = forms.MultipleChoiceField(
        label=gettext_lazy("Still right"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one passage.")},
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Agency.objects.none(), empty_label=None
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why it is still right"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, wordings: list[Wording], agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wordings = {wording.value: wording for wording in wordings}
        self.fields["passages"].choices = [(value, _label(row)) for value, row in self.wordings.items()]  # type: ignore[attr-defined]
        _offer(self.fields["agency"], agencies)

    def chosen(self) -> list[Passage]:
        return [row for value in self.cleaned_data["passages"] for row in self.wordings[value].passages]


def _offer(field: Any, agencies: Any) -> None:
    field.queryset = agencies
    if len(agencies) == 1:
        field.initial = agencies[0]


def _label(row: Wording) -> str:
    numbers = ", ".join(str(number) for number in row.numbers)
    place = _("%(step)s (edition %(numbers)s; rests on %(facts)s)") % {
        "step": row.newest.title,
        "numbers": numbers,
        "facts": ", ".join(sorted(row.facts)),
    }
    return f"{place}: {row.words}"
