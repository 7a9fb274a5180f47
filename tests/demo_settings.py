"""The demo settings with every file in one throw-away folder, for journeys, pictures and page weights."""

import os
from pathlib import Path

from config.settings.database import databases
from config.settings.demo import *  # noqa: F403

FOLDER = Path(os.environ["DEMO_FOLDER"])
SECRET_KEY = "only-for-a-throw-away-demo"
DATABASES = databases(FOLDER / "demo.sqlite3")
MEDIA_ROOT = FOLDER / "uploads"
SENDFILE_ROOT = MEDIA_ROOT
EDITION_ASSET_ROOT = FOLDER / "edition-assets"
KEY_DIR = FOLDER / "keys"
STATIC_ROOT = FOLDER / "static"
EMAIL_FILE_PATH = FOLDER / "mail"
