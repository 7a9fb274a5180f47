"""The content origin: the player around a package, the files of the package, and where it commits.

Nobody signs in here. The launch token in the address is the key: to one run through one package, or to a trial.
"""

from __future__ import annotations

import json
import mimetypes
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from media.serving import Served, serve
from modules.content_origin import SANDBOX, file_policy, player_policy, site_origin
from modules.launch_tokens import Launch, TokenRefused, drawer_keys, owner_mark, read_token
from modules.models import ScormRegistration
from modules.package_store import PackageMissing, find_file, package_of
from modules.playing_outline import allowed_data, outline_of, page_data, statuses_of
from modules.scorm.data_model.table import table
from modules.scorm.route import NoSuchWay, allowed_now, is_sequenced
from modules.scorm.state import Commit, CommitRefused
from modules.services import playing

MOST_COMMIT_BYTES = 1024 * 1024
TYPES = {
    ".htm": "text/html", ".html": "text/html", ".xhtml": "application/xhtml+xml", ".js": "text/javascript",
    ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".xml": "text/xml",
    ".svg": "image/svg+xml", ".woff": "font/woff", ".woff2": "font/woff2", ".ttf": "font/ttf", ".otf": "font/otf",
    ".mp4": "video/mp4", ".webm": "video/webm", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg",
    ".vtt": "text/vtt", ".wasm": "application/wasm", ".swf": "application/x-shockwave-flash",
}  # fmt: skip
View = Callable[..., HttpResponseBase]


def launched(view: View) -> View:
    """Give the view the launch that the token stands for; a token that ran out is 410, any other 404."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        try:
            launch = read_token(token)
        except TokenRefused as refused:
            if not refused.expired:
                raise Http404 from refused
            return JsonResponse({"code": "expired"}, status=410)
        return view(request, launch, **kwargs)

    return opened


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """There is nothing to read at this origin; the site is elsewhere."""
    return HttpResponseRedirect(settings.WAGTAILADMIN_BASE_URL)


@require_safe
def player(request: HttpRequest, token: str) -> HttpResponseBase:
    """Our page around the package. What it needs to know stands in it as data; scripts are files of ours."""
    try:
        launch = read_token(token)
        package = package_of(launch.digest)
    except (PackageMissing, TokenRefused):
        return _framed(render_to_string("modules/scorm/gone.html", {"site": settings.SITE_NAME}), status=410)
    standard = package.edition.standard
    with override(launch.language):
        settled = {
            "mode": launch.mode,
            "standard": standard,
            "owner": owner_mark(launch),
            "drawer": drawer_keys(launch),
            "site": site_origin(),
            "table": {"formats": table()["formats"], **table()["standards"][standard]},
        }
        context = {
            "package": package,
            "outline": outline_of(package),
            "several": len(package.organization.launchable) > 1,
            "ruled": is_sequenced(package),
            "settled": settled,
            "launch": launch,
            "sandbox": SANDBOX,
        }
        return _framed(render_to_string("modules/scorm/player.html", context))


@require_POST
@launched
def open_(request: HttpRequest, launch: Launch) -> HttpResponseBase:
    """Open the page that the wish leads to, and answer with all that it will find: once, before it is loaded."""
    asked = _body(request)
    if asked is None:
        return JsonResponse({"code": "malformed"}, status=400)
    wish, at = asked.get("wish", ""), asked.get("at", "")
    if not (isinstance(wish, str) and isinstance(at, str)):
        return JsonResponse({"code": "malformed"}, status=400)
    try:
        opened = _opened(launch, wish, at)
    except NoSuchWay:
        return JsonResponse({"code": "no-such-way"}, status=409)
    return JsonResponse(page_data(package_of(launch.digest), opened, _address))


@require_POST
@launched
def commit(request: HttpRequest, launch: Launch, opens: int) -> HttpResponseBase:
    """Keep what a page told. Refused with the rule that it broke; the same commit again is answered the same."""
    if launch.mode != "normal":
        return JsonResponse({"code": launch.mode}, status=409)
    if _length(request) > MOST_COMMIT_BYTES:
        return JsonResponse({"code": "too-large"}, status=409)
    told = _body(request)
    row = _row(launch)
    try:
        state = playing.commit(row=row, opens=opens, told=Commit.from_data(told))
    except CommitRefused as refused:
        status = 400 if refused.code == "malformed" else 409
        found = {"code": refused.code, "element": refused.element, "error": refused.error, "seq": refused.seq}
        return JsonResponse(found, status=status)
    package = package_of(launch.digest)
    answer: dict[str, Any] = {"seq": state.seq, "statuses": statuses_of(package, state)}
    if allowed := allowed_now(package, state, playing.circumstances(row)):
        answer["allowed"] = allowed_data(allowed)
    return JsonResponse(answer)


@require_safe
@launched
def file(request: HttpRequest, launch: Launch, name: str) -> HttpResponseBase:
    """One file of the package, as its own type; a page that is missing says so in words."""
    if request.headers.get("Service-Worker"):  # would outlive the launch
        return HttpResponse(status=403)
    path = find_file(launch.digest, name)
    if path is None:
        with override(launch.language):
            missing = render_to_string("modules/scorm/missing.html", {"name": name})
        response = HttpResponse(missing, status=404)
        response.headers["Content-Security-Policy"] = player_policy().replace(
            "frame-ancestors", "frame-ancestors 'self'"
        )
        return response
    kind = TYPES.get(path.suffix.lower()) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    size = path.stat().st_size
    etag = f"{launch.digest[:16]}-{size}"
    answer = serve(request, Served(path.open("rb"), size, kind, path.name, etag, "private, max-age=28800"))
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Security-Policy"] = file_policy()
    del answer.headers["Content-Disposition"]
    return answer


def _opened(launch: Launch, wish: str, at: str) -> playing.Opened:
    if launch.mode == "trial":
        return playing.try_page(digest=launch.digest, at=at, wish=wish)
    if launch.review:
        return playing.look_again(row=_row(launch), at=at, wish=wish)
    return playing.open_page(row=_row(launch), wish=wish)


def _row(launch: Launch) -> ScormRegistration:
    """The run of the token, while its person may still sign in."""
    known = ScormRegistration.objects.filter(reference=launch.registration or "", person__is_active=True)
    row = known.first()
    if row is None:
        raise Http404
    return row


def _body(request: HttpRequest) -> Any:
    """The JSON of the request; None when it is none, or longer than is taken."""
    if not 0 <= _length(request) <= MOST_COMMIT_BYTES:
        return None
    try:
        told = json.loads(request.read(MOST_COMMIT_BYTES))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _length(request: HttpRequest) -> int:
    """How long the request says that it is; -1 where it does not say."""
    said = request.headers.get("Content-Length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 19 else -1


def _address(path: str, query: str, fragment: str) -> str:
    """Relative to the player's own address, so that it stays below the token."""
    address = f"files/{quote(path)}"
    return f"{address}{'?' + query if query else ''}{'#' + fragment if fragment else ''}"


def _framed(html: str, status: int = 200) -> HttpResponse:
    response = HttpResponse(html, status=status)
    response.headers["Content-Security-Policy"] = player_policy()
    return response
