"""The coordinator's desk in the Wagtail admin."""
