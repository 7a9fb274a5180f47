"""Forms of dossiers, of what publishers said, and of rubrics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Agency
from people.row_choices import RowsField
from review.dossier.findings import Finding
from review.dossier_enums import FindingVerdict, RequestStepKind, Score
from review.enums import CriterionKind, SignOffAnswer
from review.forms import NO_CASES, long_text
from review.models import Criterion, Dossier, Flag, MaterialVersion, RubricVersion
from review.times import clock


class FindingsField(forms.ModelMultipleChoiceField):
    """Ticks for findings, each said with its time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Flag.objects.none(),
            to_field_name="reference",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def label_from_instance(self, obj: Flag) -> str:
        return finding_label(obj)


def finding_label(flag: Flag) -> str:
    words = flag.public_claim if len(flag.public_claim) <= 90 else f"{flag.public_claim[:89]}…"
    return f"{clock(flag.start)} {words}" if flag.start is not None else words


def flags_of(findings: Iterable[Finding]) -> Any:
    return Flag.objects.filter(pk__in=[finding.flag.pk for finding in findings]).order_by("start", "pk")


class StartDossierForm(forms.Form):
    version = forms.ModelChoiceField(
        label=gettext_lazy("About which version"), queryset=MaterialVersion.objects.none(), empty_label=None
    )
    rubric = forms.ModelChoiceField(
        label=gettext_lazy("By which rubric"), queryset=RubricVersion.objects.none(), empty_label=None
    )
    lead = forms.ModelChoiceField(
        label=gettext_lazy("Your agency, which leads it"), queryset=Agency.objects.none(), empty_label=None
    )
    agencies = RowsField(
        label=gettext_lazy("Agencies that are asked to sign"),
        queryset=Agency.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    approvals = forms.IntegerField(
        label=gettext_lazy("Signatures needed"),
        help_text=gettext_lazy("At least two agencies. An objection sends the dossier back, however many signed."),
        min_value=2,
        max_value=20,
        initial=2,
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)

    def __init__(self, *args: Any, own: Iterable[int], versions: Any, rubrics: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        self.fields["rubric"].queryset = rubrics  # type: ignore[attr-defined]
        self.fields["lead"].queryset = Agency.objects.filter(pk__in=list(own))  # type: ignore[attr-defined]


class WriteDossierForm(forms.Form):
    """The words of the lead, and one field for the fix of each finding. `seen`: on which words it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = long_text(gettext_lazy("Summary"), gettext_lazy("What officers and the publisher must know first."))
    method = long_text(gettext_lazy("How the review was made"), NO_CASES)

    def __init__(self, *args: Any, dossier: Dossier, findings: Sequence[Finding], seen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(dossier, name) for name in ("title", "summary", "method")} | {"seen": seen}
        self.findings = [finding for finding in findings if not finding.good]
        for finding in self.findings:
            self.fields[f"fix-{finding.key}"] = long_text(
                _("Fix: %(finding)s") % {"finding": finding_label(finding.flag)}, rows=2, required=False
            )
            self.initial[f"fix-{finding.key}"] = dossier.fixes.get(finding.key) or finding.flag.suggestion

    def words(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        fixes = {finding.key: cleaned.pop(f"fix-{finding.key}") for finding in self.findings}
        suggested = {finding.key: finding.flag.suggestion for finding in self.findings}
        return cleaned | {"fixes": {key: words for key, words in fixes.items() if words.strip() != suggested[key]}}


class AskAgenciesForm(forms.Form):
    """Those that were not asked to sign yet."""

    agencies = RowsField(
        label=gettext_lazy("Ask further agencies to sign"),
        queryset=Agency.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.exclude(pk__in=dossier.agencies.values("pk")).order_by("name")
        self.fields["agencies"].queryset = others  # type: ignore[attr-defined]


class SignDossierForm(forms.Form):
    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(label=gettext_lazy("Answer for"), queryset=Agency.objects.none(), empty_label=None)
    answer = forms.ChoiceField(
        label=gettext_lazy("Your agency's answer"), choices=SignOffAnswer, widget=forms.RadioSelect
    )
    reasons = long_text(gettext_lazy("Reasons"), gettext_lazy("Needed for an objection."), required=False, rows=3)
    dissent = long_text(
        gettext_lazy("What your agency does not share"),
        gettext_lazy("Optional. It is published with your agency's name, beside the dossier."),
        required=False,
        rows=3,
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class WithdrawDossierForm(forms.Form):
    reason = long_text(gettext_lazy("Why it is withdrawn"), gettext_lazy("Public."), rows=3)


class ScoreForm(forms.Form):
    agency = forms.ModelChoiceField(label=gettext_lazy("Score of"), queryset=Agency.objects.none(), empty_label=None)
    criterion = forms.ModelChoiceField(
        label=gettext_lazy("Criterion"), queryset=Criterion.objects.none(), to_field_name="code", empty_label=None
    )
    score = forms.ChoiceField(label=gettext_lazy("Score"), choices=Score, widget=forms.RadioSelect)
    words = long_text(gettext_lazy("In words"), required=False, rows=2)
    evidence = FindingsField(
        label=gettext_lazy("Evidence"), help_text=gettext_lazy("Needed for anything less than met.")
    )

    def __init__(self, *args: Any, agencies: Any, codes: Iterable[str], findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["criterion"].queryset = Criterion.objects.filter(code__in=list(codes))  # type: ignore[attr-defined]
        self.fields["evidence"].queryset = findings  # type: ignore[attr-defined]


def past_day() -> forms.DateField:
    """A day that is not in the future; today unless another is chosen."""
    return forms.DateField(
        label=gettext_lazy("On which day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AskForm(forms.Form):
    asks = long_text(gettext_lazy("What is asked of the publisher"), gettext_lazy("Public."), rows=3)
    findings = FindingsField(
        label=gettext_lazy("About which findings"), help_text=gettext_lazy("None: about all of it.")
    )
    on = past_day()

    def __init__(self, *args: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["findings"].queryset = findings  # type: ignore[attr-defined]


class FollowForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What happened"), choices=RequestStepKind)
    on = past_day()
    words = long_text(gettext_lazy("The publisher's words"), gettext_lazy("Public."), required=False, rows=2)


class PublisherAnswerForm(forms.Form):
    flag = forms.ModelChoiceField(
        label=gettext_lazy("To which finding"),
        queryset=Flag.objects.none(),
        to_field_name="reference",
        empty_label=None,
    )
    on = past_day()
    words = long_text(gettext_lazy("The publisher's words"), gettext_lazy("Public. Quote, do not sum up."), rows=3)

    def __init__(self, *args: Any, findings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["flag"]
        field.queryset = findings  # type: ignore[attr-defined]
        field.label_from_instance = finding_label  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """`version` is the one that the person had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31)
    verdict = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=FindingVerdict, widget=forms.RadioSelect
    )
    words = long_text(gettext_lazy("What you saw"), gettext_lazy("Public."), required=False, rows=2)


class RubricForm(forms.Form):
    """The heading of a new version."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=150)
    note = long_text(gettext_lazy("What changed"), required=False, rows=2)


class NewRubricForm(RubricForm):
    key = forms.SlugField(
        label=gettext_lazy("Short name"),
        help_text=gettext_lazy("Small letters, digits and hyphens. New codes of this rubric begin with it."),
        max_length=20,
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Whose rubric"), queryset=Agency.objects.none(), required=False, empty_label=None
    )

    field_order = ["agency", "key", "title", "note"]

    def __init__(self, *args: Any, agencies: Any, house: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("What it is for")
        field = self.fields["agency"]
        field.queryset = agencies  # type: ignore[attr-defined]
        field.empty_label = _("The house") if house else None  # type: ignore[attr-defined]
        field.required = not house


class CriterionLineForm(forms.Form):
    """One criterion. A code that the house knows needs no words; a line that is ticked is left out of this version."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=30)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, required=False)
    question = forms.CharField(
        label=gettext_lazy("Question"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    help = long_text(gettext_lazy("Help"), required=False, rows=2)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=CriterionKind, required=False, initial=CriterionKind.PROBLEM
    )


class BaseCriterionLines(forms.BaseFormSet[CriterionLineForm]):
    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Leave it out")


CriterionLines = forms.formset_factory(
    CriterionLineForm, formset=BaseCriterionLines, extra=4, max_num=60, validate_max=True, can_delete=True
)
