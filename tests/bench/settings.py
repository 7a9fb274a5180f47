"""Settings of the measured server: production's behaviour without TLS, on the database named by BENCH_DATABASE."""

import os
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import ROOT_URLCONF as PRODUCT_URLS
from config.settings.base import STORAGES
from config.settings.database import databases

BENCH_DIR = Path(os.environ["BENCH_DIR"])
DEMO = False
DEBUG = False
SECRET_KEY = "only-for-measuring"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
CONTENT_ORIGIN = "http://localhost:8000"  # told apart by name alone
DATABASES = databases(BENCH_DIR / "bench.sqlite3")
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MEDIA_ROOT = BENCH_DIR / "uploads"
SENDFILE_ROOT = MEDIA_ROOT
EDITION_ASSET_ROOT = BENCH_DIR / "edition-assets"
KEY_DIR = BENCH_DIR / "keys"
STATIC_ROOT = BENCH_DIR / "static"
BENCHED_URLS = PRODUCT_URLS
ROOT_URLCONF = "tests.bench.urls"
STORAGES = {**STORAGES}
