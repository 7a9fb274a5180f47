"""The ledger in public: its latest signed checkpoint, its key, and how to use them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from records.keys import ledger_key
from records.services.proving import latest_checkpoint

PLAIN = "text/plain; charset=utf-8"


@require_safe
def about_ledger(request: HttpRequest) -> HttpResponse:
    """What the ledger is, what it says now, and how an outsider checks it."""
    context = {"checkpoint": latest_checkpoint(), "key": ledger_key().verifier}
    return render(request, "records/ledger.html", context)


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The latest checkpoint as a signed note; 404 while nothing is sequenced."""
    latest = latest_checkpoint()
    text, status = (latest.note, 200) if latest else (_("No checkpoint is signed yet.") + "\n", 404)
    return HttpResponse(text, status=status, content_type=PLAIN, headers={"Cache-Control": "no-cache"})


@require_safe
def public_key(request: HttpRequest) -> HttpResponse:
    """The key that verifies checkpoints, in the form signed notes use."""
    return HttpResponse(ledger_key().verifier.as_text() + "\n", content_type=PLAIN)
