"""Forms of sign-off: an agency's answer, objections, votes, links, hours, and the rule by which a module is signed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from modules.enums import ObjectionRule, Silence, VoteCaller, VoteMajority
from modules.forms import passage_choices
from modules.models import ModulePage, ProtectedPassage
from modules.policy_terms import PolicyTerms, UnsoundTerms
from modules.protection import Placed
from people.enums import Perspective
from people.models import Agency
from people.row_choices import RowsField
from review.enums import Ground, SignOffAnswer, VoteChoice
from review.forms import NO_CASES, long_text


class SignOffForm(forms.Form):
    """One agency's answer to the text with this digest; the ticks of consent stand apart from it."""

    digest = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    agency = forms.ModelChoiceField(label=gettext_lazy("Answer for"), queryset=Agency.objects.none(), empty_label=None)
    consents = RowsField(
        label=gettext_lazy("Our protected passages"),
        help_text=gettext_lazy(
            "Approval does not say that you agree to a change of a passage you protect. Tick what you consent to."
        ),
        queryset=ProtectedPassage.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("Your agency's answer"), choices=SignOffAnswer, widget=forms.RadioSelect
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Ground of the objection"),
        help_text=gettext_lazy("Only when you object."),
        choices=[("", gettext_lazy("Choose")), *Ground.choices],
        required=False,
    )
    block_id = forms.ChoiceField(
        label=gettext_lazy("Which passage"), help_text=gettext_lazy("Only when you object."), required=False
    )
    reasons = long_text(
        gettext_lazy("Reasons"),
        gettext_lazy("Needed for an objection. The co-authors read them, and they stay on record."),
        required=False,
    )

    def __init__(
        self, *args: Any, agencies: Any, places: Sequence[Placed], changed: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["block_id"].choices = [("", _("The whole text")), *passage_choices(places)]  # type: ignore[attr-defined]
        own = [change.passage.pk for change in changed]
        if own:
            self.fields["consents"].queryset = ProtectedPassage.objects.filter(pk__in=own)  # type: ignore[attr-defined]
            self.fields["consents"].label_from_instance = consent_label  # type: ignore[attr-defined]
            self.fields["consents"].initial = [change.passage.pk for change in changed if change.consented]
        else:
            del self.fields["consents"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") == SignOffAnswer.OBJECT:
            if not cleaned.get("ground"):
                self.add_error("ground", _("Choose the ground of the objection."))
            if not cleaned.get("reasons", "").strip():
                self.add_error("reasons", _("An objection needs reasons: the authors work from them."))
        else:
            cleaned |= {"ground": Ground.OTHER, "block_id": ""}
        return cleaned


def consent_label(passage: ProtectedPassage) -> str:
    words = Truncator(passage.quote or passage.words).chars(90)
    return _("%(step)s: “%(words)s”. I consent to this change of our protected passage.") % {
        "step": passage.step_title,
        "words": words,
    }


class LinkAnswerForm(SignOffForm):
    """The same for the bearer of a link, who confirms the name and the role under which the answer stands."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        help_text=gettext_lazy(
            "It stands with your answer, marked as given by link. A pseudonym that your agency knows is fine."
        ),
        max_length=150,
    )
    role = forms.CharField(label=gettext_lazy("Your role in the agency"), max_length=150)
    confirmed = forms.BooleanField(
        label=gettext_lazy("I answer for this agency, and I have the right to."),
    )
    field_order = ["name", "role"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, agencies=Agency.objects.none(), **kwargs)
        del self.fields["agency"]


class IssueLinkForm(forms.Form):
    """For whom an approval link is made."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none(), empty_label=None)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    role = forms.CharField(label=gettext_lazy("Role in the agency"), max_length=150)

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    words = long_text(gettext_lazy("Reply of the authors"), NO_CASES)


class WithdrawForm(forms.Form):
    words = long_text(gettext_lazy("Why it is withdrawn"), gettext_lazy("Optional."), required=False, rows=2)


class CallVoteForm(forms.Form):
    agency = forms.ModelChoiceField(label=gettext_lazy("Called by"), queryset=Agency.objects.none(), empty_label=None)
    why = long_text(
        gettext_lazy("Why it should be decided and not met"),
        gettext_lazy("If the objection is overridden, this is printed in the edition beside the dissent."),
    )

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class VoteForm(forms.Form):
    agency = forms.ModelChoiceField(label=gettext_lazy("Vote for"), queryset=Agency.objects.none(), empty_label=None)
    choice = forms.ChoiceField(label=gettext_lazy("Vote"), choices=VoteChoice, widget=forms.RadioSelect)
    reasons = long_text(gettext_lazy("Reasons of the vote"), gettext_lazy("They stay on record with the decision."))

    def __init__(self, *args: Any, agencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]


class PolicyForm(forms.Form):
    """The terms of a module; a number for each perspective that must be among those who approve."""

    approvals = forms.IntegerField(label=gettext_lazy("Approvals at the least"), min_value=1, max_value=50)
    all_coauthors = forms.BooleanField(label=gettext_lazy("Every co-author must approve"), required=False)
    hear_everyone = forms.BooleanField(
        label=gettext_lazy("Publish only when every co-author has answered"), required=False
    )
    deadline_days = forms.IntegerField(
        label=gettext_lazy("Days to answer"),
        help_text=gettext_lazy("Empty: no deadline."),
        min_value=1,
        max_value=365,
        required=False,
    )
    silence = forms.ChoiceField(label=gettext_lazy("What silence means at the deadline"), choices=Silence)
    objections = forms.ChoiceField(label=gettext_lazy("Objections"), choices=ObjectionRule)
    votes_called_by = forms.ChoiceField(label=gettext_lazy("Who may call a vote"), choices=VoteCaller)
    vote_days = forms.IntegerField(label=gettext_lazy("Days a vote is open"), min_value=1, max_value=90)
    vote_quorum = forms.IntegerField(label=gettext_lazy("Votes that must be cast"), min_value=1, max_value=50)
    vote_majority = forms.ChoiceField(label=gettext_lazy("What overrides an objection"), choices=VoteMajority)
    review_months = forms.IntegerField(
        label=gettext_lazy("Months until an edition is read again"), min_value=1, max_value=120
    )

    def __init__(self, data: Any = None, *, terms: PolicyTerms) -> None:
        super().__init__(data, initial=terms.as_data())
        for value, label in Perspective.choices:
            self.fields[f"least_{value}"] = forms.IntegerField(
                label=_("Approvals of this perspective: %(name)s") % {"name": label},
                min_value=0,
                max_value=50,
                required=False,
                initial=terms.perspectives.get(value, 0),
            )
        self.fields["why"] = long_text(
            _("Why"), _("Needed when this asks for less than before: every co-author is asked."), required=False, rows=3
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["terms"] = self._terms(cleaned)
            except UnsoundTerms as error:
                raise forms.ValidationError(_("These terms do not fit together: %(why)s.") % {"why": error}) from error
        return cleaned

    def _terms(self, cleaned: dict[str, Any]) -> PolicyTerms:
        least = {name: cleaned.get(f"least_{name}") for name in Perspective.values}
        plain = {name: cleaned[name] for name in PolicyTerms.__dataclass_fields__ if name != "perspectives"}
        return PolicyTerms(**plain, perspectives={name: number for name, number in least.items() if number})


class HoursForm(forms.Form):
    """Hours of one day; a pseudonym is as good as a name."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none(), empty_label=None)
    name = forms.CharField(
        label=gettext_lazy("Name or pseudonym"),
        help_text=gettext_lazy("By which your agency knows whom to pay."),
        max_length=120,
    )
    day = forms.DateField(
        label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}), initial=timezone.localdate
    )
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"), min_value=Decimal("0.25"), max_value=24, max_digits=4, decimal_places=2
    )
    work = forms.CharField(label=gettext_lazy("What for"), help_text=NO_CASES, max_length=200)
    module = forms.ModelChoiceField(label=gettext_lazy("Module"), queryset=ModulePage.objects.none(), required=False)

    def __init__(self, *args: Any, agencies: Any, modules: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["module"].queryset = modules  # type: ignore[attr-defined]
