"""Settings of the test suite: a throw-away database and folders, quick hashing, mail in memory."""

import os
import tempfile
from pathlib import Path

from config.catalogues import compile_all

from .base import *  # noqa: F403 - settings inherit by import
from .base import INSTALLED_APPS
from .database import databases

compile_all()  # the tests read the translated words as they stand in locale/, whether or not the set-up ran since
TEST_DIR = Path(tempfile.mkdtemp(prefix="common-ground-test-"))

INSTALLED_APPS = ["tests.flushing", *INSTALLED_APPS]
DEMO = False
DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105 - guards nothing
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = databases(TEST_DIR / "unused.sqlite3")
DATABASES["default"]["CONN_MAX_AGE"] = 0
if kept := os.environ.get("TEST_DATABASE"):  # a file that `pytest --reuse-db` finds again, migrated already
    DATABASES["default"]["TEST"] = {"NAME": kept}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = TEST_DIR / "uploads"
SENDFILE_ROOT = MEDIA_ROOT
EDITION_ASSET_ROOT = TEST_DIR / "edition-assets"
KEY_DIR = TEST_DIR / "keys"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
