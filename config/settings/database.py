"""The database: SQLite in WAL mode by default, PostgreSQL when DATABASE_URL says so."""

import os
from pathlib import Path
from typing import Any

import dj_database_url

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;"
    " PRAGMA recursive_triggers=ON; PRAGMA cache_size=-32000; PRAGMA mmap_size=268435456;",
}
POSTGRESQL_OPTIONS = {"prepare_threshold": 5}  # what records/prepared.py asks is planned once for each connection


def databases(sqlite_path: Path) -> dict[str, Any]:
    """Return Django's DATABASES: DATABASE_URL when set, else the SQLite file at `sqlite_path`."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if url:
        found: Any = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
        found["OPTIONS"] = {**found.get("OPTIONS", {}), **POSTGRESQL_OPTIONS}
        return {"default": found}
    return {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_path,
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": 600,
        }
    }
