"""Walks the site as one person: follows every link of ours, a few pages of each kind."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urldefrag, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Error, Page

ROOMS = ("config", "curriculum", "review", "modules", "assessments", "media", "people", "records", "allauth")
LINKS = (  # links of drawings too, whose `href` is not a string
    "links => links.filter(link => !link.hasAttribute('download'))"
    ".map(link => new URL(link.getAttribute('href'), document.baseURI).href)"
)
NEVER = "account_logout"
SAMPLES = 1


def walk(page: Page, origin: str, starts: tuple[str, ...], limits: dict[str, int]) -> Iterator[str]:
    """Yield the view's name each time another page was opened.

    One page of each view is opened, or what `limits` says for the beginning of its name. A start that is
    not ours (the workspace's own front page) is opened for its links alone.
    """
    waiting, known, visits = list(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        view = _view_of(urlsplit(path).path)
        wanted = visits[view] < _limit(view, limits) if view else path in starts
        if not wanted or not _opens(page, path):
            continue
        visits[view or path] += 1
        for link in page.locator("a[href]").evaluate_all(LINKS):
            address = urldefrag(link).url.removeprefix(origin)
            if address.startswith("/") and address not in known:
                known.add(address)
                waiting.append(address)
        if view:
            yield view


def _limit(view: str, limits: dict[str, int]) -> int:
    return next((most for name, most in limits.items() if view.startswith(name)), SAMPLES)


def _view_of(path: str) -> str | None:
    """The URL name if the address is a page of ours, else None: Wagtail's own pages, its registers, other sites."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    handler = getattr(match.func, "view_class", match.func)
    is_ours = handler.__module__.split(".")[0] in ROOMS and not path.startswith("/admin/snippets/")
    return match.view_name if is_ours and match.view_name != NEVER else None


def _opens(page: Page, path: str) -> bool:
    """Go there; False when it is a file and not a page."""
    try:
        answer = page.goto(path)
    except Error as error:
        if "Download is starting" in error.message:
            return False
        raise
    return answer is not None and answer.headers.get("content-type", "").startswith("text/html")
