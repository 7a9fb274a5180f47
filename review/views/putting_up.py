"""In the workspace: put a module up for sign-off, after seeing everything that stands in the way."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.models import ModulePage
from modules.problems import Problem
from modules.services.checking import check_module
from modules.services.freezing import FreezeRefused
from people.access import authors_only
from people.rules import roles_of
from review.rules import can_put_up_for_sign_off
from review.services.signing import put_up_for_sign_off


@require_http_methods(["GET", "HEAD", "POST"])
@authors_only
def put_up(request: HttpRequest, page_id: int) -> HttpResponse:
    """GET lists the problems and asks; POST freezes the drafts, or lists what refused it."""
    held = roles_of(request.user).author_of
    module = get_object_or_404(ModulePage.objects.filter(coauthorships__agency_id__in=held).distinct(), pk=page_id)
    if not can_put_up_for_sign_off(request.user, module):
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, module, check_module(module))
    number = request.POST.get("after", "")
    after = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else None
    try:
        edition = put_up_for_sign_off(actor=request.user, module=module, after=after)  # type: ignore[arg-type]
    except FreezeRefused as refused:
        return _page(request, module, refused.problems, status=409)
    messages.success(request, _("Put up for sign-off as edition %(number)s.") % {"number": edition.number})
    return redirect("review:candidate", reference=edition.reference)


def _page(request: HttpRequest, module: ModulePage, problems: list[Problem], status: int = 200) -> HttpResponse:
    newest = module.editions.defer("canonical").order_by("-number").first()
    context = {
        "module": module,
        "errors": [problem for problem in problems if problem.is_error],
        "warnings": [problem for problem in problems if not problem.is_error],
        "newest": newest,
        "header_title": _("Put up for sign-off"),
        "page_title": _("Put up for sign-off"),
        "page_subtitle": module.title,
        "header_icon": "check",
    }
    return render(request, "review/admin/put_up.html", context, status=status)
