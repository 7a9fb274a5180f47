"""REVIEW: sign-off, flags, materials and the corrections log."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ReviewConfig(AppConfig):
    name = "review"
    verbose_name = "Review"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let readers of published editions report a problem with them; hear when an edition is out."""
        import_string("review.receivers.follow_flags")
        report_at = import_string("modules.reporting.report_at")
        report_at(
            import_string("review.addresses.flag_step_url"),
            of_entry=import_string("review.addresses.flag_entry_url"),
            of_package=import_string("review.addresses.flag_package_url"),
            corrections=import_string("review.addresses.corrections_of"),
            script="review/flag-quote.js",
        )
