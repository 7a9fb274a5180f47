"""AUTHOR: module pages and their steps, the registers, and editions."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ModulesConfig(AppConfig):
    name = "modules"
    verbose_name = "Modules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let those who read a draft see the files it shows."""
        vouch = import_string("media.access.vouch")
        vouch(import_string("modules.rules.shows_in_own_module"))
        import_string("modules.receivers.pass_modules_on")
