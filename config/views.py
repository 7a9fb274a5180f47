"""The front door, and what is shown when something went wrong."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public front page: what this is, and where each person goes next."""
    return render(request, "home.html")


def one_door(request: HttpRequest) -> HttpResponse:
    """Wagtail's own sign-in addresses lead to the one sign-in page. Who is signed in already lacks the role: 403."""
    if request.user.is_authenticated:
        raise PermissionDenied
    asked = request.GET.urlencode()
    return redirect(f"{reverse('account_login')}{'?' if asked else ''}{asked}")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is kept and what is not, cookies, access, and where complaints go."""
    return render(request, "about.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was not taken, that nothing was changed, and how to send it again."""
    return render(request, "csrf_failure.html", {"reason": reason}, status=403)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers and containers: 200 when the database answers, else 503. No details leave the machine."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        logger.exception("The database does not answer")
        return HttpResponse("unavailable\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
