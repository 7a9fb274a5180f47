"""The docket: the flags that the person's agencies judge."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.access import agency_members_only
from review.forms import DocketFilter
from review.models import Flag
from review.queries import appeals_before, docket_rows

PER_PAGE = 25


@require_safe
@agency_members_only
def docket(request: HttpRequest) -> HttpResponse:
    """Soonest due first, filtered, a page at a time."""
    form = DocketFilter(request.GET, user=request.user)
    found = form.narrow(Flag.objects.on_docket_of(request.user)).order_by("due_on", "pk").values_list("pk", flat=True)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "flags": docket_rows(request.user, page),
        "appeals": appeals_before(request.user),
        "kept": kept.urlencode(),
        "today": timezone.localdate(),
    }
    return render(request, "review/docket.html", context)
