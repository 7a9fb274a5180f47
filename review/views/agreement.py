"""How far reviewers agree about a version, and practice on a material whose answers are known."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.access import agency_members_only
from review.agreement import agreement as measure
from review.models import Criterion, Material
from review.queries import practice_of
from review.views.workspace import find_version
from review.workspace import judgments


@require_safe
@agency_members_only
def agreement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Figures about all reviewers together; none about one."""
    version = find_version(slug, pk)
    seen, marks = judgments(version)
    criteria = list(Criterion.objects.order_by("position", "pk"))
    rows = measure(seen, marks, [row.code for row in criteria])
    context = {
        "version": version,
        "material": version.material,
        "rows": list(zip(criteria, rows, strict=True)),
        "reviewers": rows[0].reviewers if rows else 0,
        "units": rows[0].units if rows else 0,
        "by_lines": version.lines.exists(),
    }
    return render(request, "review/agreement.html", context)


@require_safe
@agency_members_only
def practice(request: HttpRequest, slug: str) -> HttpResponse:
    """How the person's own notes compare with an experienced reviewer's: found, missed, and marked for nothing."""
    material = get_object_or_404(Material, slug=slug)
    version = material.versions.order_by("pk").first()
    if not material.answer_key or version is None:
        raise Http404
    context = {"material": material, "version": version, "practice": practice_of(request.user, version)}
    return render(request, "review/practice.html", context)
