"""An SQLite database with every migration applied: made once, kept in var/, and copied by whoever needs a new one.

Applying some four hundred migrations takes half a minute of each process that does it; the copy takes a moment.
`migrate` still runs on the copy, and would apply what is missing.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "var" / "migrated"
SETTINGS = "tests.demo_settings"


def migrated_database() -> Path:
    """The file for the migrations and packages of today; the first to ask makes it, the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    database = KEPT / _digest() / "demo.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not database.exists():
            for old in KEPT.glob("*/"):
                shutil.rmtree(old)
            _make(database)
    return database


def fill(connection: Any) -> None:
    """Copy it into a new, empty SQLite connection of Django's; leave any other as it is."""
    if connection.vendor != "sqlite":
        return
    opened: sqlite3.Connection = connection.connection
    if opened.execute("select 1 from sqlite_master limit 1").fetchone():
        return
    source = sqlite3.connect(f"file:{migrated_database()}?mode=ro", uri=True)
    source.backup(opened)
    source.close()


def _make(database: Path) -> None:
    building = KEPT / "building"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir()
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {**known, "DJANGO_SETTINGS_MODULE": SETTINGS, "DEMO_FOLDER": str(building)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    made = sqlite3.connect(building / database.name)
    made.execute("pragma journal_mode=delete")  # one file, which a database in memory can take over
    made.close()
    building.rename(database.parent)


def _digest() -> str:
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for file in sorted([*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/append_only.py")]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]
