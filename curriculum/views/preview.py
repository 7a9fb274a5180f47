"""Preview as officer: a whole module from its latest drafts, quizzes included. Nothing of it is written anywhere."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from curriculum.preview import NotOurs, PreviewStep, Run, opened, preview_steps, sealed
from modules.models import ModulePage
from modules.rules import can_edit_steps, modules_read_as_drafts_by
from people.access import guard
from people.rules import is_administrator, roles_of

draft_readers = guard("draft reader", lambda user: bool(roles_of(user).agencies) or is_administrator(user))


@require_safe
@draft_readers
def preview(request: HttpRequest, page_id: int) -> HttpResponse:
    """To the first step, or word that there is none."""
    module = _module(request, page_id)
    if preview_steps(module):
        return redirect("curriculum:preview_step", module.pk, 1)
    return render(request, "curriculum/preview/empty.html", {"module": module})


@require_http_methods(["GET", "HEAD", "POST"])
@draft_readers
def preview_step(request: HttpRequest, page_id: int, number: int) -> HttpResponse:
    """GET shows the step; POST goes on in its quiz: with a choice, what follows from it; without, what comes next."""
    module = _module(request, page_id)
    steps = preview_steps(module)
    step = next((step for step in steps if step.number == number), None)
    if step is None or (request.method == "POST" and not step.is_scenario):
        raise Http404
    context = _around(request, module, steps, step)
    if request.method != "POST":
        return render(request, "curriculum/preview/step.html", context)
    try:
        run = opened(step, request.POST.get("given", ""))
    except NotOurs:
        context["warning"] = _("The draft has changed since you began, so the quiz starts again.")
        return render(request, "curriculum/preview/step.html", context, status=409)
    return _go_on(request, step, run, context)


def _go_on(request: HttpRequest, step: PreviewStep, run: Run, context: dict[str, Any]) -> HttpResponse:
    if "answer" not in request.POST:
        return _next(request, step, run, context)
    further = run.answered(request.POST.getlist("choice"))
    if further is None:
        return _next(request, step, run, context | {"error": _("Choose an answer first.")}, status=400)
    outcome = further.newest_outcome()
    shown = context | {"run": further, "outcome": outcome, "given": sealed(step, further)}
    return render(request, "curriculum/preview/feedback.html", shown)


def _next(
    request: HttpRequest, step: PreviewStep, run: Run, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    shown = context | {"run": run, "given": sealed(step, run)}
    if run.item is None:
        return render(request, "curriculum/preview/result.html", shown)
    result = run.stands.result(run.item.key)
    shown |= {
        "item": run.item,
        "scene": run.scene,
        "choices": run.choices(),
        "so_far": result.outcomes if result else (),
        "question_number": run.stands.answered + 1,
    }
    return render(request, "curriculum/preview/question.html", shown, status=status)


def _module(request: HttpRequest, page_id: int) -> ModulePage:
    return get_object_or_404(modules_read_as_drafts_by(request.user), pk=page_id)


def _around(request: HttpRequest, module: ModulePage, steps: list[PreviewStep], step: PreviewStep) -> dict[str, Any]:
    at = steps.index(step)
    return {
        "module": module,
        "steps": steps,
        "step": step,
        "base": reverse("curriculum:preview", args=[module.pk]),
        "previous": steps[at - 1] if at else None,
        "following": steps[at + 1] if at + 1 < len(steps) else None,
        "may_edit": can_edit_steps(request.user, module),
    }
