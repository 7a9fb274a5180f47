"""Codes are a promise: what the documentation names is what the code says."""

import re
from pathlib import Path

from django.conf import settings

import modules.scorm

DOCUMENT = settings.BASE_DIR / "docs" / "scorm.md"


def test_documented_refusals_exist():
    table = DOCUMENT.read_text(encoding="utf-8").partition("## What is refused")[2].partition("Limits:")[0]
    codes = set(re.findall(r"`([a-z0-9-]+)`", table))
    source = "".join(path.read_text(encoding="utf-8") for path in Path(modules.scorm.__file__).parent.rglob("*.py"))
    known = set(re.findall(r'"([a-z0-9-]+)"', source)) | {f"not-scorm-{name}" for name in ("cmi5", "xapi", "h5p")}
    assert len(codes) > 35
    assert codes - known == set()
