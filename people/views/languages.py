"""Choosing the language of the pages, with or without an account."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from people.services.languages import choose_interface_language


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    """Offer the languages; keep the choice on the account, or in a cookie for whoever has none, and go back."""
    chosen = request.POST.get("language", "")
    if request.method == "POST" and chosen in dict(settings.LANGUAGES):
        return _keep(request, chosen)
    context = {"back": _local(request, request.META.get("HTTP_REFERER", "")), "languages": settings.LANGUAGES}
    return render(request, "people/language.html", context, status=400 if request.method == "POST" else 200)


def _keep(request: HttpRequest, chosen: str) -> HttpResponse:
    if request.user.is_authenticated:
        choose_interface_language(actor=request.user, language=chosen)
        with override(chosen):
            messages.success(request, _("These pages are in English now."))
    response = redirect(_local(request, request.POST.get("next", "")))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=60 * 60 * 24 * 365,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


def _local(request: HttpRequest, address: str) -> str:
    """The path of an address of this site; anything else leads to the front page."""
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return path if address and allowed and parts.path not in ("", reverse("people:language")) else reverse("home")
