"""Brings the demo's database up to date, loads the programme when it changed, prints the sign-ins and serves."""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
STAMP = VAR / "stamps" / "programme"
ROOMS = ("records", "people", "media", "assessments", "modules", "review", "curriculum")
PORT = int(os.environ.get("PORT", "8000"))


def stop(text: str) -> None:
    sys.stderr.write(f"\nStopped: {text}\n")
    raise SystemExit(1)


def check_port() -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError as fault:
            stop(f"port {PORT} is taken ({fault.strerror}). Try `make PORT=8001 demo`.")


def manage(*words: str) -> None:
    if subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=False).returncode:  # noqa: S603
        stop(f"`manage.py {' '.join(words)}` failed; what it said stands above.")


def programme_mark() -> str:
    """Changes when the programme or a migration, ours or a package's, may have changed."""
    total = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for folder in ["programme", *(f"{room}/migrations" for room in ROOMS)]:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(file.read_bytes())
    return total.hexdigest()


def code_mark() -> str:
    """Changes when a static file may have changed, so that collecting them again is worth its seconds."""
    total = hashlib.sha256()
    for folder in ["config/static", "var/assets", "requirements.txt", *(f"{room}/static" for room in ROOMS)]:
        for file in sorted((ROOT / folder).rglob("*")) if (ROOT / folder).is_dir() else [ROOT / folder]:
            if file.is_file():
                total.update(file.read_bytes())
    return total.hexdigest()


def prepare() -> None:
    mark, code = programme_mark(), code_mark()
    known = STAMP.read_text(encoding="utf-8") if STAMP.is_file() else ""
    if not (VAR / "common-ground.sqlite3").is_file() or known != mark:
        manage("migrate", "--verbosity", "0")
        sys.stdout.write("· loading the demo programme\n")
        sys.stdout.flush()
        manage("load_programme")
        STAMP.parent.mkdir(parents=True, exist_ok=True)
        STAMP.write_text(mark, encoding="utf-8")
    static = VAR / "stamps" / "static"
    if not static.is_file() or static.read_text(encoding="utf-8") != code:
        sys.stdout.write("· collecting and compressing static files\n")
        sys.stdout.flush()
        manage("collectstatic", "--no-input", "--clear", "--verbosity", "0")
        static.parent.mkdir(parents=True, exist_ok=True)
        static.write_text(code, encoding="utf-8")


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.demo"
    check_port()
    prepare()
    manage("demo_sign_ins")
    sys.stdout.write(f"\nCommon Ground is at http://localhost:{PORT} · stop it with Ctrl-C\n\n")
    sys.stdout.flush()
    gunicorn = str(Path(sys.executable).parent / "gunicorn")
    words = [
        gunicorn,
        "config.wsgi",
        "--bind",
        f"127.0.0.1:{PORT}",
        "--workers",
        "4",  # browsers open spare connections, and each holds one
        "--preload",
        "--log-level",
        "warning",
    ]
    os.execv(gunicorn, words)  # noqa: S606


if __name__ == "__main__":
    main()
