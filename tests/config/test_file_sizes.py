"""Files stay small enough to be read in one sitting."""

from pathlib import Path

import pytest
from django.conf import settings

SKIPPED = {".venv", "var", "node_modules", "migrations", "__pycache__"}
LIMITS = {".py": 400, ".html": 200, ".scss": 400, ".js": 400}


def files(suffix: str) -> list[Path]:
    folders = [*settings.ROOMS, "tests", "setup"]
    found = (path for folder in folders for path in (settings.BASE_DIR / folder).rglob(f"*{suffix}"))
    return [path for path in found if not SKIPPED & set(path.relative_to(settings.BASE_DIR).parts)]


@pytest.mark.parametrize(("suffix", "limit"), LIMITS.items())
def test_no_file_is_longer_than_its_limit(suffix, limit):
    lengths = {
        str(path.relative_to(settings.BASE_DIR)): path.read_text(encoding="utf-8").count("\n") for path in files(suffix)
    }
    assert {name: length for name, length in lengths.items() if length > limit} == {}


def test_no_drawer_for_everything():
    drawers = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [str(path) for path in files(".py") if path.name in drawers] == []


def test_every_module_with_code_says_what_it_is_for():
    silent = [
        str(path.relative_to(settings.BASE_DIR))
        for path in files(".py")
        if (text := path.read_text(encoding="utf-8").lstrip()) and not text.startswith(('"""', "#!"))
    ]
    assert silent == []
