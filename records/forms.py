"""The form on which anybody types a certificate's serial."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from records.serials import SerialFault, read_serial

FAULTS = {
    SerialFault.LENGTH: _("A serial has twelve letters and digits, such as 7K3M-9QXR-2FV9. Type it as it is printed."),
    SerialFault.CHARACTER: _("That holds a sign no serial has. Type only the letters and digits printed."),
    SerialFault.CHECK: _("A letter or digit is mistyped: the last one does not fit the others. Compare and try again."),
}


class SerialForm(forms.Form):
    serial = forms.CharField(label=_("Serial"), max_length=60)

    def clean_serial(self) -> str:
        serial, fault = read_serial(self.cleaned_data["serial"])
        if fault:
            raise ValidationError(FAULTS[fault], code=fault.value)
        return serial
