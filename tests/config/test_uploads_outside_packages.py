"""What people upload lies outside every package and the repository, and no ignore list swallows the media room."""

import subprocess

from django.conf import settings

from config.settings import base

PLACES = ("MEDIA_ROOT", "EDITION_ASSET_ROOT", "KEY_DIR", "STATIC_ROOT")


def test_folders_for_data_lie_in_var():
    for name in PLACES:
        assert getattr(base, name).is_relative_to(base.VAR_DIR), name


def test_folders_for_data_lie_in_no_room():
    for name in PLACES:
        for room in base.ROOMS:
            assert not getattr(base, name).is_relative_to(base.BASE_DIR / room)
            assert not getattr(settings, name).is_relative_to(base.BASE_DIR / room)


def test_uploads_are_not_served_by_address(client, db):
    """Only renditions and posters have an address there, behind sign-in; what is neither is not found (tests/media)."""
    answer = client.get(base.MEDIA_URL + "secret.pdf")
    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")


def test_git_ignores_data_but_no_room():
    asked = ["var/uploads/x", *[f"{room}/x.py" for room in base.ROOMS]]
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", *asked], cwd=base.BASE_DIR, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["var/uploads/x"]


def test_docker_ignores_data_but_no_room():
    lines = (base.BASE_DIR / ".dockerignore").read_text(encoding="utf-8").split()
    names = {line.strip("/").removeprefix("**/") for line in lines}
    assert "var" in names
    assert not names & set(base.ROOMS)
    assert not {line for line in lines if line.startswith(("m*", "*media", "media"))}
