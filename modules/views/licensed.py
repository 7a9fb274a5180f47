"""An edition read inside another system's page, by the licence of a thin package. No cookie, no account, no person."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from modules.edition_names import dissents_in
from modules.models import Edition, EditionStep, ThinLicence
from modules.models.languages import label_language
from modules.moved import notices_in_step
from modules.notices import with_notices
from modules.packaging.course import signers_of
from modules.packaging.quiz_data import quiz_json
from modules.queries import step_outline
from modules.rendering import quiz_of, render_step
from modules.services.licensing import count_launch, opened_edition


@require_safe
@never_cache
def licensed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where a thin package begins: counted, and led on to the first step."""
    licence = _licence(token)
    edition = opened_edition(licence)
    first = edition.steps.order_by("position").first() if edition else None
    if first is None:
        return _framed(licence, _closed(request, licence))
    if request.method == "GET":
        count_launch(licence)
    return _framed(licence, redirect("modules:licensed_step", token, first.slug))


@require_safe
@never_cache
def licensed_step(request: HttpRequest, token: str, step_slug: str) -> HttpResponseBase:
    licence = _licence(token)
    edition = opened_edition(licence)
    if edition is None:
        return _framed(licence, _closed(request, licence))
    step = edition.steps.select_related("quiz").filter(slug=step_slug).first()
    if step is None:  # an older edition's address, or none at all
        return _framed(licence, redirect("modules:licensed", token))
    with override(label_language(edition.language)):
        return _framed(licence, _step(request, licence, edition, step))


def _licence(token: str) -> ThinLicence:
    reference = ThinLicence.reference_in(token)
    if reference is None:
        raise Http404
    rows = ThinLicence.objects.select_related("module", "edition__module").defer("edition__canonical")
    return get_object_or_404(rows, reference=reference)


def _step(request: HttpRequest, licence: ThinLicence, edition: Edition, step: EditionStep) -> HttpResponse:
    outline = list(step_outline(edition))
    at = [row.pk for row in outline].index(step.pk)
    quiz = quiz_of(step)
    context = {
        "edition": edition,
        "step": step,
        "token": licence.token,
        "outline": outline,
        "previous": outline[at - 1] if at else None,
        "next": outline[at + 1] if at + 1 < len(outline) else None,
        "key": short_key(step),
        "keys": json.dumps([[short_key(row), row.kind == "scenario"] for row in outline]),
        "origins": json.dumps(licence.origins),
        "body": with_notices(render_step(step, language=edition.language), notices_in_step(step.pk)),
        "quiz": quiz_json(quiz) if quiz else "",
        "dissents": dissents_in(edition, step.key),
        "signers": signers_of(edition),
    }
    return render(request, "modules/package/licensed.html", context)


def short_key(step: EditionStep) -> str:
    return step.key.hex[:8]


def _closed(request: HttpRequest, licence: ThinLicence) -> HttpResponse:
    with override(label_language(licence.module.language)):
        return render(request, "modules/package/closed.html", {"licence": licence}, status=410)


def _framed(licence: ThinLicence, response: HttpResponseBase) -> HttpResponseBase:
    """Only pages of the licence's own systems may show it, whichever of the two rules a browser knows."""
    response.xframe_options_exempt = True  # type: ignore[attr-defined]  # it can name no origins; the policy below does
    response._csp_replace = {"frame-ancestors": list(licence.origins)}  # type: ignore[attr-defined]  # read by django-csp
    return response
