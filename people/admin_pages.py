"""Pages of ours inside the Wagtail admin: guards that answer 403, the frame around a page, pagination."""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator

from people.access import View, administrators_only, auditors_only, coordinators_only
from people.models import Department

Trail = Sequence[tuple[str, str]]


def refused_with_403(view: View) -> View:
    """Answer a refusal with 403. Wagtail alone would send the person to the admin's start page."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except PermissionDenied:
            return render(request, "403.html", status=403)

    return answered


def coordinators_in_admin(view: View) -> View:
    return refused_with_403(coordinators_only(view))


def auditors_in_admin(view: View) -> View:
    return refused_with_403(auditors_only(view))


def administrators_in_admin(view: View) -> View:
    return refused_with_403(administrators_only(view))


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, also when nothing was filled in; None when a form is only shown."""
    return request.POST if request.method == "POST" else None


def admin_page(
    request: HttpRequest, template: str, *, title: str, icon: str, trail: Trail = (), status: int = 200, **context: Any
) -> HttpResponse:
    """Render a template that extends the admin's own base; `trail` are the pages above, as (name, address)."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": url, "label": label} for label, url in trail]
    crumbs.append({"url": "", "label": title})
    frame = {"header_title": title, "page_title": title, "header_icon": icon, "breadcrumbs_items": crumbs}
    return render(request, template, {**frame, **context}, status=status)


def page_of(request: HttpRequest, rows: Any, size: int = 50) -> dict[str, Any]:
    """One page of `rows` with what the admin's pagination asks for."""
    paginator = WagtailPaginator(rows, size)
    page: Page[Any] = paginator.get_page(request.GET.get("p"))
    return {
        "page_obj": page,
        "is_paginated": page.has_other_pages(),
        "elided_page_range": paginator.get_elided_page_range(page.number),
    }


def chosen_department(request: HttpRequest, departments: Sequence[Department]) -> Department:
    """The one that `?department=` names, the first without it; another department's is 404."""
    slug = request.GET.get("department")
    for department in departments:
        if slug in (None, "", department.slug):
            return department
    raise Http404
