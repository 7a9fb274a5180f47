"""How the site is put together: settings, root URLs, base templates, styles."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Common Ground"
    default_auto_field = "django.db.models.BigAutoField"
