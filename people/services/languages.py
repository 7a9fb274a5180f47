"""The language in which a person reads our pages."""

from django.conf import settings
from django.db import transaction
from wagtail.users.models import UserProfile

from people.models import User


class UnknownLanguage(ValueError):
    """Our pages do not exist in this language."""


@transaction.atomic
def choose_interface_language(*, actor: User, language: str) -> User:
    """Keep the choice on the account, so that it holds on every machine. The workspace follows it too."""
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage(language)
    actor.language = language
    actor.save(update_fields=["language"])
    UserProfile.objects.filter(user=actor).exclude(preferred_language="").update(preferred_language="")
    return actor
