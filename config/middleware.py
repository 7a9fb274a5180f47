"""What every answer passes through: the content security policy of its path, and compression of pages."""

from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

ADMIN_PATHS = ("/admin/",)
ADMIN_POLICY: dict[str, Any] = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE, "'unsafe-eval'"],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-ancestors": [SELF],
}


class CompressPages(GZipMiddleware):
    """Compresses pages and other text, never files: a ZIP or PDF would only cost time and stop streaming well."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)  # type: ignore[arg-type]  # streaming ones returned above


class ContentSecurityPolicyByPath(CSPMiddleware):
    """Adds the policy header: strict for every page of ours, looser under `/admin/` for Wagtail's inline scripts."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(ADMIN_PATHS):
            response._csp_replace = ADMIN_POLICY  # type: ignore[attr-defined]  # what django-csp reads
        return super().process_response(request, response)
