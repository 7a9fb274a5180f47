"""Production: every value that matters must be given, and a demo value stops the start."""

from pathlib import Path

from .base import *  # noqa: F403 - settings inherit by import
from .database import databases
from .env import listed, optional, required, required_secret

DEMO = False
DEBUG = False
SECRET_KEY = required_secret("SECRET_KEY")
ALLOWED_HOSTS = listed(required("ALLOWED_HOSTS"))
required("DATABASE_URL")
DATABASES = databases(Path("/nonexistent"))
WAGTAILADMIN_BASE_URL = required("BASE_URL")
CONTENT_ORIGIN = required("CONTENT_ORIGIN")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
KEY_DIR = Path(required("KEY_DIR"))
MEDIA_ROOT = Path(required("MEDIA_ROOT"))
SENDFILE_ROOT = MEDIA_ROOT
EDITION_ASSET_ROOT = Path(required("EDITION_ASSET_ROOT"))
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = required("EMAIL_HOST")
EMAIL_PORT = int(optional("EMAIL_PORT", "587"))
EMAIL_USE_TLS = True
EMAIL_HOST_USER = optional("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = optional("EMAIL_HOST_PASSWORD", "")
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
SECOND_FACTOR_REQUIRED = True
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = int(optional("TRUSTED_PROXIES", "1"))
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"  # so named, no other host can set them: packages run on a host beside this one
CSRF_COOKIE_NAME = "__Host-csrftoken"
