"""Production refuses to start on a missing or a demo value, and says which."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

GOOD = {
    "SECRET_KEY": "0" * 60,
    "ALLOWED_HOSTS": "training.example.gov",
    "DATABASE_URL": "postgres://cg:secret@db/common_ground",
    "BASE_URL": "https://training.example.gov",
    "CONTENT_ORIGIN": "https://content.example.gov",
    "KEY_DIR": "/srv/cg/keys",
    "MEDIA_ROOT": "/srv/cg/uploads",
    "EDITION_ASSET_ROOT": "/srv/cg/edition-assets",
    "EMAIL_HOST": "mail.example.gov",
    "DEFAULT_FROM_EMAIL": "training@example.gov",
}
SHOW = (
    "from config.settings import production as p; "
    "print(p.DEBUG, p.DEMO, p.SECOND_FACTOR_REQUIRED, p.SESSION_COOKIE_SECURE, p.CSRF_COOKIE_SECURE, "
    "p.SECURE_SSL_REDIRECT, p.SECURE_HSTS_SECONDS > 0, p.SESSION_COOKIE_NAME, p.CSRF_COOKIE_NAME)"
)


def start(values: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **values}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_every_value_and_is_strict():
    done = start(GOOD)
    assert done.returncode == 0, done.stderr
    told = done.stdout.split()
    assert told[:7] == ["False", "False", "True", "True", "True", "True", "True"]
    assert told[7:] == ["__Host-sessionid", "__Host-csrftoken"]  # packages' host can set neither


@pytest.mark.parametrize("name", GOOD)
def test_production_refuses_a_missing_value(name):
    done = start({key: value for key, value in GOOD.items() if key != name})
    assert done.returncode != 0
    assert f"{name} is not set" in done.stderr
    assert "docs/administrator.md" in done.stderr


@pytest.mark.parametrize("name", GOOD)
def test_production_refuses_a_demo_value(name):
    done = start({**GOOD, name: GOOD[name] + "-DEMO"})
    assert done.returncode != 0
    assert f"{name} holds a demo value" in done.stderr


def test_production_refuses_blank_values():
    assert "SECRET_KEY is not set" in start({**GOOD, "SECRET_KEY": "   "}).stderr


def test_refusal_does_not_repeat_the_secret():
    assert "DEMO-secret-value" not in start({**GOOD, "SECRET_KEY": "DEMO-secret-value"}).stderr


def test_production_refuses_a_short_secret():
    done = start({**GOOD, "SECRET_KEY": "short"})
    assert done.returncode != 0
    assert "SECRET_KEY is shorter than 50 characters" in done.stderr
