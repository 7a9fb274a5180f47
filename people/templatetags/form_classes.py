"""Gives Django's form widgets the classes of the design system."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Textarea, "usa-textarea"),
    (forms.Select, "usa-select"),
    (forms.FileInput, "usa-file"),
    (forms.widgets.Input, "usa-input"),
]


@register.filter
def is_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def usa_widget(field: BoundField) -> SafeString:
    """Render the widget with its design-system class, marked when it is in error."""
    name = next((css for kind, css in CLASSES if isinstance(field.field.widget, kind)), "")
    if field.errors and name:
        name = f"{name} {name.split('__')[0]}--error"
    return field.as_widget(attrs={"class": name} if name else {})
