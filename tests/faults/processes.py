"""The processes that are killed: gunicorn's workers, all of gunicorn, the clock, and sessions of PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.server import BIN, ROOT

WORKERS = 3
READY = 60.0


class Site:
    """The product as it is served, with its clock; `kill` ends some of it and starts it again."""

    def __init__(self, environment: dict[str, str], port: int, rand: random.Random) -> None:
        self.environment, self.port, self.rand = environment, port, rand
        self.log = Path(environment["BENCH_DIR"], "server.log").open("ab")  # noqa: SIM115 - as long as the site
        self.killed: dict[str, int] = {}
        self.server = self._serve()
        self.clock = self._tick()

    def kill(self) -> bool:
        """Kill something with SIGKILL, without a word before; return whether there was something."""
        sort = self.rand.choices(["worker", "server", "clock", "database"], [60, 10, 15, 15])[0]
        done = {"worker": self._worker, "server": self._server, "clock": self._clock, "database": self._database}[
            sort
        ]()
        if done:
            self.killed[sort] = self.killed.get(sort, 0) + 1
        return sort if done else ""

    def stop(self) -> None:
        for process in (self.server, self.clock):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            process.wait(timeout=60)
        self.log.close()

    def _serve(self) -> subprocess.Popen[bytes]:
        words = [
            str(BIN / "gunicorn"), "config.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", str(WORKERS),
            "--preload", "--log-level", "warning",
        ]  # fmt: skip
        process = subprocess.Popen(
            words, cwd=ROOT, env=self.environment, start_new_session=True, stdout=self.log, stderr=self.log
        )
        deadline = time.monotonic() + READY
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return process
            time.sleep(0.05)
        raise RuntimeError("the server did not start; see server.log")

    def _tick(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "tests.faults.clock"]
        return subprocess.Popen(words, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)

    def _worker(self) -> bool:
        children = _children(self.server.pid)
        return bool(children) and _kill(self.rand.choice(children))

    def _server(self) -> bool:
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = self._serve()
        return True

    def _clock(self) -> bool:
        self.clock.kill()
        self.clock.wait()
        self.clock = self._tick()
        return True

    def _database(self) -> bool:
        """One session of PostgreSQL: the server then ends them all and recovers from its log."""
        url = self.environment.get("DATABASE_URL")
        if not url:
            return False
        import psycopg  # noqa: PLC0415 - only where there is a PostgreSQL

        with contextlib.suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as asking:
            query = "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
            found = [pid for (pid,) in asking.execute(query)]
            return bool(found) and _kill(self.rand.choice(found))
        return False


def _children(pid: int) -> list[int]:
    told = subprocess.run(["ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    return [int(child) for child, parent in (line.split() for line in told.splitlines()) if int(parent) == pid]


def _kill(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        return True
    return False
