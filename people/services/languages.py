"""The language in which a person reads our pages and letters."""

from collections.abc import Iterable

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


def language_of(user: User) -> str:
    """The language in which to write to this person: the one chosen on the account, else the one of the site."""
    return user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def by_language(addresses: Iterable[str]) -> dict[str, list[str]]:
    """The addresses by the language in which to write to them; who has no account is written to in the site's."""
    wanted = list(addresses)
    spoken = {user.email: language_of(user) for user in User.objects.filter(email__in=wanted).only("email", "language")}
    found: dict[str, list[str]] = {}
    for address in wanted:
        found.setdefault(spoken.get(address, settings.LANGUAGE_CODE), []).append(address)
    return found


def languages_to_write_in() -> list[str]:
    """The languages of all active people, the site's own first."""
    chosen = set(User.objects.filter(is_active=True).values_list("language", flat=True).distinct())
    others = [code for code, _name in settings.LANGUAGES if code in chosen and code != settings.LANGUAGE_CODE]
    return [settings.LANGUAGE_CODE, *others]
