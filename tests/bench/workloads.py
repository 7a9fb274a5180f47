"""The workloads as streams of requests, one stream a client."""

import gzip
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from tests.bench.driver import Call, Source, send

ATTEMPT = re.compile(rb'name="attempt" value="([^"]+)"')
TOKEN = "a" * 32  # the value of the forgery cookie that the seed gave every client
CONTENT_HOST = "localhost"
MAIN = b'id="main-content"'


def always(path: str, cookie: str = "", expect: bytes = b"") -> Source:
    """The same page again and again."""

    def source(client: int) -> Iterator[Call]:
        yield from itertools.repeat(Call(path, cookie=cookie, expect=expect))

    return source


def signed_in(path: str, plan: dict[str, Any], cookies: str = "cookies") -> Source:
    """The same page, each client with a session of their own."""

    def source(client: int) -> Iterator[Call]:
        yield from itertools.repeat(Call(path, cookie=plan[cookies][client]))

    return source


def lessons(plan: dict[str, Any]) -> Source:
    """W1: each officer goes through the lessons of their own enrolment, over and over."""

    def source(client: int) -> Iterator[Call]:
        for path in itertools.cycle(plan["lessons"][client]):
            yield Call(path, cookie=plan["cookies"][client])

    return source


def post(path: str, cookie: str, **fields: str) -> Call:
    body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()
    return Call(path, cookie=cookie, body=body, expect_status=302)


def answers(plan: dict[str, Any], share: int, shares: int) -> Source:
    """W4: single answers to attempts that are open; each share of the attempts serves one run."""
    mine = plan["answering"][share::shares]

    def source(client: int) -> Iterator[Call]:
        for one in mine[client::16]:
            for question in plan["questions"]:
                fields = {"attempt": one["attempt"], "item": question, "scene": "", "token": question, "choice": "a"}
                yield post(f"{one['url']}answer/", one["cookie"], **fields)

    return source


def commits(plan: dict[str, Any], share: int) -> Source:
    """W5: commits of eight elements and 1 kB of suspend data; each run and client has a package of its own open."""

    def source(client: int) -> Iterator[Call]:
        path, sco = plan["playing"][share * 16 + client]
        for seq in itertools.count(1):
            body = json.dumps({"attempt": 1, "sco": sco, "seq": seq, "changes": _changes(seq)}).encode()
            yield Call(path, body=body, host=CONTENT_HOST, content_type="application/json", expect=b'"seq": %d,' % seq)

    return source


def _changes(seq: int) -> list[list[str]]:
    return [
        ["cmi.core.lesson_location", f"page-{seq}"],
        ["cmi.core.lesson_status", "incomplete"],
        ["cmi.core.score.raw", str(seq % 100)],
        ["cmi.core.score.min", "0"],
        ["cmi.core.score.max", "100"],
        ["cmi.core.session_time", f"0000:{seq // 60 % 60:02}:{seq % 60:02}.00"],
        ["cmi.core.exit", "suspend"],
        ["cmi.suspend_data", str(seq % 10) * 1024],
    ]


def whole_attempt(port: int, plan: dict[str, Any], client: int) -> None:
    """W3: start, then question, answer and feedback ten times, then the result: every page an officer sees."""
    url, cookie = plan["scenarios"][client], plan["cookies"][client]
    _must(send(port, post(f"{url}start/", cookie)), 302)
    for number, question in enumerate(plan["questions"]):
        page = _must(send(port, Call(url, cookie=cookie)), 200)
        if number == 0:
            found = ATTEMPT.search(_plain(page))
            if found is None:
                raise RuntimeError("the question page names no attempt")
            attempt = found.group(1).decode()
        fields = {"attempt": attempt, "item": question, "scene": "", "token": question, "choice": "a"}
        _must(send(port, post(f"{url}answer/", cookie, **fields)), 302)
        _must(send(port, Call(f"{url}?item={question}", cookie=cookie)), 200)
    _must(send(port, Call(url, cookie=cookie)), 200)


def _must(answer: tuple[int, bytes], status: int) -> bytes:
    if answer[0] != status:
        raise RuntimeError(f"expected {status}, got {answer[0]}")
    return answer[1]


def _plain(answer: bytes) -> bytes:
    """The body of an answer, unpacked when it came compressed."""
    head, _, body = answer.partition(b"\r\n\r\n")
    return gzip.decompress(body) if b"content-encoding: gzip" in head.lower() else body
