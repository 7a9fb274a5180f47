"""My records: what was completed, the certificates, and a transcript to take away."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from people.access import officers_only
from people.csv_streams import csv_response
from records.certificate_pdf import render_certificate
from records.models import Certificate

COLUMNS = [
    gettext_lazy("Course"),
    gettext_lazy("Requirement"),
    gettext_lazy("Hours"),
    gettext_lazy("Score (%)"),
    gettext_lazy("Completed"),
    gettext_lazy("Valid until"),
    gettext_lazy("Certificate"),
    gettext_lazy("State"),
]


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
def transcript(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as CSV, in the language of its reader."""
    # Said now: by the time that rows are sent, the reader's language is no longer the active one.
    header = [str(column) for column in COLUMNS]
    return csv_response("training-transcript.csv", header, [_row(held) for held in _own(request)])


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
        str(held.state.label),
    ]


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M %Z")
