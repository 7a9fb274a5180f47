"""Puts what the browser needs of the npm packages into var/assets: stylesheet, its pictures, SCORM run-times."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "node_modules"
ASSETS = ROOT / "var" / "assets"
SHEET = ASSETS / "css" / "common-ground.css"
USWDS = MODULES / "@uswds" / "uswds"


def build(node: str) -> None:
    """Compile config/styles with the `sass` package and copy each picture that the sheet refers to."""
    SHEET.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(  # noqa: S603 - our own command and paths
        [
            node,
            str(MODULES / "sass" / "sass.js"),
            f"--load-path={USWDS / 'packages'}",
            f"--load-path={ROOT / 'config' / 'styles'}",
            "--style=compressed",
            "--no-source-map",
            "--quiet-deps",
            str(ROOT / "config" / "styles" / "common-ground.scss"),
            str(SHEET),
        ],
        check=True,
    )
    for name in set(re.findall(r"\.\./uswds/img/([^\"')]+)", SHEET.read_text(encoding="utf-8"))):
        target = ASSETS / "uswds" / "img" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(USWDS / "dist" / "img" / name, target)
    copy_runtimes()


def copy_runtimes() -> None:
    """What packages call: the run-times of scorm-again, without the mention of maps that we do not serve."""
    folder = ASSETS / "scorm-again"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("scorm12.min.js", "scorm2004.min.js"):
        script = (MODULES / "scorm-again" / "dist" / name).read_text(encoding="utf-8")
        (folder / name).write_text(
            re.sub(r"^//# sourceMappingURL=.*$", "", script, flags=re.MULTILINE), encoding="utf-8"
        )


if __name__ == "__main__":
    build(sys.argv[1] if len(sys.argv) > 1 else "node")
