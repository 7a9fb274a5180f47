"""The ways of writing that are tried, each a person who goes on until the end and says again what was not acknowledged.

A write is acknowledged when its whole answer says so. No answer, or one of the kind 5xx, is none: it is said again with
the same token. Any other answer is a fault of the product.
"""

from __future__ import annotations

import http.client
import io
import itertools
import json
import re
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

TOKEN = "a" * 32  # the value of the forgery cookie that the seed gave everybody
ATTEMPT = re.compile(r'name="attempt" value="([^"]+)"')
AGAIN = 0.05  # seconds before something is said again
PATIENCE = 60.0


class Unexpected(RuntimeError):
    """An answer that no killed process explains."""


@dataclass
class Answer:
    status: int
    location: str
    body: str


@dataclass
class Server:
    """Where to write; `over` ends it."""

    port: int
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, method: str, path: str, body: bytes | None, headers: dict[str, str], host: str) -> Answer | None:
        """One request over a new connection; None when the answer is missing, broken off, or 5xx."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        origin = {"Host": f"{host}:{self.port}", "Origin": f"http://{host}:{self.port}"}
        try:
            connection.request(method, path, body, origin | headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return None if answer.status >= 500 else Answer(answer.status, answer.getheader("Location") or "", text)

    def insist(
        self, method: str, path: str, body: bytes | None = None, *, host: str = "127.0.0.1", **headers: str
    ) -> Answer:
        """The same request until there is an answer. Raises Unexpected after a minute without one."""
        begun = time.monotonic()
        while (answer := self.ask(method, path, body, headers, host)) is None:
            if time.monotonic() - begun > PATIENCE:
                raise Unexpected(f"{path}: no answer for {PATIENCE:.0f} s")
            time.sleep(AGAIN)
        return answer

    def form(self, path: str, cookie: str, accept: str = "text/html", **fields: str) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()
        headers = {"Cookie": cookie, "Accept": accept, "Content-Type": "application/x-www-form-urlencoded"}
        return self.insist("POST", path, body, **headers)


class Way(threading.Thread):
    """One way of writing; `acknowledged` holds what the server said it kept."""

    def __init__(self, server: Server, plan: dict[str, Any]) -> None:
        super().__init__(name=type(self).__name__, daemon=True)
        self.server, self.plan = server, plan
        self.acknowledged: list[Any] = []
        self.fault = ""

    def run(self) -> None:
        try:
            for kept in self.writes():
                self.acknowledged.append(kept)
                if self.server.over.is_set():
                    return
        except Unexpected as error:
            self.fault = str(error)

    def writes(self) -> Iterator[Any]:
        """Write for ever; yield what identifies each acknowledged write."""
        raise NotImplementedError

    def must(self, answer: Answer, status: int, *, to: str = "") -> Answer:
        if answer.status != status or to not in answer.location:
            raise Unexpected(f"{self.name}: {answer.status} {answer.location} {answer.body[:300]}")
        return answer


class Commits(Way):
    """A package that keeps a place and a kilobyte."""

    def writes(self) -> Iterator[int]:
        for seq in itertools.count(1):
            changes = [["cmi.core.lesson_location", f"page-{seq}"], ["cmi.suspend_data", f"{seq} " * 200]]
            body = json.dumps({"attempt": 1, "sco": self.plan["sco"], "seq": seq, "changes": changes}).encode()
            headers = {"Content-Type": "application/json"}
            self.must(self.server.insist("POST", self.plan["commit"], body, host="localhost", **headers), 200)
            yield seq


class Answers(Way):
    """An officer who takes a scenario again and again."""

    def writes(self) -> Iterator[tuple[str, str]]:
        url, cookie = self.plan["scenario"], self.plan["officer"]
        while True:
            self.must(self.server.form(f"{url}start/", cookie), 302)
            page = self.must(self.server.insist("GET", url, Cookie=cookie), 200)
            found = ATTEMPT.search(page.body)
            if found is None:
                raise Unexpected(f"{self.name}: the page of a question names no attempt")
            for question in self.plan["questions"]:
                fields = {"attempt": found[1], "item": question, "scene": "", "token": question, "choice": "a"}
                self.must(self.server.form(f"{url}answer/", cookie, **fields), 302, to="item=")
                yield found[1], question


class Notes(Way):
    """A reviewer's notes beside a film."""

    def writes(self) -> Iterator[str]:
        for number in itertools.count():
            token = str(uuid4())
            start = f"{number // 60}:{number % 60:02}"
            fields = {
                "token": token, "start": start, "end": start, "criteria": self.plan["criterion"], "severity": "low",
                "claim": f"Note {token}", "visibility": "reviewers",
            }  # fmt: skip
            self.must(self.server.form(self.plan["notes"], self.plan["reviewer"], "application/json", **fields), 201)
            yield token


class Watching(Way):
    """What the same reviewer has watched, one stretch after the other: a lost one would leave a gap."""

    def writes(self) -> Iterator[int]:
        for start in itertools.count(0, 10):
            fields = {"kind": "watched", "spans": json.dumps([[start, start + 10]])}
            self.must(self.server.form(self.plan["watched"], self.plan["reviewer"], **fields), 204)
            yield start


class Reports(Way):
    """Reports on a passage of a lesson."""

    def writes(self) -> Iterator[str]:
        while True:
            token = str(uuid4())
            fields = {
                "token": token, "criteria": self.plan["criterion"], "severity": "high", "claim": f"Report {token}",
                "visibility": "reviewers",
            }  # fmt: skip
            self.must(self.server.form(self.plan["flag"], self.plan["reviewer"], **fields), 302, to="/flags/")
            yield token


class Packages(Way):
    """An author who brings packages in."""

    def writes(self) -> Iterator[str]:
        for number in itertools.count():
            edge = uuid4().hex
            name = f"package-{number}.zip"
            fields = {"csrfmiddlewaretoken": TOKEN, "agency": self.plan["agency"]}
            headers = {"Cookie": self.plan["author"], "Content-Type": f"multipart/form-data; boundary={edge}"}
            body = multipart(edge, fields, name, package(number))
            self.must(self.server.insist("POST", self.plan["bring"], body, **headers), 302, to="/packages/")
            yield name


WAYS: tuple[type[Way], ...] = (Commits, Answers, Notes, Watching, Reports, Packages)


def package(number: int) -> bytes:
    """A small package with many files, so that a process can be killed between two of them."""
    resources = "".join(f'<file href="files/{n}.txt"/>' for n in range(40))
    manifest = (
        '<manifest identifier="m" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
        ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>'
        "<schemaversion>1.2</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>Package {number}</title>'
        '<item identifier="i" identifierref="r"><title>One</title></item></organization></organizations>'
        '<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">'
        f'<file href="index.html"/>{resources}</resource></resources></manifest>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("imsmanifest.xml", manifest)
        archive.writestr("index.html", f"<title>{number}</title>")
        for n in range(40):
            archive.writestr(f"files/{n}.txt", f"{number} {n}\n" * 2000)
    return held.getvalue()


def multipart(edge: str, fields: dict[str, str], name: str, content: bytes) -> bytes:
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    file = head.encode() + b"Content-Type: application/zip\r\n\r\n" + content
    return b"".join(parts) + file + f"\r\n--{edge}--\r\n".encode()
