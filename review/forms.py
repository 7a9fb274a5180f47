"""Forms of the review room."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from modules.models import Edition, ScormPackage
from people.models import Agency
from people.rules import roles_of
from review.enums import UPHELD_OUTCOMES, FlagOutcome, FlagState, Nature, Severity, TargetKind
from review.models import Criterion, Flag, Material
from review.queries import modules_judged_by
from review.services.flagging import LONGEST_CLAIM
from review.times import clock, seconds

SUBJECTS = {"module": "module_id", "material": "material_id", "package": "package_version__package_id"}
NO_CASES = _("Never write names, case numbers, or anything about a real reporter, victim or officer.")


class TimeField(forms.CharField):
    """Seconds of a recording, read from `75` or `1:15`."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return seconds(text)
        except ValueError as error:
            raise forms.ValidationError(_("Write minutes and seconds, such as 1:15.")) from error

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, int) else value


def long_text(label: Any, help_text: Any = "", *, rows: int = 4, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST_CLAIM,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("At most %(limit_value)s characters; this has %(show_value)s.")},
    )


class AnswerForm(forms.Form):
    """The reasoned answer to a flag. Who clears the public words must write others: the claim itself is not meant."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=FlagOutcome, widget=forms.RadioSelect)
    reasons = long_text(
        _("Reasons"), _("Whoever raised it reads them. Never write names or anything about a real case."), rows=5
    )
    dissent = long_text(
        _("Dissent"), _("Optional. Does a member of your agency see it differently?"), required=False, rows=3
    )
    published_claim = long_text(
        _("How the corrections log will put the claim"),
        _("Public if you uphold it. Take out anything that points to a person or a case."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        words = super().clean() or {}
        cleared = "published_claim" in self.fields and not words.get("published_claim")
        if cleared and words.get("outcome") in UPHELD_OUTCOMES and not self.has_error("published_claim"):
            self.add_error("published_claim", _("Write how the claim is to be published."))
        return words


class FixForm(forms.Form):
    """The edition that put it right."""

    edition = forms.ModelChoiceField(label=_("Fixed in"), queryset=Edition.objects.none(), empty_label=None)

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]


class DocketFilter(forms.Form):
    """What the docket is narrowed to. Nothing chosen: everything still waiting for an answer."""

    about = forms.ChoiceField(label=_("About"), required=False)
    pointing = forms.ChoiceField(
        label=_("Pointing at"), required=False, choices=[("", _("Anything")), *TargetKind.choices]
    )
    criterion = forms.ChoiceField(label=_("Criterion"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[("", _("Any")), *Severity.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Waiting for an answer")),
            ("any", _("Any")),
            *FlagState.choices,
            ("unfixed", _("Upheld, not put right yet")),
        ],
    )
    agency = forms.ChoiceField(label=_("Raised by"), required=False)
    due = forms.ChoiceField(
        label=_("Due"),
        required=False,
        choices=[("", _("Any time")), ("overdue", _("Overdue")), ("week", _("Within a week"))],
    )
    q = forms.CharField(label=_("Words"), required=False, max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = _subjects(user)  # type: ignore[attr-defined]
        criteria = [(criterion.code, f"{criterion.code}: {criterion.title}") for criterion in Criterion.objects.all()]
        self.fields["criterion"].choices = [("", _("Any")), *criteria]  # type: ignore[attr-defined]
        agencies = [(str(pk), name) for pk, name in Agency.objects.order_by("name").values_list("pk", "name")]
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            ("", _("Anybody")),
            ("officers", _("Officers and staff")),
            *agencies,
        ]

    def narrow(self, flags: Any) -> Any:
        """Return the flags that fit; none when a value is not one of those offered."""
        if not self.is_valid():
            return flags.none()
        chosen = self.cleaned_data
        state = chosen["state"]
        named = {"": flags.pending, "any": flags.all, "unfixed": flags.unfixed}
        flags = named[state]() if state in named else flags.filter(state=state)
        kind, _colon, pk = chosen["about"].partition(":")
        wanted = {
            SUBJECTS.get(kind, "pk"): pk,
            "kind": chosen["pointing"],
            "criteria__code": chosen["criterion"],
            "severity": chosen["severity"],
        }
        flags = flags.filter(**{name: value for name, value in wanted.items() if value})
        if chosen["agency"]:
            officers = chosen["agency"] == "officers"
            flags = flags.filter(flagger_agency=None if officers else chosen["agency"])
        if chosen["due"]:
            last = timezone.localdate() + (timedelta(days=7) if chosen["due"] == "week" else timedelta(days=-1))
            flags = flags.pending().filter(due_on__lte=last)
        return flags.matching(chosen["q"]) if chosen["q"] else flags


def _subjects(user: Any) -> list[Any]:
    modules = [(f"module:{pk}", title) for pk, title in modules_judged_by(user).values_list("pk", "title")]
    materials = [(f"material:{pk}", title) for pk, title in Material.objects.values_list("pk", "title")]
    shelf = ScormPackage.objects.filter(agency_id__in=roles_of(user).agencies, versions__flags__isnull=False)
    packages = [(f"package:{pk}", title) for pk, title in shelf.distinct().values_list("pk", "title")]
    held = [(_("Modules"), modules), (_("Materials"), materials), (_("Packages"), packages)]
    return [("", _("Everything")), *(group for group in held if group[1])]


def answer_form_for(flag: Flag, data: Any = None) -> AnswerForm:
    """The form says what will be published, and where; praise, and what is about a package on the shelf, never is."""
    form = AnswerForm(data, initial={"published_claim": flag.claim})
    if flag.package_version_id or (flag.nature == Nature.KEEP and not flag.of_material):
        del form.fields["published_claim"]
    elif flag.of_material:
        form.fields["published_claim"].label = _("How the dossier will put the claim")
        for name in ("reasons", "dissent"):
            form.fields[name].help_text = _(
                "Published with the dossier if you uphold it. Never write names or anything about a real case."
            )
    return form
