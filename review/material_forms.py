"""Forms of materials, their versions, permissions and transcripts."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Agency
from people.rules import roles_of
from review.cues import LONGEST_LINE, LONGEST_SPEAKER
from review.enums import CoverageKind
from review.forms import TimeField
from review.models import HostingPermission, Material, MaterialVersion
from review.targets import LONGEST_RECORDING
from review.times import clock

MOST_TRANSCRIPT_BYTES = 1024 * 1024
LENGTH_HELP = _("Hours, minutes and seconds, such as 1:52:30. Leave it empty if nobody knows.")


def length_field() -> TimeField:
    return TimeField(label=_("Length"), help_text=LENGTH_HELP, required=False)


class _SeenForm(forms.ModelForm[Any]):
    """Knows on which words it was opened, so that nobody overwrites what somebody else wrote since."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    duration_seconds = length_field()
    where_url = forms.URLField(
        label=_("Address where it can be seen"),
        help_text=_("Optional. We link to it and never copy it."),
        required=False,
        max_length=500,
        assume_scheme="https",
    )

    def clean_duration_seconds(self) -> int | None:
        value: int | None = self.cleaned_data["duration_seconds"]
        if value is not None and not 0 < value <= LONGEST_RECORDING:
            raise forms.ValidationError(
                _("Between one second and %(most)s.") % {"most": clock(LONGEST_RECORDING)}, code="length"
            )
        return value

    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("seen", "agency")}


class MaterialForm(_SeenForm):
    """The record of a material. `agencies` are those that may keep a new one."""

    agency = forms.ModelChoiceField(
        label=_("Agency that keeps the record"), queryset=Agency.objects.none(), empty_label=None
    )

    class Meta:
        model = Material
        fields = ("title", "publisher", "year", "mandate", "where", "where_url", "duration_seconds", "hosting",
                  "notice", "content_note", "fictional")  # fmt: skip
        help_texts = {
            "mandate": _("Which rule makes officers watch it, if any."),
            "where": _("In words, such as: on request from the publisher."),
            "hosting": _(
                "What the publisher's terms say about copies. To hold a recording you also need a permission on record."
            ),
            "notice": _("Optional. Shown above everything else."),
            "content_note": _("What reviewers should know before they read on."),
            "fictional": _("Invented for practice."),
        }
        widgets = {
            "notice": forms.Textarea(attrs={"rows": 3}),
            "content_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = Agency.objects.filter(pk__in=roles_of(user).agencies) if user else Agency.objects.none()
        if self.instance.pk or len(agencies) == 0:
            del self.fields["agency"]
        else:
            self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
            self.initial.setdefault("agency", agencies[0].pk)

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not 1900 <= year <= 2100:
            raise forms.ValidationError(_("Write the year with four digits."))
        return year


class VersionForm(_SeenForm):
    class Meta:
        model = MaterialVersion
        fields = ("label", "issued", "duration_seconds", "note", "where_url")
        labels = {"label": _("Name of this version")}
        help_texts = {
            "label": _("Such as: Second edition, 2019."),
            "issued": _("As far as it is known."),
        }
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class PermissionForm(forms.ModelForm[HostingPermission]):
    class Meta:
        model = HostingPermission
        fields = ("given_by", "given_on", "until", "reference", "scope", "version", "note")
        widgets = {
            "given_on": forms.DateInput(attrs={"type": "date"}),
            "until": forms.DateInput(attrs={"type": "date"}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "given_by": _("The rights holder, and in what office. Only agencies and administrators read it."),
            "until": _("Leave it empty if it does not run out."),
            "reference": _("The letter, licence or e-mail in which it stands, and where your agency keeps it."),
        }
        labels = {"version": _("For which version")}

    def __init__(self, *args: Any, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        version = self.fields["version"]
        version.queryset = material.versions.all()  # type: ignore[attr-defined]
        version.empty_label = _("All versions")  # type: ignore[attr-defined]
        version.label_from_instance = lambda row: row.label  # type: ignore[attr-defined]
        version.required = self.fields["until"].required = False


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why does it end?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))


class RecordingFileForm(forms.Form):
    file = forms.FileField(
        label=_("Video or audio file"),
        help_text=_("MP4, WebM, Ogg, MP3 or WAV."),
        widget=forms.FileInput(attrs={"accept": "video/*,audio/*"}),
    )


class WholeTranscriptForm(forms.Form):
    """A WebVTT file, or pasted text with times."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    file = forms.FileField(
        label=_("WebVTT file"),
        required=False,
        help_text=_("At most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".vtt,text/vtt"}),
    )
    pasted = forms.CharField(
        label=_("Or text with times"),
        required=False,
        strip=False,
        help_text=_("Each line begins with its time: 1:15, [00:01:15], 1m15s, 0:10 - 0:14, or SubRip."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    speakers = forms.BooleanField(
        label=_("A name and a colon before the words say who speaks"), required=False, initial=True
    )
    shorten = forms.BooleanField(
        label=_("Where lines overlap, end the earlier one when the next begins"), required=False
    )

    def clean_file(self) -> str:
        file = self.cleaned_data.get("file")
        if not file:
            return ""
        if file.size > MOST_TRANSCRIPT_BYTES:
            raise forms.ValidationError(_("A transcript may have at most 1 MB."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("This file is not text in UTF-8. Save it as WebVTT (.vtt).")) from error

    def clean_pasted(self) -> str:
        text = str(self.cleaned_data["pasted"])
        if len(text.encode()) > MOST_TRANSCRIPT_BYTES:
            raise forms.ValidationError(_("A transcript may have at most 1 MB."))
        return text

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        file, pasted = words.get("file"), str(words.get("pasted") or "").strip()
        if not self.errors and bool(file) == bool(pasted):
            raise forms.ValidationError(_("Choose a file or paste the text: one of the two."))
        return words


class LineForm(forms.Form):
    """One line of a transcript."""

    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    start = TimeField(label=_("From"), help_text=_("Minutes and seconds, such as 1:15."))
    end = TimeField(label=_("To"), help_text=_("Minutes and seconds, such as 1:22."))
    speaker = forms.CharField(
        label=_("Who speaks"), required=False, max_length=LONGEST_SPEAKER,
        help_text=_("Empty for what is only seen or heard."),
    )  # fmt: skip
    text = forms.CharField(label=_("Words"), max_length=LONGEST_LINE, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid4())


class CoverageForm(forms.Form):
    """What was watched or read, told by hand."""

    kind = forms.ChoiceField(label=_("I have"), choices=CoverageKind)
    start = TimeField(label=_("From"), help_text=_("Minutes and seconds, such as 1:15."))
    end = TimeField(label=_("To"), help_text=_("Minutes and seconds, such as 1:22."))
