"""Editions through the real sign-off: the lead agency puts the module up, the others sign until it is published."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from config.programme.writers.rows import Tally
from modules.enums import EditionState
from modules.models import CoAuthorship, Edition, ModulePage
from people.enums import RoleName
from people.models import Agency, User
from review.enums import SignOffAnswer
from review.services.signing import put_up_for_sign_off, sign

LEAD_FIRST = ("lead", "legal_reviewer", "co_author", "translator")


class NotSigned(Exception):
    """Too few agencies have anyone who can sign."""


@transaction.atomic
def publish_module(module: ModulePage, tally: Tally, *, at: datetime | None = None) -> Edition:
    """Freeze the drafts, let the fictional agencies sign them, and return the edition that this published."""
    signers = list(signers_of(module))
    author = next(user for agency, user in signers if _is_author(user, agency))
    edition = put_up_for_sign_off(actor=author, module=module)
    for agency, user in signers:
        sign(actor=user, agency=agency, edition=edition, answer=SignOffAnswer.APPROVE, at=at)
        edition.refresh_from_db()
        if edition.state == EditionState.CURRENT:
            tally.made["edition"] += 1
            return edition
    raise NotSigned(f"{module}: too few agencies could sign")


def signers_of(module: ModulePage) -> Iterator[tuple[Agency, User]]:
    """Each co-authoring agency, the lead first, with one of its people; authors before reviewers."""
    rows = CoAuthorship.objects.filter(module=module).select_related("agency")
    for row in sorted(rows, key=lambda row: LEAD_FIRST.index(row.role)):
        person = User.objects.filter(role_grants__agency=row.agency).order_by("role_grants__role", "pk").first()
        if person:
            yield row.agency, person


def _is_author(user: User, agency: Agency) -> bool:
    return user.role_grants.filter(agency=agency, role=RoleName.AUTHOR).exists()
