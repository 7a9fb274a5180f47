"""Forms of the authoring room's own pages in the admin."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.enums import EDITING_ROLES, CoauthorRole, EditionState
from modules.models import ModulePage
from modules.models.languages import LANGUAGES
from modules.protection import Placed
from modules.services.shelving import module_shelf
from people.models import Agency
from people.row_choices import RowsField


class StartModuleForm(forms.Form):
    """Title, language and which of the author's agencies leads."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Leading agency"), queryset=Agency.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["slug"] = slugify(cleaned.get("title", ""))[:200]
        if cleaned.get("title") and not cleaned["slug"]:
            self.add_error("title", _("Use at least one letter or digit."))
        elif ModulePage.objects.child_of(module_shelf()).filter(slug=cleaned["slug"]).exists():
            self.add_error("title", _("A module with this title exists already."))
        return cleaned


class CoauthorsForm(forms.Form):
    """A role for each agency that writes the module."""

    def __init__(self, *args: Any, module: ModulePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = list(Agency.objects.all())
        held = dict(module.coauthorships.values_list("agency_id", "role"))
        self.least = module.policy_terms.least
        choices = [("", _("Does not write this module")), *CoauthorRole.choices]
        for agency in self.agencies:
            self.fields[f"agency_{agency.pk}"] = forms.ChoiceField(
                label=agency.name, choices=choices, required=False, initial=held.get(agency.pk, "")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = self.chosen()
        if not EDITING_ROLES.intersection(chosen.values()):
            raise forms.ValidationError(_("Choose at least one agency that leads or co-writes."))
        if self.least > len(chosen):
            raise forms.ValidationError(
                _("The rule of signatures asks for %(needed)s agencies. Choose as many, or change the rule first.")
                % {"needed": self.least}
            )
        return cleaned

    def chosen(self) -> dict[Agency, str]:
        roles = {agency: self.cleaned_data.get(f"agency_{agency.pk}") for agency in self.agencies}
        return {agency: role for agency, role in roles.items() if role}


class WordingForm(forms.Form):
    """Why some words stay, in the name of which agency. The place is known by the keys of step, block and note."""

    step = forms.UUIDField(widget=forms.HiddenInput)
    block = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    note = forms.SlugField(widget=forms.HiddenInput, max_length=60)
    words = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("In the name of"), queryset=Agency.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the words stay"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]

    def place(self) -> tuple[str, str, str, str]:
        """What names the place, also when the rest of the form is not valid."""
        step, block, note, words = (str(self.data.get(name, "")) for name in ("step", "block", "note", "words"))
        return step, block, note, words


class ReferralCheckForm(forms.Form):
    """What the person found when they checked a referral."""

    note = forms.CharField(label=gettext_lazy("Note"), max_length=1000, required=False)


class StartTranslationForm(forms.Form):
    """Into which language, and which agencies translate besides those that write the module."""

    language = forms.ChoiceField(label=gettext_lazy("Language"))
    translators = RowsField(
        label=gettext_lazy("Translating agencies"),
        queryset=Agency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "The agencies that write the module write and sign its translation too. These come in addition, for the "
            "translation alone."
        ),
    )

    def __init__(self, *args: Any, source: ModulePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = {source.language, *source.translations.values_list("language", flat=True)}
        self.fields["language"].choices = [row for row in LANGUAGES if row[0] not in taken]  # type: ignore[attr-defined]
        self.fields["translators"].queryset = Agency.objects.exclude(coauthorships__module=source)  # type: ignore[attr-defined]


class ProtectForm(forms.Form):
    """Which passage of the drafts an agency protects, and why."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Protected by"), queryset=Agency.objects.none(), empty_label=None
    )
    block_id = forms.ChoiceField(label=gettext_lazy("Passage"))
    quote = forms.CharField(
        label=gettext_lazy("Only these words"),
        help_text=gettext_lazy(
            "Copy them exactly. Empty: the whole passage, so that nothing can be softened around them either."
        ),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why it is protected"),
        help_text=gettext_lazy("The co-authors see it when they come to change it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, places: Sequence[Placed], agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["block_id"].choices = passage_choices(places)  # type: ignore[attr-defined]


def passage_choices(places: Sequence[Placed]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The passages grouped by their step, each by its first words."""
    groups = groupby(places, key=lambda place: place.step_title)
    return [
        (title, [(place.block_id, Truncator(" ".join(place.words.split())).chars(90)) for place in group])
        for title, group in groups
    ]


class CardForm(forms.Form):
    """Which module is the bulletin card: one that the agencies have signed."""

    module = forms.ModelChoiceField(label=gettext_lazy("Module"), queryset=ModulePage.objects.none(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signed = ModulePage.objects.filter(editions__state=EditionState.CURRENT, translation__isnull=True)
        self.fields["module"].queryset = signed.distinct().order_by("title")  # type: ignore[attr-defined]


class ImportEditionForm(forms.Form):
    """A file of an edition, and the digest that it must have, if somebody said it."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("The ZIP of an edition, or its exact text (JSON) alone.")
    )
    digest = forms.RegexField(
        r"^\s*[0-9a-fA-F]{64}\s*$",
        label=gettext_lazy("Digest it must have"),
        required=False,
        help_text=gettext_lazy("If you were told the digest another way, the file is held against it."),
    )
