"""Forms of the people room."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from people.roster import RosterUnreadable, read_roster
from people.services.roster import MOST_BYTES


class RosterUploadForm(forms.Form):
    """A roster that can be read as such; its faults, line by line, are shown by the dry run."""

    file = forms.FileField(label=_("Roster as a CSV file"), widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}))

    def clean_file(self) -> bytes:
        """Return the bytes of the file."""
        uploaded: UploadedFile = self.cleaned_data["file"]
        size = uploaded.size or 0
        if size > MOST_BYTES:
            raise ValidationError(
                _("The file is %(size)s; up to %(most)s can be imported at once. Split it by unit."),
                params={"size": filesizeformat(size), "most": filesizeformat(MOST_BYTES)},
            )
        content = uploaded.read()
        try:
            read_roster(content)
        except RosterUnreadable as problem:
            raise ValidationError(str(problem)) from problem
        return content


class RosterConfirmForm(forms.Form):
    """What is agreed to beside the plan itself."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$")
    make_units = forms.BooleanField(required=False)
    leaving = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["leaving"].valid_value = lambda value: value.isdecimal() and len(value) < 19  # type: ignore[attr-defined]

    def clean_leaving(self) -> list[int]:
        return [int(value) for value in self.cleaned_data["leaving"]]
