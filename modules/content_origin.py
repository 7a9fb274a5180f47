"""The origin on which packages run: nothing of the site is there, and no cookie is read or set.

Pages and files of packages have policies of their own. `default-src 'self'` with inline scripts is what packages are
written for; that they can reach nothing else is held by the origin, the sandbox of the frame and these headers.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.urls import resolve

URLS = "modules.content_urls"
PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"
SANDBOX = "allow-scripts allow-same-origin allow-forms allow-popups"


class ContentOrigin:
    """Answers everything that is asked of the content host, and nothing that is asked of the site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if split_domain_port(request.get_host())[0] != content_host():
            return self.get_response(request)
        request.COOKIES = {}
        request.urlconf = URLS  # type: ignore[attr-defined]
        try:
            view, args, kwargs = resolve(request.path_info, URLS)
            response: HttpResponseBase = view(request, *args, **kwargs)
        except Http404:
            response = HttpResponse("Not here.", status=404, content_type="text/plain; charset=utf-8")
        return headed(response)


def content_host() -> str:
    return urlsplit(settings.CONTENT_ORIGIN).hostname or ""


def site_origin() -> str:
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


def headed(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Permissions-Policy"] = PERMISSIONS
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers["X-Robots-Tag"] = "noindex"
    response.cookies.clear()
    return response


def player_policy() -> str:
    """Of our own page around a package: no inline script or style, framed by the site alone."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {site_origin()}"
    )


def file_policy() -> str:
    """Of the files of a package: they may run what they bring, and reach nothing that they do not."""
    return (
        "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; object-src 'self'; base-uri 'self'; "
        f"form-action 'self'; frame-ancestors 'self' {site_origin()}; sandbox {SANDBOX}"
    )
