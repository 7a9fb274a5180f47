"""Reports as Web Annotations: the public ones, an agency's own, and files that reviewers bring in."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from people.access import agency_members_only, person_of
from people.rules import roles_of
from review.annotations import exportable, notes_of, plan_import
from review.flag_forms import ImportForm
from review.models import Flag
from review.services.flagging import raise_flag
from review.web_annotation import MEDIA_TYPE, MOST, as_collection, as_page


@require_safe
def public_report(request: HttpRequest, reference: Any) -> HttpResponse:
    """Public: one report that its flagger opened to everybody, with its answer. Nobody is named."""
    rows = Flag.objects.public().select_related("edition", "step", "material", "line", "provision", "source")
    rows = rows.select_related(
        "flagger_agency", "answered_agency", "fixed_in", "package_version__package"
    ).prefetch_related("criteria")
    flag = get_object_or_404(rows, reference=reference)
    return render(request, "review/public_report.html", {"flag": flag})


@require_safe
def public_annotations(request: HttpRequest) -> JsonResponse:
    """Public: the reports opened to everybody; `?module=<slug>` or `?material=<slug>` narrows them."""
    flags = Flag.objects.public()
    for name in ("module", "material"):
        if asked := request.GET.get(name, "")[:100].replace("\x00", ""):
            flags = flags.filter(**{f"{name}__slug": asked})
    return _collection(request, flags, _("Public reports"))


@require_safe
@agency_members_only
def own_annotations(request: HttpRequest) -> JsonResponse:
    """What stands in the name of the person's agencies, whoever of them raised it."""
    flags = Flag.objects.filter(flagger_agency_id__in=roles_of(request.user).agencies)
    return _collection(request, flags, _("Reports of your agency"))


@require_http_methods(["GET", "HEAD", "POST"])
@agency_members_only
def import_annotations(request: HttpRequest) -> HttpResponse:
    """First a dry run that lists every entry and every fault; then, sent again, the good ones become reports."""
    if request.method != "POST":
        return render(request, "review/import.html", {"form": ImportForm()})
    if "content" in request.POST:
        return _apply(request, request.POST["content"])
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "review/import.html", {"form": form}, status=400)
    content = form.cleaned_data["file"]
    arrivals, faults = plan_import(request.user, content)
    context = {"form": form, "content": content, "arrivals": arrivals, "faults": faults, "planned": True}
    return render(request, "review/import.html", context)


def _apply(request: HttpRequest, content: str) -> HttpResponse:
    """The same file sent twice adds nothing: each entry has its token from the words of the file."""
    arrivals, _faults = plan_import(request.user, content)
    with transaction.atomic():
        for arrival in arrivals:
            token = uuid5(NAMESPACE_URL, f"{arrival.entry}:{arrival.words['claim']}:{content}")
            raise_flag(actor=person_of(request), target=arrival.target, token=token, **arrival.words)
    count = len(arrivals)
    said = ngettext("%(count)d report was brought in.", "%(count)d reports were brought in.", count)
    messages.success(request, said % {"count": count})
    return redirect("review:my_flags")


def _collection(request: HttpRequest, flags: Any, label: str) -> JsonResponse:
    """The collection with its first page; `?page=2` is the next, as large as what can be brought in at once."""
    pages = Paginator(exportable(flags), MOST)
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 7 and int(number) in pages.page_range):
        raise Http404
    page = pages.page(number)
    identity, then = _address(request, 1), _address(request, page.number + 1) if page.has_next() else ""
    notes = notes_of(page)
    if page.number == 1:
        data = as_collection(notes, identity=identity, label=label, total=pages.count, then=then)
    else:
        start, own = page.start_index() - 1, _address(request, page.number)
        data = as_page(notes, identity=own, collection=identity, start=start, then=then)
    response = JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Type"] = MEDIA_TYPE
    return response


def _address(request: HttpRequest, number: int) -> str:
    """Of a page of the collection; the first has the collection's own."""
    asked = request.GET.copy()
    asked.pop("page", None)
    if number > 1:
        asked["page"] = str(number)
    return settings.WAGTAILADMIN_BASE_URL + request.path + (f"?{asked.urlencode()}" if asked else "")
