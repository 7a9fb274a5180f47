"""What is done with a flag besides answering it: one address, one form each, one service each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from people.access import person_of, signed_in
from people.models import User
from review.flag_forms import (
    AppealForm,
    DecideForm,
    FixCheckForm,
    OtherFlagForm,
    ReplyForm,
    SortForm,
    VoteForm,
)
from review.models import Flag
from review.services import answering, appealing, fixing, joining, looking
from review.views.flags import do_act, flag_page, other_form, visible_flag

Do = Callable[[User, Flag, dict[str, Any]], object]


@dataclass(frozen=True)
class Act:
    """The form that is asked for (none for a mere button), the service, and what is said when it is done."""

    do: Do
    said: str | Promise
    form: type[forms.Form] | None = None

    def bound(self, request: HttpRequest, flag: Flag, name: str) -> forms.Form | None:
        if self.form is OtherFlagForm:
            return other_form(request.user, flag, name, request.POST)
        return self.form(request.POST) if self.form else None


ACTS: dict[str, Act] = {
    "sort": Act(
        lambda who, flag, words: answering.sort_flag(actor=who, flag=flag, **words),
        gettext_lazy("The criteria and the severity are set."),
        SortForm,
    ),
    "look": Act(
        lambda who, flag, words: looking.look_at(actor=who, flag=flag),
        gettext_lazy("Marked for two hours: others see that your agency is looking at this."),
    ),
    "look-away": Act(
        lambda who, flag, words: looking.look_away(actor=who, flag=flag), gettext_lazy("The mark is taken away.")
    ),
    "reply": Act(
        lambda who, flag, words: appealing.reply_to_flag(actor=who, flag=flag, **words),
        gettext_lazy("Your agency's reply stands with the report."),
        ReplyForm,
    ),
    "appeal": Act(
        lambda who, flag, words: appealing.appeal_flag(actor=who, flag=flag, **words),
        gettext_lazy("A panel of other agencies decides. You are told what it decided."),
        AppealForm,
    ),
    "vote": Act(
        lambda who, flag, words: appealing.vote_on_appeal(actor=who, flag=flag, **words),
        gettext_lazy("Your agency's vote is recorded. It may vote again until the panel decides."),
        VoteForm,
    ),
    "decide": Act(
        lambda who, flag, words: appealing.decide_appeal(actor=who, flag=flag, **words),
        gettext_lazy("The panel has decided. Whoever raised it is told."),
        DecideForm,
    ),
    "check-fix": Act(
        lambda who, flag, words: fixing.check_fix(actor=who, flag=flag, **words),
        gettext_lazy("Thank you. The agencies see what you say of the fix."),
        FixCheckForm,
    ),
    "merge": Act(
        lambda who, flag, words: joining.merge_flag(actor=who, flag=flag, into=words["other"]),
        gettext_lazy("Joined: this report follows the answer of the other one."),
        OtherFlagForm,
    ),
    "part": Act(lambda who, flag, words: joining.part_flag(actor=who, flag=flag), gettext_lazy("Taken apart again.")),
    "relate": Act(
        lambda who, flag, words: joining.relate_flags(actor=who, flag=flag, **words),
        gettext_lazy("The two reports point at each other."),
        OtherFlagForm,
    ),
}


@require_POST
@signed_in
def act(request: HttpRequest, reference: UUID, name: str) -> HttpResponse:
    """Do one thing with a flag that the person may see; a faulty form comes back with what was written."""
    row = visible_flag(request, reference)
    known = ACTS.get(name)
    if known is None:
        raise Http404
    form = known.bound(request, row, name)
    if form is not None and not form.is_valid():
        return flag_page(request, row, refused=(name, form), status=400)
    words = form.cleaned_data if form else {}
    act_now = partial(known.do, person_of(request), row, words)
    return do_act(request, row, act_now, str(known.said), name=name, form=form)
