"""TEACH: courses, requirements, assignments, enrolments and the player."""

from importlib import import_module

from django.apps import AppConfig


class CurriculumConfig(AppConfig):
    name = "curriculum"
    verbose_name = "Curriculum"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers, which need the models."""
        import_module("curriculum.receivers")
