"""Pages go out compressed, files as they are."""

import gzip

from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from config.middleware import CompressPages

TEXT = b"the same words again and again " * 100


def _passed(response: HttpResponse | StreamingHttpResponse) -> HttpResponse | StreamingHttpResponse:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    return CompressPages(lambda _: response)(request)


def test_page_is_compressed() -> None:
    answer = _passed(HttpResponse(TEXT))

    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == TEXT


def test_file_is_not_compressed() -> None:
    assert not _passed(HttpResponse(TEXT, content_type="application/pdf")).has_header("Content-Encoding")


def test_stream_is_not_compressed() -> None:
    assert not _passed(StreamingHttpResponse(iter([TEXT]), content_type="text/html")).has_header("Content-Encoding")
