"""The demo: one machine, SQLite, sign-in by button. Nothing here is fit for real records."""

from .base import *  # noqa: F403 - settings inherit by import
from .base import VAR_DIR
from .database import databases
from .env import optional
from .secret import local_secret

DEMO = True
DEBUG = False
SECRET_KEY = local_secret(VAR_DIR / "keys" / "django-secret-DEMO")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DATABASES = databases(VAR_DIR / "common-ground.sqlite3")
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
PORT = optional("PORT", "8000")
WAGTAILADMIN_BASE_URL = f"http://localhost:{PORT}"
CONTENT_ORIGIN = f"http://127.0.0.1:{PORT}"
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
