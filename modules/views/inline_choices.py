"""The small chooser behind 'cite' and 'explain a word' in the text editor."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow

from modules.models import GlossaryTerm, Provision, Source
from modules.rules import can_edit_registers
from people.access import guard

MOST_RESULTS = 30


@require_safe
@guard("register editor", can_edit_registers)
def inline_choices(request: HttpRequest) -> HttpResponse:
    """Answer the editor's dialogue: rules and sources (`kind=citation`) or terms (`kind=glossary`), searched by `q`."""
    kind = "glossary" if request.GET.get("kind") == "glossary" else "citation"
    words = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"kind": kind, "q": words, "action": reverse("modules_admin:inline_choices")}
    if kind == "glossary":
        context["terms"] = GlossaryTerm.objects.filter(Q(term__icontains=words) | Q(fact_id__iexact=words))[
            :MOST_RESULTS
        ]
    else:
        rules = Provision.objects.with_authority().filter(
            Q(title__icontains=words) | Q(cite__icontains=words) | Q(fact_id__istartswith=words)
        )
        sources = Source.objects.filter(
            Q(title__icontains=words) | Q(authors__icontains=words) | Q(key__istartswith=words)
        )
        context |= {"provisions": rules[:MOST_RESULTS], "sources": sources[:MOST_RESULTS]}
    return render_modal_workflow(
        request, "modules/admin/inline_choices.html", None, context, json_data={"step": "choose"}
    )
