"""The public log of what was upheld as wrong, and how it was put right."""

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from modules.models import Edition
from people.csv_streams import csv_response
from review.models import Flag
from review.queries import corrections as all_corrections
from review.targets import entry_text

PER_PAGE = 20
DIGEST = re.compile(r"^[0-9a-f]{64}$")
COLUMNS = ["answered", "module", "edition", "step", "criteria", "outcome", "claim", "old text", "new text",
           "fixed in edition", "agency"]  # fmt: skip


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Public: no person is named, and no one can tell who raised a flag."""
    digest = request.GET.get("edition", "")
    edition = (
        Edition.objects.published().defer("canonical").filter(digest=digest).first() if DIGEST.match(digest) else None
    )
    if digest and edition is None:
        raise Http404
    page = Paginator(all_corrections(digest), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(flag, _entry_now(flag)) for flag in page]
    kept = f"edition={digest}" if digest else ""
    return render(request, "review/corrections.html", {"page": page, "rows": rows, "edition": edition, "kept": kept})


@require_safe
def corrections_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Public: the same log as one table."""
    rows = (_row(flag) for flag in all_corrections().iterator(chunk_size=500))
    return csv_response("corrections.csv", COLUMNS, rows)


def _entry_now(flag: Flag) -> str:
    """How the rule or source reads now, where that is something else; empty for what stands in an edition."""
    entry = flag.provision or flag.source
    now = entry_text(entry) if entry else ""
    return "" if now == flag.excerpt else now


def _row(flag: Flag) -> list[str]:
    mended = flag.fixed_in if flag.fixed_in and flag.fixed_in.is_published else None
    settled = flag.decided_at or flag.answered_at
    answered = timezone.localtime(settled).date().isoformat() if settled else ""
    return [
        answered,
        flag.edition.title if flag.edition else str(flag.provision or flag.source),
        str(flag.edition.number) if flag.edition else "",
        flag.step.title if flag.step else "",
        " ".join(criterion.code for criterion in flag.criteria.all()),
        flag.get_outcome_display(),
        flag.public_claim,
        flag.excerpt,
        flag.fixed_text if mended else _entry_now(flag),
        str(mended.number) if mended else "",
        "panel" if flag.decided_at else flag.answered_agency.name if flag.answered_agency else "",
    ]
