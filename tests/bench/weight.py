"""W11: what a page weighs on the wire, with everything it loads, cold and warm."""

import re
import urllib.request
from dataclasses import dataclass
from urllib.parse import urljoin

LOADED = re.compile(r'<(?:link[^>]+rel="(?:stylesheet|icon|manifest)"[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"')
PLAIN_LINK = re.compile(r'<link rel="(?:stylesheet|icon)" href="([^"]+)"')


@dataclass(frozen=True)
class Weight:
    cold_bytes: int
    warm_bytes: int
    requests: int


def weigh(port: int, path: str, cookie: str) -> Weight:
    """Sum the compressed bodies of a page and of what it names; what is cached for ever costs nothing when warm."""
    base = f"http://127.0.0.1:{port}"
    page, size, _ = _fetch(urljoin(base, path), cookie)
    cold = warm = size
    names = set(LOADED.findall(page)) | set(PLAIN_LINK.findall(page))
    for name in names:
        _, size, cached = _fetch(urljoin(base, name), "")
        cold += size
        warm += 0 if cached else size
    return Weight(cold, warm, 1 + len(names))


def _fetch(url: str, cookie: str) -> tuple[str, int, bool]:
    """The text (only of an HTML page, unpacked), the bytes sent, and whether it may be kept for a year."""
    packed = _read(url, cookie, "br, gzip")
    plain = _read(url, cookie, "identity")
    return plain[0].decode("utf-8", "replace"), len(packed[0]), "immutable" in packed[1]


def _read(url: str, cookie: str, encoding: str) -> tuple[bytes, str]:
    request = urllib.request.Request(url, headers={"Cookie": cookie, "Accept-Encoding": encoding})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - the server started by this run
        return answer.read(), answer.headers.get("Cache-Control", "")
