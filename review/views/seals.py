"""Opening the seal on who raised a report: two people, a reason, a day, and all of it in the ledger."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.access import guard, person_of
from people.models import User
from people.rules import roles_of
from review.flag_forms import UnsealForm
from review.identity import SealBroken
from review.models import SealOpening
from review.rules import can_approve_unsealing, can_ask_to_unseal, can_see_unsealed
from review.services.unsealing import answer_unsealing, ask_to_unseal, name_behind

openers_only = guard(
    "administrator or agency member", lambda user: roles_of(user).administrator or bool(roles_of(user).agencies)
)


@require_http_methods(["GET", "HEAD", "POST"])
@openers_only
def seals(request: HttpRequest) -> HttpResponse:
    """What was asked, by whom and why; administrators ask here, and those who may agree find it here."""
    asks = can_ask_to_unseal(request.user)
    form = UnsealForm(request.POST or None) if asks else None
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid():
        try:
            opening = ask_to_unseal(actor=person_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Asked. Another person has to agree."))
            return redirect("review:seal", reference=opening.reference)
    context = {"openings": _openings(request.user), "form": form}
    return render(request, "review/seals.html", context, status=400 if form is not None and form.errors else 200)


@require_safe
@openers_only
def seal(request: HttpRequest, reference: UUID) -> HttpResponse:
    """One opening: who asked and why, who agreed. The name itself is shown on a page of its own."""
    opening = get_object_or_404(_openings(request.user), reference=reference)
    context = {
        "opening": opening,
        "may_answer": can_approve_unsealing(request.user, opening),
        "may_see": can_see_unsealed(request.user, opening),
    }
    return render(request, "review/seal.html", context)


@require_POST
@openers_only
def answer_seal(request: HttpRequest, reference: UUID) -> HttpResponse:
    opening = get_object_or_404(_openings(request.user), reference=reference)
    try:
        answer_unsealing(actor=person_of(request), opening=opening, agree=request.POST.get("answer") == "agree")
    except PermissionDenied:
        messages.error(request, _("You may not decide this: somebody else has to."))
    else:
        messages.success(request, _("Recorded."))
    return redirect("review:seal", reference=opening.reference)


@require_POST
@openers_only
def see_name(request: HttpRequest, reference: UUID) -> HttpResponse:
    """Shows the name once; every look is in the ledger, and nothing is kept by the browser."""
    opening = get_object_or_404(_openings(request.user), reference=reference)
    try:
        person = name_behind(actor=person_of(request), opening=opening)
    except PermissionDenied as error:
        raise Http404 from error
    except (SealBroken, User.DoesNotExist):
        messages.error(request, _("The seal cannot be read: its key or its account is no longer in this installation."))
        return redirect("review:seal", reference=opening.reference)
    response = render(request, "review/seal.html", {"opening": opening, "person": person})
    response.headers["Cache-Control"] = "no-store"
    return response


def _openings(user: Any) -> Any:
    """All of them for administrators, else those about reports in the name of one's own agencies."""
    rows = SealOpening.objects.select_related("flag__flagger_agency", "asked_by", "approved_by")
    roles = roles_of(user)
    return rows if roles.administrator else rows.filter(Q(flag__flagger_agency_id__in=roles.agencies))
