"""The form with which a flag is raised: whole for agencies, a simpler one for everybody else."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.models import Provision, Source
from people.row_choices import RowsField
from review.enums import Severity, Visibility
from review.flag_forms import EvidenceField, visibility_field
from review.forms import NO_CASES, TimeField, long_text
from review.models import Criterion
from review.services.flagging import Evidence

WITHOUT = {
    "edition": ("start", "end"),
    "recording": (),
    "line": ("quote", "sentence", "before", "after", "start", "end"),
    "register": ("quote", "sentence", "before", "after", "start", "end"),
    "page": ("start", "end"),
    "file": ("quote", "sentence", "before", "after", "start", "end"),
    "range": ("quote", "sentence", "before", "after"),
}
FOR_AGENCIES = ("criteria", "severity", "suggestion", "provisions", "sources", "visibility")


class FlagForm(forms.Form):
    """What is wrong with a passage, a question, a piece of a recording, a rule or a source."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(label=_("Which part of the question?"), required=False)
    sentence = forms.ChoiceField(
        label=_("Which sentence?"),
        help_text=_("Optional. Choose one here, or select words in the text above."),
        required=False,
    )
    quote = forms.CharField(
        label=_("The exact words"),
        help_text=_("Filled in when you select words in the text above. Leave it empty to report the whole of it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "data-flag-quote": "quote"}),
    )
    before = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-flag-quote": "before"}))
    after = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-flag-quote": "after"}))
    start = TimeField(label=_("From"), help_text=_("Minutes and seconds, such as 1:15."), required=False)
    end = TimeField(label=_("To"), help_text=_("Minutes and seconds, such as 1:22."), required=False)
    criteria = RowsField(
        label=_("What kind of problem is it?"),
        help_text=_("Choose one or more. What is worth keeping stands last."),
        queryset=Criterion.objects.order_by("-kind", "position", "pk"),
        widget=forms.CheckboxSelectMultiple,
    )
    severity = forms.ChoiceField(
        label=_("How serious is it?"),
        help_text=_(
            "It is answered within 3 days if it is critical, 10 if high, 30 if medium, 60 if low. A critical one may "
            "keep officers from the step until then."
        ),
        choices=Severity,
        widget=forms.RadioSelect,
    )
    urgent = forms.BooleanField(label=_("Somebody could be hurt by this"), required=False)
    claim = long_text(_("What is wrong, and how do you know?"), NO_CASES, rows=6)
    suggestion = long_text(_("What should it say instead?"), _("Optional."), required=False)
    provisions = EvidenceField(
        model=Provision,
        column="fact_id",
        label=_("Rules that it rests on"),
        help_text=_("Optional. Their fact ids, such as A-20, with spaces between them."),
    )
    sources = EvidenceField(
        model=Source,
        column="key",
        label=_("Sources that it rests on"),
        help_text=_("Optional. Their keys, with spaces between them."),
    )
    visibility = visibility_field()

    def __init__(
        self, *args: Any, kind: str, simple: bool, parts: Any = (), sentences: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", uuid4())
        self.simple = simple
        dropped = {*WITHOUT[kind], *(FOR_AGENCIES if simple else ("urgent",))}
        dropped |= set() if parts else {"choice"}
        dropped |= set() if len(sentences) > 1 else {"sentence"}
        for name in dropped:
            self.fields.pop(name, None)
        if parts:
            whole = [("", _("The whole question"))]
            offered = [*whole, *((key, f"{key}) {words[:90]}") for key, words in parts)]
            self.fields["choice"].choices = offered  # type: ignore[attr-defined]
        if len(sentences) > 1:
            offered = [("", _("None: see below"))]
            offered += [(str(n), sentence[:110]) for n, sentence in enumerate(sentences)]
            self.fields["sentence"].choices = offered  # type: ignore[attr-defined]
        self.sentences = list(sentences)
        if kind == "range":
            self.fields["start"].required = self.fields["end"].required = True

    def clean_before(self) -> str:
        return str(self.cleaned_data["before"])[-200:]

    def clean_after(self) -> str:
        return str(self.cleaned_data["after"])[:200]

    def quoted(self) -> str:
        """The exact words: those in the field, else the sentence chosen from the list."""
        words = self.cleaned_data
        chosen = words.get("sentence") or ""
        return str(words.get("quote") or (self.sentences[int(chosen)] if chosen else ""))

    def said(self) -> dict[str, Any]:
        """What `raise_flag` takes besides the target."""
        words = self.cleaned_data
        said = {"claim": words["claim"], "token": words["token"]}
        if self.simple:
            return said | {"severity": Severity.HIGH if words["urgent"] else Severity.MEDIUM}
        return said | {
            "criteria": list(words["criteria"]),
            "severity": words["severity"],
            "suggestion": words["suggestion"],
            "visibility": words["visibility"] or Visibility.PARTIES,
            "evidence": Evidence(words["provisions"], words["sources"]),
        }
