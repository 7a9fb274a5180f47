"""AUTHOR: module pages and their steps, the registers, and editions."""

from django.apps import AppConfig


class ModulesConfig(AppConfig):
    name = "modules"
    verbose_name = "Modules"
    default_auto_field = "django.db.models.BigAutoField"
