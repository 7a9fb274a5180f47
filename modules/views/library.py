"""What officers are taught, for everybody to read."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from modules.edition_names import dissents_in
from modules.models import Edition, EditionStep
from modules.moved import notices_in_step
from modules.notices import with_notices
from modules.queries import current_editions, in_other_languages, newest_of_source, step_outline
from modules.rendering import quiz_of, render_quiz_outline, render_step
from modules.reporting import report_script, report_url


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All current editions."""
    return render(request, "modules/library.html", {"editions": current_editions().filter(translates__isnull=True)})


@require_safe
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """The contents of a module's current edition."""
    edition = _current(slug)
    return render(
        request, "modules/module.html", {**spoken(edition), "edition": edition, "steps": step_outline(edition)}
    )


@require_safe
def reading(request: HttpRequest, slug: str, step_slug: str) -> HttpResponse:
    """One step of a module's current edition."""
    edition = _current(slug)
    return _step_page(request, edition, step_slug)


@require_safe
def edition_step(request: HttpRequest, digest: str, step_slug: str) -> HttpResponse:
    """One step of any published edition."""
    edition = get_object_or_404(Edition.objects.published().select_related("module").defer("canonical"), digest=digest)
    return _step_page(request, edition, step_slug)


def _current(slug: str) -> Edition:
    edition = current_editions().filter(module__slug=slug).first()
    if edition is None:
        raise Http404
    return edition


def _step_page(request: HttpRequest, edition: Edition, step_slug: str) -> HttpResponse:
    step: EditionStep = get_object_or_404(edition.steps.select_related("quiz"), slug=step_slug)
    outline = list(step_outline(edition))
    index = [row.pk for row in outline].index(step.pk)
    quiz = quiz_of(step)
    flag_url = report_url(step) if request.user.is_authenticated else ""
    notices = notices_in_step(step.pk)
    context = {
        "edition": edition,
        "step": step,
        "outline": outline,
        "previous": outline[index - 1] if index else None,
        "next": outline[index + 1] if index + 1 < len(outline) else None,
        **spoken(edition),
        "body": with_notices(render_step(step, flag_url=flag_url, language=edition.language), notices),
        "report_script": report_script() if flag_url else "",
        "quiz": with_notices(render_quiz_outline(quiz, flag_url=flag_url), notices) if quiz else "",
        "dissents": dissents_in(edition, step.key),
    }
    return render(request, "modules/reading.html", context)


def spoken(edition: Edition) -> dict[str, Any]:
    """The same edition in other languages, and what to know where its source has moved (two queries at most)."""
    others = in_other_languages(edition.pk, edition.translates_id).select_related("module").defer("canonical")
    return {"others": list(others), "newest_source": newest_of_source(edition)}
