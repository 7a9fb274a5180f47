"""Editions through the real sign-off: the lead agency puts the module up, the others sign until it is published."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from config.programme.writers.objections import Row, decide, raise_objection
from config.programme.writers.rows import Tally
from modules.enums import EditionState
from modules.models import CoAuthorship, Edition, ModulePage
from modules.services.protecting import protected_changes
from people.enums import RoleName
from people.models import Agency, User
from review.enums import SignOffAnswer
from review.services.signing import put_up_for_sign_off, sign

LEAD_FIRST = ("lead", "legal_reviewer", "co_author", "translator")


class NotSigned(Exception):
    """Too few agencies have anyone who can sign."""


@transaction.atomic
def publish_module(
    module: ModulePage, tally: Tally, *, at: datetime | None = None, objections: Sequence[Row] = ()
) -> Edition:
    """Freeze the drafts, let the fictional agencies sign them, and return the edition that this published.

    Whoever objects does not sign; a vote on each objection then decides. What the files change of a protected passage,
    its agency consents to: the files are that agency's words too.
    """
    signers = list(signers_of(module))
    author = next(user for agency, user in signers if _is_author(user, agency))
    edition = put_up_for_sign_off(actor=author, module=module)
    raised = [(raise_objection(edition, row, tally), row) for row in objections]
    against = {objection.agency_id for objection, _row in raised}
    for agency, user in signers:
        if agency.pk not in against and edition.state == EditionState.CANDIDATE:
            _approve(user, agency, edition, at)
            edition.refresh_from_db()
    for objection, row in raised:
        decide(edition, objection, row)
    edition.refresh_from_db()
    if edition.state != EditionState.CURRENT:
        raise NotSigned(f"{module}: too few agencies could sign")
    tally.made["edition"] += 1
    return edition


def _approve(user: User, agency: Agency, edition: Edition, at: datetime | None) -> None:
    passages = [row.passage for row in protected_changes(edition) if row.passage.agency_id == agency.pk]
    answer = SignOffAnswer.APPROVE
    sign(actor=user, agency=agency, edition=edition, answer=answer, consents=passages or None, at=at)


def signers_of(module: ModulePage) -> Iterator[tuple[Agency, User]]:
    """Each co-authoring agency, the lead first, with one of its people; authors before reviewers."""
    rows = CoAuthorship.objects.filter(module=module).select_related("agency")
    for row in sorted(rows, key=lambda row: LEAD_FIRST.index(row.role)):
        person = User.objects.filter(role_grants__agency=row.agency).order_by("role_grants__role", "pk").first()
        if person:
            yield row.agency, person


def _is_author(user: User, agency: Agency) -> bool:
    return user.role_grants.filter(agency=agency, role=RoleName.AUTHOR).exists()
