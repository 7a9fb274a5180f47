"""How a draft step looks to an officer: the same frozen data and the same templates as an edition."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assessments.definition import DefinitionError
from modules.freeze.steps import preview_data
from modules.models import AnyStep
from modules.rendering import render_content, render_quiz_outline


def step_preview(request: HttpRequest, page: AnyStep) -> HttpResponse:
    """Render the draft. Unfinished blocks say so; a quiz that is not whole yet lists what is missing."""
    try:
        content, quiz = preview_data(page)
    except DefinitionError as error:
        return render(request, "modules/step_preview.html", {"page": page, "faults": error.faults})
    context = {"page": page, "body": render_content(content), "quiz": render_quiz_outline(quiz) if quiz else ""}
    return render(request, "modules/step_preview.html", context)
