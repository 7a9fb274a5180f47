"""A small closed-loop load generator: N clients without think time, each request on its own connection."""

import multiprocessing
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

HOST = "127.0.0.1"
RECEIVE = 65536


@dataclass(frozen=True)
class Call:
    """One request and what its answer must hold for it to count."""

    path: str
    cookie: str = ""
    body: bytes | None = None
    expect_status: int = 200
    expect: bytes = b""
    host: str = HOST
    content_type: str = "application/x-www-form-urlencoded"


@dataclass
class Figures:
    """What one run gave: answers per second, latencies in milliseconds, faults."""

    per_second: float
    latencies: list[float] = field(repr=False)
    faults: int = 0
    first_fault: str = ""

    def quantile(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def send(port: int, call: Call) -> tuple[int, bytes]:
    """Make one request over a new connection and return its status and whole answer, head included."""
    lines = [
        f"{'GET' if call.body is None else 'POST'} {call.path} HTTP/1.1",
        f"Host: {call.host}:{port}",
        "Connection: close",
        "Accept-Encoding: gzip",
    ]
    if call.cookie:
        lines.append(f"Cookie: {call.cookie}")
    if call.body is not None:
        lines += [
            f"Content-Type: {call.content_type}",
            f"Content-Length: {len(call.body)}",
            f"Origin: http://{call.host}:{port}",
        ]
    with socket.create_connection((HOST, port), timeout=30) as connection:
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + (call.body or b""))
        parts = []
        while part := connection.recv(RECEIVE):
            parts.append(part)
    answer = b"".join(parts)
    return int(answer[9:12] or b"0"), answer


Source = Callable[[int], Iterator[Call]]


def _client(port: int, calls: Iterator[Call], until: float, latencies: list[float], faults: list[str]) -> None:
    for call in calls:
        begun = time.perf_counter()
        if begun >= until:
            return
        status, answer = send(port, call)
        if status != call.expect_status or (call.expect and call.expect not in answer):
            faults.append(f"{call.path}: status {status}")
        else:
            latencies.append((time.perf_counter() - begun) * 1000)


def _process(
    port: int, source: Source, clients: range, seconds: float, results: "multiprocessing.Queue[object]"
) -> None:
    latencies: list[float] = []
    faults: list[str] = []
    until = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, source(number), until, latencies, faults)) for number in clients
    ]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put((latencies, faults, time.perf_counter() - begun))


def drive(port: int, source: Source, *, clients: int = 16, seconds: float = 3.0) -> Figures:
    """Run `source(client number)` for each client until the time is over; answers that do not fit are faults."""
    context = multiprocessing.get_context("fork")
    results: multiprocessing.Queue[object] = context.Queue()
    halves = [range(0, clients, 2), range(1, clients, 2)] if clients > 1 else [range(1)]
    workers = [context.Process(target=_process, args=(port, source, half, seconds, results)) for half in halves]
    for worker in workers:
        worker.start()
    gathered = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    latencies = [one for part, _, _ in gathered for one in part]
    faults = [one for _, part, _ in gathered for one in part]
    longest = max(took for _, _, took in gathered)
    return Figures(len(latencies) / longest, latencies, len(faults), faults[0] if faults else "")


def repeat(port: int, source: Source, *, times: int = 3, clients: int = 16, seconds: float = 3.0) -> list[Figures]:
    """One warm-up run that is not counted, then `times` runs."""
    drive(port, source, clients=clients, seconds=1.0)
    return [drive(port, source, clients=clients, seconds=seconds) for _ in range(times)]


def median_rate(runs: list[Figures]) -> float:
    return statistics.median(run.per_second for run in runs)
