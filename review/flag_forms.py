"""Forms with which a flag is worked: sorted, joined, replied to, appealed, voted on, checked, unsealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.models import Provision, Source
from people.row_choices import RowsField
from review.enums import FeedbackKind, FlagOutcome, NoticeHow, Severity, Visibility
from review.forms import long_text
from review.models import Criterion, Flag, FlagPolicy, NoticePreference


class SortForm(forms.Form):
    criteria = RowsField(label=_("Criteria"), queryset=Criterion.objects.all(), widget=forms.CheckboxSelectMultiple)
    severity = forms.ChoiceField(label=_("How serious is it?"), choices=Severity, widget=forms.RadioSelect)


class OtherFlagForm(forms.Form):
    """Another report: one of those that stand nearest, or any by its reference."""

    other = forms.ModelChoiceField(
        label=_("The other report"), queryset=Flag.objects.none(), to_field_name="reference", required=False
    )
    reference = forms.ModelChoiceField(
        label=_("Or its reference"),
        help_text=_("The last part of its address, where it is not in the list."),
        queryset=Flag.objects.none(),
        to_field_name="reference",
        widget=forms.TextInput,
        required=False,
    )

    def __init__(self, *args: Any, flags: Any, near: Iterable[Flag] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("other", "reference"):
            self.fields[name].queryset = flags  # type: ignore[attr-defined]
        offered = [("", _("None of these")), *((str(row.reference), row.claim[:100]) for row in near)]
        self.fields["other"].widget.choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        chosen = words.pop("reference", None) or words.get("other")
        if chosen is None and not self.errors:
            self.add_error("other", _("Choose the other report."))
        return words | {"other": chosen}


class ReplyForm(forms.Form):
    words = long_text(_("Your agency's reply"), _("Shown with the answer or the decision. It cannot be taken back."))


class AppealForm(forms.Form):
    reasons = long_text(
        _("Why should a panel look at it again?"),
        _(
            "An appeal opens the report to every agency, these words too: any that is no party may vote on it. "
            "Never write names, case numbers, or anything about a real reporter, victim or officer."
        ),
    )


class VoteForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Your agency's vote"), choices=FlagOutcome, widget=forms.RadioSelect)
    reasons = long_text(
        _("Reasons"),
        _(
            "If the panel decides otherwise, these words stay as the minority's statement; about a material, its "
            "dossier publishes them. Never write names or anything about a real case."
        ),
    )


class DecideForm(forms.Form):
    reasons = long_text(
        _("The panel's reasons"),
        _(
            "Shown with the decision; about a material, published with its dossier. The minority's reasons are added "
            "by themselves."
        ),
    )


class FixCheckForm(forms.Form):
    right = forms.TypedChoiceField(
        label=_("Is it put right?"),
        choices=[("yes", _("Yes, this puts it right")), ("no", _("No, something is still wrong"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        empty_value=None,
    )
    reasons = long_text(_("What is still wrong?"), _("Needed if you say no."), required=False)


class CloseForm(forms.Form):
    no_fix_reason = long_text(
        _("Why is nothing changed?"), _("Needed when it was upheld and no edition is linked."), required=False, rows=2
    )


class UnsealForm(forms.Form):
    flag = forms.ModelChoiceField(
        label=_("The report"),
        help_text=_("Its reference: the last part of its address."),
        queryset=Flag.objects.all(),
        to_field_name="reference",
        widget=forms.TextInput,
    )
    reason = long_text(
        _("Why must it be known who raised it?"),
        _("Another person has to agree. Who asked, who agreed and that it was looked at stay in the ledger for good."),
        rows=3,
    )


class FeedbackForm(forms.Form):
    """A word about a step that claims nothing."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What would you like to say?"), choices=FeedbackKind, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In your words"),
        help_text=_("Optional. Nothing about a real case or person."),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid4())


class PreferenceForm(forms.ModelForm):  # type: ignore[type-arg]
    how = forms.ChoiceField(label=_("When we write to you"), choices=NoticeHow, widget=forms.RadioSelect)

    class Meta:
        model = NoticePreference
        fields = ("how", "registers")


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = FlagPolicy
        fields = ("critical_pauses", "panel_votes", "panel_perspectives")

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        votes, views = words.get("panel_votes") or 0, words.get("panel_perspectives") or 0
        if not 1 <= views <= votes <= 20:
            raise forms.ValidationError(_("At least one perspective, and no more perspectives than votes."))
        return words


class EvidenceField(forms.Field):
    """Rules by fact id and sources by key, one after the other; each must be in its register."""

    widget = forms.TextInput

    def __init__(self, *, model: type[Provision | Source], column: str, **kwargs: Any) -> None:
        self.model, self.column = model, column
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> list[Any]:
        keys = [key.upper() for key in str(value or "")[:400].replace(",", " ").split()]
        found = {getattr(row, self.column).upper(): row for row in self.model._default_manager.all()} if keys else {}
        missing = [key for key in keys if key not in found]
        if missing:
            raise forms.ValidationError(_("Not in the register: %(keys)s") % {"keys": ", ".join(missing)})
        return [found[key] for key in dict.fromkeys(keys)]


class ImportForm(forms.Form):
    """A file of Web Annotations."""

    file = forms.FileField(label=_("The file (JSON-LD)"), help_text=_("Web Annotations, at most 1 MB."))

    def clean_file(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 1 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file is not text in UTF-8.")) from error


def visibility_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who may read it?"),
        help_text=_("Your agency and your four letters are shown, never your name."),
        choices=Visibility,
        widget=forms.RadioSelect,
        initial=Visibility.PARTIES,
        required=False,
    )
