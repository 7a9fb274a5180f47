"""Serves a throw-away copy of the demo with the production server, for whoever looks at it through a browser."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.migrated import migrated_database

ROOT = Path(__file__).resolve().parents[1]
SETTINGS = "tests.demo_settings"


@dataclass(frozen=True)
class Demo:
    """A running copy: where it answers and where its database, mail and files lie."""

    url: str
    folder: Path
    environment: dict[str, str]

    def run(self, *words: str) -> str:
        """Run `python <words>` on this copy's database and return what it printed; raise with its output on failure."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"python {' '.join(words)} failed:\n{done.stdout[-4000:]}\n{done.stderr[-6000:]}")
        return done.stdout

    def newest_mail(self) -> str:
        """The text of the e-mail written last."""
        return max((self.folder / "mail").iterdir(), key=lambda file: file.stat().st_mtime_ns).read_text("utf-8")


PREPARE = (("migrate", "-v", "0"), ("load_programme",), ("collectstatic", "--no-input", "-v", "0"))


def prepare_demo(folder: Path) -> None:
    """Migrate, load the programme and collect static files into the folder."""
    shutil.copy(migrated_database(), folder / "demo.sqlite3")
    demo = Demo(url="", folder=folder, environment=_environment(folder, 0))
    for words in PREPARE:
        demo.run("manage.py", *words)


def prepared_demo(folder: Path) -> Path:
    """The same, once for all processes that ask for this folder: the first one prepares it, the others wait."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            building = folder.with_suffix(".building")
            shutil.rmtree(building, ignore_errors=True)
            building.mkdir()
            prepare_demo(building)
            building.rename(folder)
    return folder


@contextmanager
def serve_demo(prepared: Path | None = None) -> Iterator[Demo]:
    """Serve a copy of `prepared`, or of a demo made for this; all gone afterwards.

    The port is bound here and handed over open, so nothing can take it in between and a first request simply waits
    until the server answers.
    """
    with tempfile.TemporaryDirectory(prefix="common-ground-demo-") as name, socket.socket() as listener:
        folder = Path(name)
        if prepared:
            shutil.copytree(prepared, folder, dirs_exist_ok=True)
        else:
            prepare_demo(folder)
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        demo = Demo(url=f"http://localhost:{port}", folder=folder, environment=_environment(folder, port))
        with _serving(listener, demo.environment):
            yield demo


def _environment(folder: Path, port: int) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DEMO_FOLDER": str(folder),
        "PORT": str(port),
    }


@contextmanager
def _serving(listener: socket.socket, environment: dict[str, str]) -> Iterator[None]:
    handle = listener.fileno()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{handle}"]
    options = ["--workers", "4", "--preload", "--log-level", "error"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, pass_fds=[handle])
    try:
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)


if __name__ == "__main__":
    prepared_demo(Path(sys.argv[1]).resolve())
