"""A form that is sent after the session ended is kept until its sender has signed in, so that nothing is lost."""

import secrets
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

SESSION_KEY = "kept_form"
MOST_BYTES = 256 * 1024
NOT_KEPT = {"csrfmiddlewaretoken", "password"}


def keep_form_and_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign-in and back. A posted form of up to 256 kB is kept in the session (files are not)."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path())
    fields = [(name, values) for name, values in request.POST.lists() if name not in NOT_KEPT]
    size = sum(len(value.encode()) for _, values in fields for value in values)
    if size > MOST_BYTES:
        return redirect_to_login(request.path)
    token = secrets.token_urlsafe(12)
    request.session[SESSION_KEY] = {
        "token": token,
        "path": request.get_full_path(),
        "fields": fields,
        "lost_files": bool(request.FILES),
    }
    return redirect_to_login(reverse("people:kept_form", args=[token]))


def drop_sent_form(request: HttpRequest) -> None:
    """The kept form has arrived where it belongs: a session that says who it is holds nothing of it any more."""
    kept = request.session.get(SESSION_KEY) if request.method == "POST" else None
    if kept and kept.get("path") == request.get_full_path():
        del request.session[SESSION_KEY]


def take_kept_form(request: HttpRequest, token: str) -> dict[str, Any] | None:
    """Return the kept form with this token (path and fields), leaving it in place; None when there is none."""
    kept = request.session.get(SESSION_KEY)
    if not kept or not secrets.compare_digest(str(kept.get("token")).encode(), token.encode()):
        return None
    return kept
