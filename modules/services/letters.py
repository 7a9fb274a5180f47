"""Short letters to the authors of an agency about one of its modules, sent once the change is saved."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from modules.models import ModulePage
from people.enums import RoleName
from people.models import Agency, RoleGrant


def tell_authors(agency: Agency, subject: str, words: str, module: ModulePage) -> None:
    """One letter to each author of the agency, with the link to the module's names and owner."""
    tell_authors_of([agency.pk], subject, words, module)


def tell_authors_of(agencies: Iterable[int], subject: str, words: str, module: ModulePage) -> None:
    grants = RoleGrant.objects.filter(agency_id__in=agencies, role=RoleName.AUTHOR, user__is_active=True)
    addresses = list(grants.order_by("user__email").values_list("user__email", flat=True).distinct())
    link = settings.WAGTAILADMIN_BASE_URL + reverse("modules_admin:names", args=[module.pk])

    def send() -> None:
        for address in addresses:
            send_mail(subject, f"{words}\n\n{link}\n", None, [address])

    transaction.on_commit(send, robust=True)
