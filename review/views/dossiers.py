"""Published dossiers, for everybody: as a page, as a PDF, as a table and as data."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from people.csv_streams import csv_response
from review import dossier as package
from review.dossier.pdf import dossier_pdf
from review.dossier.shown import ShownDossier, published_dossiers, shown_dossier
from review.dossier.table import COLUMNS, rows_of
from review.models import DossierEdition

FOR_EVER = "public, max-age=31536000, immutable"
SCHEMA = Path(package.__file__).with_name("dossier.schema.json")


@require_safe
def dossiers(request: HttpRequest) -> HttpResponse:
    """Public: the critiques that agencies signed."""
    return render(request, "review/dossiers.html", {"editions": published_dossiers()})


@require_safe
def dossier(request: HttpRequest, digest: str) -> HttpResponse:
    """Public: one edition as it was signed, with what came after it. No person is named."""
    shown = _shown(digest)
    current = (
        shown.edition.dossier.editions.current().exclude(pk=shown.edition.pk).defer("canonical", "content").first()
    )
    return render(request, "review/dossier.html", {"shown": shown, "edition": shown.edition, "current": current})


@require_safe
def dossier_pdf_file(request: HttpRequest, digest: str) -> HttpResponse:
    """Public."""
    shown = _shown(digest)
    response = HttpResponse(dossier_pdf(shown), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(False, f"{_name(shown)}.pdf") or "inline"
    return response


@require_safe
def dossier_csv(request: HttpRequest, digest: str) -> StreamingHttpResponse:
    """Public: the findings as a table."""
    shown = _shown(digest)
    return csv_response(f"{_name(shown)}.csv", COLUMNS, rows_of(shown))


@require_safe
def dossier_canonical(request: HttpRequest, digest: str) -> HttpResponse:
    """Public: the exact text. The SHA-256 of these bytes is what the agencies signed."""
    edition = get_object_or_404(DossierEdition.objects.published(), digest=digest)
    response = HttpResponse(edition.canonical, content_type="application/json")
    response.headers["Cache-Control"] = FOR_EVER
    return response


@require_safe
def dossier_json(request: HttpRequest, digest: str) -> JsonResponse:
    """Public: the exact text as data, with the signatures, the publisher's answers and what became of the findings."""
    return JsonResponse(_living(_shown(digest)), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def dossier_schema(request: HttpRequest) -> JsonResponse:
    """Public: the JSON Schema of the exact text."""
    return JsonResponse(schema(), json_dumps_params={"ensure_ascii": False, "indent": 1})


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))
    return loaded


def _shown(digest: str) -> ShownDossier:
    editions = DossierEdition.objects.published().select_related("dossier__version__material")
    return shown_dossier(get_object_or_404(editions.defer("canonical"), digest=digest))


def _name(shown: ShownDossier) -> str:
    return f"dossier-{shown.content['material']['slug']}-{shown.edition.number}"


def _living(shown: ShownDossier) -> dict[str, Any]:
    edition = shown.edition
    return {
        "digest": edition.digest,
        "state": edition.state,
        "published": edition.published_at,
        "withdrawn_reason": edition.withdrawn_reason,
        "signed": shown.content,
        "answers_of_agencies": [
            {"agency": row.agency_name, "answer": row.answer, "dissent": row.dissent, "on": row.created_at}
            for row in shown.answers
        ],
        "answers_of_publisher": [
            {"finding": row.data["key"], "on": answer.on, "words": answer.words}
            for row in shown.findings
            for answer in row.answers
        ],
        "requests": [
            {
                "number": request.number,
                "asks": request.asks,
                "findings": request.findings,
                "steps": [{"kind": step.kind, "on": step.on, "words": step.words} for step in request.steps.all()],
            }
            for request in shown.requests
        ],
        "newest_version": shown.newer.label if shown.newer else None,
        "became": {row.data["key"]: row.fate.fate for row in shown.findings if row.fate},
    }
