"""The files of drafts, for those who write or review them. Files of editions have their own address in modules."""

from __future__ import annotations

import io
import mimetypes
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from media.access import may_see
from media.models import ContentImage, ContentRendition, Recording
from media.serving import Served, serve
from people.access import guard
from people.rules import roles_of

PRIVATE = "private, no-cache"
staff_only = guard("staff", lambda user: roles_of(user).any_staff)


@require_safe
@staff_only
def image(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _send(request, get_object_or_404(ContentImage, pk=pk))


@require_safe
@staff_only
def recording(request: HttpRequest, pk: int) -> HttpResponseBase:
    return _send(request, get_object_or_404(Recording, pk=pk))


@require_safe
@staff_only
def captions(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The captions of a recording as WebVTT."""
    row = get_object_or_404(Recording, pk=pk)
    if not row.captions or not may_see(request.user, row):
        raise Http404
    content = row.captions.encode()
    tag = sha256(content).hexdigest()
    return serve(request, Served(io.BytesIO(content), len(content), "text/vtt", f"{row.pk}.vtt", tag, PRIVATE))


@require_safe
@staff_only
def rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """A smaller copy of an image, or the poster of a recording, for who may see the image or the recording itself."""
    copy = ContentRendition.objects.filter(file=name).select_related("image").first()
    if copy is not None:
        return _send(request, copy.image, copy.file)
    filmed = get_object_or_404(Recording.objects.exclude(thumbnail=""), thumbnail=name)
    return _send(request, filmed, filmed.thumbnail)


def _send(request: HttpRequest, row: ContentImage | Recording, file: FieldFile | None = None) -> HttpResponseBase:
    """The row's own file, or another of its files."""
    if not may_see(request.user, row):
        raise Http404
    sent: Any = file or row.file
    try:
        handle = sent.storage.open(sent.name, "rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = PurePosixPath(sent.name).name
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return serve(request, Served(handle, handle.size, kind, name, f"{row.pk}-{handle.size}-{name}", PRIVATE))
