"""Short letters to the authors of an agency about one of its modules, in the language of each, after the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils.translation import override

from modules.models import ModulePage
from people.enums import RoleName
from people.models import Agency, RoleGrant
from people.services.languages import by_language

Letter = Callable[[], tuple[str, str]]  # subject and words, asked for once in each language


def tell_authors(agency: Agency, letter: Letter, module: ModulePage) -> None:
    """One letter to each author of the agency, with the link to the module's names and owner."""
    tell_authors_of([agency.pk], letter, module)


def tell_authors_of(agencies: Iterable[int], letter: Letter, module: ModulePage) -> None:
    grants = RoleGrant.objects.filter(agency_id__in=agencies, role=RoleName.AUTHOR, user__is_active=True)
    addresses = list(grants.order_by("user__email").values_list("user__email", flat=True).distinct())
    link = settings.WAGTAILADMIN_BASE_URL + reverse("modules_admin:names", args=[module.pk])
    messages = []
    for language, group in by_language(addresses).items():
        with override(language):
            subject, words = letter()
        messages += [(subject, f"{words}\n\n{link}\n", address) for address in group]

    def send() -> None:
        for subject, body, address in messages:
            send_mail(subject, body, None, [address])

    transaction.on_commit(send, robust=True)
