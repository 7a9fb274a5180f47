"""The registers as the public reads them."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from modules.enums import Layer
from modules.models import GlossaryTerm, Resource, Source
from modules.queries import authorities_with_provisions, rule_table, rulings_of
from modules.rule_table import as_data, topics


@require_safe
def authorities(request: HttpRequest) -> HttpResponse:
    """All rules that the training rests on, layer by layer."""
    rows = list(authorities_with_provisions())
    layers = [
        (layer, [row for row in rows if row.layer == layer])
        for layer in (Layer.STATE_LAW, Layer.LOCAL_POLICY, Layer.GOOD_PRACTICE)
    ]
    return render(request, "modules/authorities.html", {"layers": [pair for pair in layers if pair[1]]})


@require_safe
def authority(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(authorities_with_provisions().select_related("supersedes", "last_verified_for"), key=key)
    return render(request, "modules/authority.html", {"authority": found, "rulings": rulings_of(found)})


@require_safe
def differential(request: HttpRequest) -> HttpResponse:
    """San Francisco and the state side by side, topic by topic; the state, which is the floor, first."""
    return render(request, "modules/differential.html", {"topics": list(topics(rule_table()))})


@require_safe
def differential_json(request: HttpRequest) -> HttpResponse:
    """The same table for other programs."""
    return JsonResponse(as_data(rule_table()), json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every study and document that a claim rests on."""
    return render(request, "modules/sources.html", {"sources": Source.objects.order_by("key")})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "modules/glossary.html", {"terms": GlossaryTerm.objects.all()})


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Referrals that somebody has checked lately; closed and expired ones are left out."""
    return render(request, "modules/resources.html", {"resources": Resource.objects.shown()})
