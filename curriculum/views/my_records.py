"""My records: what was completed, the certificates, and a transcript to take away."""

import csv
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import officers_only
from records.certificate_pdf import render_certificate
from records.models import Certificate

COLUMNS = ["Course", "Requirement", "Hours", "Score (%)", "Completed", "Valid until", "Certificate", "State"]
BYTE_ORDER_MARK = "\ufeff"  # tells spreadsheets that it is UTF-8
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@officers_only
def my_records(request: HttpRequest) -> HttpResponse:
    """Everything that was recorded under one's own reference, the newest first."""
    return render(request, "curriculum/my_records.html", {"certificates": _own(request)})


@require_safe
@officers_only
def certificate(request: HttpRequest, serial: str) -> HttpResponse:
    """One's own certificate as a PDF; anybody else's is not found."""
    found = get_object_or_404(_own(request), serial=serial)
    response = HttpResponse(render_certificate(found), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{found.serial}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@officers_only
def transcript(request: HttpRequest) -> HttpResponse:
    """The same list as CSV, opened safely by a spreadsheet."""
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="training-transcript.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows([_plain(cell) for cell in _row(held)] for held in _own(request))
    return response


def _own(request: HttpRequest):  # type: ignore[no-untyped-def]
    return Certificate.objects.for_person(request.user.reference).with_evidence()  # type: ignore[union-attr]


def _row(held: Certificate) -> list[object]:
    completion = held.completion
    said = completion.snapshot
    return [
        completion.course_title,
        said["requirement_title"],
        completion.hours,
        said["score_percent"],
        _local(completion.completed_at),
        completion.valid_until,
        held.serial,
        held.state.label,
    ]


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M %Z")


def _plain(cell: object) -> str:
    """A cell that a spreadsheet takes as text, never as a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
