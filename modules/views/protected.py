"""In the workspace: the passages of a module that its agencies protect."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from modules.forms import ProtectForm
from modules.freeze.drafts import latest_drafts
from modules.freeze.placing import placed_drafts
from modules.freeze.references import load_registers, references_of
from modules.models import ModulePage, ProtectedPassage
from modules.protection import Placed
from modules.rules import modules_read_as_drafts_by
from modules.services.protecting import lift_protection, protect_passage
from people.access import guard, person_of
from people.models import Agency
from people.rules import is_administrator, roles_of

agencies_or_administrators = guard(
    "agency member or administrator", lambda user: bool(roles_of(user).agencies) or is_administrator(user)
)


@require_http_methods(["GET", "HEAD", "POST"])
@agencies_or_administrators
def protected(request: HttpRequest, page_id: int) -> HttpResponse:
    """What is protected and by whom; members of its agencies protect more, in the drafts as they stand."""
    module = get_object_or_404(modules_read_as_drafts_by(request.user), pk=page_id)
    places = places_in_drafts(module)
    own = Agency.objects.filter(pk__in=roles_of(request.user).agencies, coauthorships__module=module)
    form = ProtectForm(request.POST or None, places=places, agencies=own) if own.exists() else None
    if request.method == "POST" and form is None:
        raise PermissionDenied
    if request.method == "POST" and form and form.is_valid() and _protect(request, module, places, form):
        return redirect("modules_admin:protected", module.pk)
    context = {
        "module": module,
        "form": form,
        "passages": module.protected_passages.standing().select_related("agency"),
        "may_lift": roles_of(request.user).author_of,
        "page_title": _("Protected passages"),
        "page_subtitle": module.title,
        "header_icon": "lock",
    }
    return render(request, "modules/admin/protected.html", context, status=400 if form and form.errors else 200)


@require_POST
@agencies_or_administrators
def lift(request: HttpRequest, reference: UUID) -> HttpResponse:
    """An author of the agency no longer protects it."""
    modules = modules_read_as_drafts_by(request.user)
    passage = get_object_or_404(ProtectedPassage.objects.filter(module__in=modules), reference=reference)
    lift_protection(actor=person_of(request), passage=passage)
    messages.success(request, _("The passage is no longer protected. The ledger keeps that it was."))
    return redirect("modules_admin:protected", passage.module_id)


def places_in_drafts(module: ModulePage) -> list[Placed]:
    drafts = latest_drafts(module)
    return placed_drafts(drafts, load_registers(references_of(drafts.steps)))


def _protect(request: HttpRequest, module: ModulePage, places: list[Placed], form: forms.Form) -> bool:
    fields = form.cleaned_data
    place = next(place for place in places if place.block_id == fields["block_id"])
    try:
        protect_passage(
            actor=person_of(request),
            agency=fields["agency"],
            module=module,
            place=place,
            quote=fields["quote"],
            reasons=fields["reasons"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Protected. No candidate that moves, changes or deletes it is published without you."))
    return True
