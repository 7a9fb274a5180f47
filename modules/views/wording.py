"""Where authors answer the language notes that point at their module."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.checks.answers import Hit
from modules.forms import WordingForm
from modules.models import ModulePage
from modules.rules import answering_agencies, can_edit_registers, modules_written_by
from modules.services.wording import WordsGone, hits_of, justify_wording
from people.access import guard
from people.models import Agency


@require_http_methods(["GET", "HEAD", "POST"])
@guard("author or administrator", can_edit_registers)
def wording(request: HttpRequest, page_id: int) -> HttpResponse:
    """Every place where a language note points, with its words; POST says why the words at one of them stay."""
    module = get_object_or_404(modules_written_by(request.user), pk=page_id)
    agencies = Agency.objects.filter(pk__in=answering_agencies(request.user, module))
    if request.method != "POST":
        return _page(request, module, agencies)
    form = WordingForm(request.POST, agencies=agencies)
    if not form.is_valid():
        return _page(request, module, agencies, refused=form)
    try:
        answer = justify_wording(
            actor=request.user,  # type: ignore[arg-type]
            agency=form.cleaned_data["agency"],
            module=module,
            place=form.place(),
            reason=form.cleaned_data["reason"],
        )
    except WordsGone:
        messages.warning(request, _("Those words are no longer there. Nothing was recorded."))
        return redirect("modules_admin:wording", module.pk)
    except ValidationError as error:
        form.add_error("reason", error)
        return _page(request, module, agencies, refused=form)
    messages.success(request, _("Recorded: “%(words)s” stays.") % {"words": answer.words})
    return redirect("modules_admin:wording", module.pk)


def _page(
    request: HttpRequest, module: ModulePage, agencies: object, refused: WordingForm | None = None
) -> HttpResponse:
    hits = hits_of(module)
    context = {
        "module": module,
        "waiting": [(hit, _form(hit, agencies, refused)) for hit in hits if hit.answer is None],
        "answered": [hit for hit in hits if hit.answer],
        "may_answer": bool(agencies),
        "page_title": _("Words to look at twice"),
        "page_subtitle": module.title,
        "header_icon": "edit",
    }
    return render(request, "modules/admin/wording.html", context, status=400 if refused else 200)


def _form(hit: Hit, agencies: object, refused: WordingForm | None) -> WordingForm:
    if refused is not None and refused.place() == hit.key:
        return refused
    step, block, note, words = hit.key
    initial = {"step": step, "block": block, "note": note, "words": words}
    return WordingForm(initial=initial, agencies=agencies, auto_id=f"{hit.anchor}-%s")
