"""The registers as the public reads them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from modules.enums import Layer
from modules.models import GlossaryTerm, Resource
from modules.queries import authorities_with_provisions


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
    found = get_object_or_404(authorities_with_provisions().select_related("supersedes"), key=key)
    return render(request, "modules/authority.html", {"authority": found})


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "modules/glossary.html", {"terms": GlossaryTerm.objects.all()})


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Referrals that somebody has checked lately; closed and expired ones are left out."""
    return render(request, "modules/resources.html", {"resources": Resource.objects.shown()})
