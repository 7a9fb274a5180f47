"""The authoring room's own pages in the admin: starting a module, its problems, its co-authors."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.enums import CoauthorRole
from modules.forms import CardForm, CoauthorsForm, StartModuleForm
from modules.models import Card, ModulePage
from modules.rules import can_edit_registers, modules_written_by
from modules.services.cards import set_card
from modules.services.checking import check_module
from modules.services.coauthoring import set_coauthors
from modules.services.shelving import start_module
from people.access import administrators_only, authors_only, guard, person_of
from people.models import Agency
from people.rules import roles_of


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def start(request: HttpRequest) -> HttpResponse:
    """Start an empty module, led by one of the person's own agencies."""
    agencies = Agency.objects.filter(pk__in=roles_of(request.user).author_of)
    form = StartModuleForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        module = start_module(
            actor=request.user,
            title=fields["title"],
            slug=fields["slug"],
            language=fields["language"],
            agencies={fields["agency"]: CoauthorRole.LEAD},
        )
        messages.success(request, _("“%s” is on the shelf. Add its lessons below it.") % module.title)
        return redirect("wagtailadmin_pages:edit", module.pk)
    context = {"form": form, "page_title": _("Start a module"), "header_icon": "doc-full"}
    return render(request, "modules/admin/form.html", context)


@require_safe
@guard("author or administrator", can_edit_registers)
def problems(request: HttpRequest, page_id: int) -> HttpResponse:
    """Everything that stands between the drafts and a sign-off, each with a link to its block."""
    module = get_object_or_404(modules_written_by(request.user), pk=page_id)
    found = check_module(module)
    context = {
        "module": module,
        "errors": [problem for problem in found if problem.is_error],
        "warnings": [problem for problem in found if not problem.is_error],
        "page_title": _("Before it can be signed"),
        "page_subtitle": module.title,
        "header_icon": "warning",
    }
    return render(request, "modules/admin/problems.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def coauthors(request: HttpRequest, page_id: int) -> HttpResponse:
    """Which agencies write the module. Administrators only: no agency drops another."""
    module = get_object_or_404(ModulePage, pk=page_id)
    form = CoauthorsForm(request.POST or None, module=module)
    if request.method == "POST" and form.is_valid():
        set_coauthors(actor=request.user, module=module, agencies=form.chosen())
        messages.success(request, _("The co-authors of “%s” are set.") % module.title)
        return redirect("wagtailadmin_home")
    context = {
        "form": form,
        "page_title": _("Who writes this module"),
        "page_subtitle": module.title,
        "header_icon": "group",
    }
    return render(request, "modules/admin/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def card(request: HttpRequest) -> HttpResponse:
    """Which signed module the public reads as the card."""
    present = Card.objects.select_related("module").first()
    form = CardForm(request.POST or None, initial={"module": present.module if present else None})
    if request.method == "POST" and form.is_valid():
        set_card(actor=person_of(request), module=form.cleaned_data["module"])
        messages.success(request, _("“%s” is the card from now on.") % form.cleaned_data["module"].title)
        return redirect("modules:card")
    context = {"form": form, "page_title": _("The bulletin card"), "header_icon": "doc-full"}
    return render(request, "modules/admin/form.html", context)
