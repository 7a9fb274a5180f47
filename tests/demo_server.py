"""Serves a throw-away copy of the demo with the production server, for whoever looks at it through a browser."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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


@contextmanager
def serve_demo(*extra: tuple[str, ...]) -> Iterator[Demo]:
    """Migrate, load the programme, run each of `extra`, collect static files and serve; all gone afterwards.

    The port is bound here and handed over open, so nothing can take it in between and a first request simply waits
    until the server answers.
    """
    with tempfile.TemporaryDirectory(prefix="common-ground-demo-") as folder, socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        port = listener.getsockname()[1]
        environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DEMO_FOLDER": folder,
            "PORT": str(port),
        }
        demo = Demo(url=f"http://localhost:{port}", folder=Path(folder), environment=environment)
        prepare = [("migrate", "-v", "0"), ("load_programme",), ("collectstatic", "--no-input", "-v", "0")]
        for words in [*(("manage.py", *words) for words in prepare), *extra]:
            demo.run(*words)
        with _serving(listener, environment):
            yield demo


@contextmanager
def _serving(listener: socket.socket, environment: dict[str, str]) -> Iterator[None]:
    handle = listener.fileno()
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{handle}"]
    options = ["--workers", "2", "--preload", "--log-level", "error"]
    server = subprocess.Popen([*command, *options], cwd=ROOT, env=environment, pass_fds=[handle])
    try:
        yield
    finally:
        server.terminate()
        server.wait(timeout=30)
