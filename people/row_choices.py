"""A choice of several rows by their keys, as forms send them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class RowsField(forms.ModelMultipleChoiceField):
    """A number that is too large to be a key is no choice, rather than an error of the database."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]
        except OverflowError as error:
            known = {"value": max(map(str, value), key=len)[:40]}
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params=known) from error
