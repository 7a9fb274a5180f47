"""Two content security policies: strict for every page of ours, a looser one for the Wagtail admin alone."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PATHS = ("/admin/",)
ADMIN_POLICY: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, "'unsafe-eval'"],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],
}


class ContentSecurityPolicyByPath(CSPMiddleware):
    """Adds the policy header; the admin's own inline scripts and styles are allowed under `/admin/` only."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATHS):
            response._csp_update = ADMIN_POLICY  # type: ignore[attr-defined]
        return super().process_response(request, response)
