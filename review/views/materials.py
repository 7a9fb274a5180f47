"""Outside training under review: the list, and one material with the reviewers' transcript."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.access import agency_members_only
from review.dossier.shown import published_dossiers
from review.models import Flag, Material
from review.queries import materials_with_counts, practice_of, transcript
from review.rules import can_keep_material
from review.transcripts import noted_lines


@require_safe
@agency_members_only
def materials(request: HttpRequest) -> HttpResponse:
    return render(request, "review/materials.html", {"materials": materials_with_counts()})


@require_safe
@agency_members_only
def material(request: HttpRequest, slug: str) -> HttpResponse:
    """One material: what is and is not known about it, and the newest finished transcript, line by line."""
    row = get_object_or_404(Material.objects.select_related("keeper"), slug=slug)
    versions = list(row.versions.all())
    finished = [known for known in versions if known.settled_at] or versions
    version = finished[-1] if finished else None
    lines = list(transcript(version))
    context = {
        "material": row,
        "version": version,
        "lines": lines,
        "noted": noted_lines(lines),
        "ranges": Flag.objects.filter(material=row, kind="range").order_by("start", "pk")[:100],
        "practice": practice_of(request.user, versions[0]) if row.answer_key and versions else None,
        "versions": versions,
        "dossiers": published_dossiers().filter(dossier__version__material=row),
        "ended": row.permissions.filter(cleared_at__isnull=False).select_related("version"),
        "keeps": can_keep_material(request.user, row),
    }
    return render(request, "review/material.html", context)
