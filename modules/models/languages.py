"""The languages in which a module can be written, and those whose words our own pages know."""

from django.conf import settings

LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("zh-hant", "中文"),
    ("tl", "Tagalog"),
    ("vi", "Tiếng Việt"),
    ("ru", "Русский"),
]


def label_language(language: str) -> str:
    """In which language our own labels stand inside a text in `language`: the same where we have it."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
