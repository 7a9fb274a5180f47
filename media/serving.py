"""Sending a file, whole or in part: video players ask for ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

CHUNK = 256 * 1024
ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")
SHOWN_INLINE = frozenset(
    {
        "image/jpeg", "image/png", "image/webp", "image/gif", "text/vtt",
        "video/mp4", "video/webm", "video/ogg", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Served:
    """A file to send. `etag` without quotes; `cache` is the Cache-Control header."""

    file: BinaryIO
    size: int
    content_type: str
    name: str
    etag: str
    cache: str


def serve(request: HttpRequest, served: Served) -> HttpResponseBase:
    """Answer with 200, 206 (one range), 304 or 416. Types that a browser could run are only ever downloaded."""
    tag = f'"{served.etag}"'
    if request.headers.get("If-None-Match") == tag:
        served.file.close()
        return _headed(HttpResponse(status=304), served, tag)
    bounds = _bounds(request, served.size, tag)
    if bounds is None:
        response: HttpResponseBase = _stream(served, 0, served.size, 200)
    elif bounds[0] >= served.size or bounds[0] > bounds[1]:
        served.file.close()
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{served.size}"
    else:
        start, end = bounds[0], min(bounds[1], served.size - 1)
        response = _stream(served, start, end - start + 1, 206)
        response.headers["Content-Range"] = f"bytes {start}-{end}/{served.size}"
    return _headed(response, served, tag)


def _bounds(request: HttpRequest, size: int, tag: str) -> tuple[int, int] | None:
    """First and last byte asked for; None when the whole file is to be sent. Several ranges at once are ignored."""
    header = request.headers.get("Range", "")
    if not header or request.headers.get("If-Range", tag) != tag:
        return None
    found = ONE_RANGE.match(header)
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size)
    return int(first), int(last) if last else size - 1


def _stream(served: Served, start: int, length: int, status: int) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_chunks(served.file, start, length), status=status)
    response.headers["Content-Length"] = str(length)
    return response


def _chunks(file: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0:
            chunk = file.read(min(CHUNK, length))
            if not chunk:
                return
            length -= len(chunk)
            yield chunk


def _headed(response: HttpResponseBase, served: Served, tag: str) -> HttpResponseBase:
    inline = served.content_type in SHOWN_INLINE
    response.headers["Content-Type"] = served.content_type if inline else "application/octet-stream"
    disposition = content_disposition_header(not inline, served.name)
    if disposition:
        response.headers["Content-Disposition"] = disposition
    response.headers["ETag"] = tag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = served.cache
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
