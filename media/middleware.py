"""A body that is larger than we take is refused by what it says of itself, before a byte of it is read or stored."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

RECORDING_PATHS = ("/admin/media/", "/materials/recordings/")
PACKAGE_PATHS = ("/admin/modules/packages/",)


class RefuseLargeUploads:
    """Answers 413 with words that say how much is taken. Nothing that follows reads the body then."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = most_bytes(request.path)
        if length.isdigit() and int(length) <= most:
            return self.get_response(request)
        message = _("At most %(size)s can be sent here.") % {"size": filesizeformat(most)}
        answer = render(None, "media/too_large.html", {"message": message}, status=413)  # type: ignore[arg-type]
        answer.headers["Connection"] = "close"
        return answer


def most_bytes(path: str) -> int:
    if path.startswith(PACKAGE_PATHS):
        return settings.MOST_PACKAGE_BYTES
    return settings.MOST_RECORDING_BYTES if path.startswith(RECORDING_PATHS) else settings.MOST_UPLOAD_BYTES
