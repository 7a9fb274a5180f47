"""The form of a course: its own fields, and a place for each module."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from curriculum.enums import EvidenceRule
from curriculum.models import Course
from curriculum.queries.packages import modules_with_claims_only
from modules.models import ModulePage

PREFIX = "place_"


def _claims_only(title: str) -> str:
    return _(
        "“%(title)s” has a package made elsewhere and no quiz that is scored here. Accept the package's own claim, or "
        "have a scenario quiz added to the module."
    ) % {"title": title}


class CourseForm(forms.ModelForm[Course]):
    """Modules are put in order by numbers; an empty place leaves one out."""

    class Meta:
        model = Course
        fields = ["title", "key", "summary", "hours", "pass_mark", "attempts_limit", "validity_months", "evidence"]
        labels = {"key": gettext_lazy("Short name")}
        help_texts = {
            "key": gettext_lazy("Small letters and dashes. It stands in records and does not change later."),
            "hours": gettext_lazy("As they stand on the certificate."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["key"].disabled = True
        self.choices = {f"{PREFIX}{page.pk}": page for page in ModulePage.objects.order_by("title")}
        places = dict(self.instance.course_modules.values_list("module", "position")) if self.instance.pk else {}
        for name, page in self.choices.items():
            self.fields[name] = forms.IntegerField(
                label=page.title, required=False, min_value=1, max_value=999, initial=places.get(page.pk)
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        placed = [given[name] for name in self.choices if given.get(name) is not None]
        if not placed and not self.errors:
            self.add_error(None, _("A course needs at least one module: give it a place."))
        if given.get("evidence") == EvidenceRule.SERVER_SCORED:
            chosen = [self.choices[name] for name in self.choices if given.get(name) is not None]
            for title in modules_with_claims_only(chosen):
                self.add_error("evidence", _claims_only(title))
        if len(set(placed)) < len(placed):
            self.add_error(None, _("Two modules have the same place."))
        return given

    @property
    def place_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.choices]

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.choices]

    def ordered_modules(self) -> list[ModulePage]:
        """The modules that have a place, in order."""
        placed = [(place, name) for name in self.choices if (place := self.cleaned_data.get(name)) is not None]
        return [self.choices[name] for _place, name in sorted(placed)]
