"""One flag with its history, one's own flags, and what may be done with a flag."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from modules.models import Edition
from people.access import agency_members_only, signed_in
from review import rules
from review.forms import FixForm, answer_form_for
from review.models import Flag
from review.services import answering
from review.services.answering import FlagMoved, later_editions
from review.standing import standing_of

PER_PAGE = 25
SHOWN = (
    "edition",
    "step__edition",
    "module",
    "material",
    "version",
    "line",
    "flagger_agency",
    "answered_agency",
    "fixed_in",
)


@require_safe
@signed_in
def my_flags(request: HttpRequest) -> HttpResponse:
    """The reports of the person who asks, newest first."""
    flags = Flag.objects.raised_by(request.user).select_related("edition", "step", "material", "line")
    flags = flags.defer("edition__canonical", "step__content").prefetch_related("criteria").order_by("-raised_at")
    page = Paginator(flags, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "review/my_flags.html", {"page": page})


@require_safe
@signed_in
def flag(request: HttpRequest, reference: UUID) -> HttpResponse:
    """What was reported, where it stands, and what was answered."""
    return _page(request, _visible(request, reference))


@require_POST
@agency_members_only
def acknowledge(request: HttpRequest, reference: UUID) -> HttpResponse:
    row = _visible(request, reference)
    return _do(request, row, lambda: answering.acknowledge_flag(actor=request.user, flag=row), _("Acknowledged."))  # type: ignore[arg-type]


@require_POST
@agency_members_only
def answer(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Answer with reasons; a faulty form comes back with what was written."""
    row = _visible(request, reference)
    form = answer_form_for(row, request.POST)
    if not form.is_valid():
        return _page(request, row, answer_form=form, status=400)
    words = form.cleaned_data
    said = _("Answered. Whoever raised it is told by e-mail.")
    return _do(request, row, lambda: answering.answer_flag(actor=request.user, flag=row, **words), said)  # type: ignore[arg-type]


@require_POST
@agency_members_only
def fix(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Link the edition that put it right."""
    row = _visible(request, reference)
    form = _fix_form(row, request.POST)
    if not form.is_valid():
        return _page(request, row, fix_form=form, status=400)
    edition = form.cleaned_data["edition"]
    said = _("Linked. The corrections log shows the old and the new text.")
    return _do(request, row, lambda: answering.link_fix(actor=request.user, flag=row, edition=edition), said)  # type: ignore[arg-type]


@require_POST
@signed_in
def close(request: HttpRequest, reference: UUID) -> HttpResponse:
    row = _visible(request, reference)
    return _do(request, row, lambda: answering.close_flag(actor=request.user, flag=row), _("Closed."))  # type: ignore[arg-type]


def _visible(request: HttpRequest, reference: UUID) -> Flag:
    return get_object_or_404(Flag.objects.visible_to(request.user).select_related(*SHOWN), reference=reference)


def _do(request: HttpRequest, row: Flag, action: Callable[[], Any], said: str) -> HttpResponse:
    try:
        action()
    except PermissionDenied:
        messages.error(request, _("You may not do this: a flag is judged by somebody other than who raised it."))
    except FlagMoved:
        messages.error(request, _("Nothing was changed: the flag was dealt with since you opened the page."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(row)


def _fix_form(row: Flag, data: Any = None) -> FixForm:
    newer = Edition.objects.filter(pk__in=[edition.pk for edition in later_editions(row)]).defer("canonical")
    return FixForm(data, editions=newer.order_by("-number"))


def _page(
    request: HttpRequest, row: Flag, *, answer_form: Any = None, fix_form: Any = None, status: int = 200
) -> HttpResponse:
    user = request.user
    can_fix = rules.can_link_fix(user, row) and row.fixed_in is None
    context = {
        "flag": row,
        "criteria": row.criteria.all(),
        "steps": row.steps.select_related("agency", "edition").defer("edition__canonical"),
        "own": rules.is_flagger(user, row),
        "judges": bool(rules.judging_agencies(user, row)),
        "can_acknowledge": rules.can_acknowledge(user, row),
        "can_close": rules.can_close(user, row),
        "answer_form": (answer_form or answer_form_for(row)) if rules.can_answer(user, row) else None,
        "fix_form": (fix_form or _fix_form(row)) if can_fix and later_editions(row) else None,
        "standing": standing_of(row),
    }
    return render(request, "review/flag.html", context, status=status)
