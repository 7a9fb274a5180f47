"""The front door, and what is shown when something went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The public front page: what this is, and where each person goes next."""
    return render(request, "home.html")


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What is kept and what is not, cookies, access, and where complaints go."""
    return render(request, "about.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form was not taken, that nothing was changed, and how to send it again."""
    return render(request, "csrf_failure.html", {"reason": reason}, status=403)
