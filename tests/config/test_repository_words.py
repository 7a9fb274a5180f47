"""What stands in the repository holds on any machine: no paths of one machine, no host of a package registry."""

import re
import subprocess

import pytest
from django.conf import settings

FORBIDDEN = {
    "a machine's path": re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+)/"),
    "a registry's host": re.compile(r"\b(?:files\.)?python" r"hosted\.org|\bpy" r"pi\.org|\bnpm" r"js\.(?:org|com)"),
    "an index line": re.compile(r"^\s*(?:-i|--index-url|--extra-index-url|--find-links)\b", re.MULTILINE),
    "a local package": re.compile(r"^[\w-]+ @ file:", re.MULTILINE),
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    found = {}
    for name in filter(None, listed.stdout.split("\0")):
        path = settings.BASE_DIR / name
        if path.is_file():
            try:
                found[name] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_repository_holds_no(what, texts):
    here = "tests/config/test_repository_words.py"
    assert [name for name, text in texts.items() if name != here and FORBIDDEN[what].search(text)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_exact_pins(name, texts):
    lines = [line for line in texts[name].splitlines() if line.strip() and not line.strip().startswith("#")]
    assert [
        line for line in lines if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[\w.!+]+", line)
    ] == []


def test_development_pins_agree_with_those_of_the_product(texts):
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)$", texts[name], re.MULTILINE))

    development = pins("requirements-dev.txt")
    assert {name: pin for name, pin in pins("requirements.txt").items() if development.get(name) != pin} == {}
