"""How flags on each module are handled: set by administrators, so that no agency changes it for the others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from modules.models import ModulePage
from people.access import administrators_only, person_of
from review.flag_forms import PolicyForm
from review.services.pausing import policy_of
from review.services.rules_of_flags import set_flag_rules


@require_safe
@administrators_only
def flag_rules(request: HttpRequest) -> HttpResponse:
    """Every module with the rules that hold for it."""
    modules = list(ModulePage.objects.select_related("flag_policy").order_by("title"))
    usual = policy_of(None)
    rows = [(module, getattr(module, "flag_policy", None) or usual) for module in modules]
    return render(request, "review/flag_rules.html", {"rows": rows, "usual": usual})


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def flag_rules_of(request: HttpRequest, page_id: int) -> HttpResponse:
    return _set(request, get_object_or_404(ModulePage, pk=page_id))


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def flag_rules_else(request: HttpRequest) -> HttpResponse:
    """The rules for materials, packages, rules and sources, and for modules that have none of their own."""
    return _set(request, None)


def _set(request: HttpRequest, module: ModulePage | None) -> HttpResponse:
    form = PolicyForm(request.POST or None, instance=policy_of(module))
    if request.method == "POST" and form.is_valid():
        set_flag_rules(actor=person_of(request), module=module, **form.cleaned_data)
        messages.success(request, _("Kept: these rules hold from the next report on."))
        return redirect("review:flag_rules")
    context = {"form": form, "module": module}
    return render(request, "review/flag_rules_of.html", context, status=400 if form.errors else 200)
