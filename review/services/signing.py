"""A candidate is put up, the agencies answer, and the last answer needed publishes it or sends it back."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from modules.models import Edition, ModulePage, ProtectedPassage
from modules.services.freezing import freeze_module
from people.models import Agency, User
from records.services.ledger import record_event
from review.enums import Ground
from review.models import SignOff
from review.rules import can_put_up_for_sign_off, can_sign_off
from review.services.answers import (
    Answer,
    Signatory,
    StaleCandidate,
    check_answer,
    held_edition,
    hold_module,
    record_answer,
)
from review.services.notifying import tell_agencies
from review.services.objecting import carry_objections
from review.services.revoking import revoke_links

__all__ = ["StaleCandidate", "put_up_for_sign_off", "sign"]


@transaction.atomic
def put_up_for_sign_off(
    *, actor: User, module: ModulePage, after: int | None = None, at: datetime | None = None
) -> Edition:
    """Freeze the drafts as a candidate and tell the co-authoring agencies.

    What was objected to in earlier candidates is answered where the passage changed, and stands on where it did not.
    `after` is the number of the newest edition that the person saw: should their own newer one exist by now, the form
    was sent twice, and that one is returned. Raises PermissionDenied, or FreezeRefused with all that stands in the way.
    """
    if not can_put_up_for_sign_off(actor, module):
        raise PermissionDenied
    hold_module(module.pk)
    newest = module.editions.defer("canonical").order_by("-number").first()
    if after is not None and newest and newest.number > after and newest.created_by_id == actor.pk:
        return newest
    edition = freeze_module(actor=actor, module=module, at=at)
    record_event(
        actor=actor,
        action="review.candidate.put_up",
        subject=f"edition:{edition.digest}",
        data={"digest": edition.digest, "number": edition.number, "policy": edition.candidacy.version},
    )
    carry_objections(actor=actor, edition=edition)
    revoke_links(module_id=module.pk, but=edition)
    tell_agencies(edition)
    return edition


@transaction.atomic
def sign(
    *,
    actor: User,
    agency: Agency,
    edition: Edition,
    answer: str,
    reasons: str = "",
    ground: str = Ground.OTHER,
    block_id: str = "",
    consents: Iterable[ProtectedPassage] | None = None,
    digest: str | None = None,
    at: datetime | None = None,
) -> SignOff:
    """Record the agency's answer to this exact text; publish or send back in the same transaction if that settles it.

    An agency may answer again while the edition is a candidate. Sending the same form twice records one answer.
    `consents` are the protected passages to whose change it agrees; approval alone agrees to none.
    `digest` is what the person had before them; `at` dates an answer that was given earlier.
    Raises PermissionDenied, ValidationError or StaleCandidate.
    """
    agreed = None if consents is None else frozenset(passage.pk for passage in consents)
    given = Answer(answer, reasons.strip(), ground, block_id, agreed)
    check_answer(given)
    edition = held_edition(edition)
    if not can_sign_off(actor, agency, edition):
        raise PermissionDenied
    if digest is not None and digest != edition.digest:
        raise StaleCandidate
    return record_answer(by=Signatory(person=actor), agency=agency, edition=edition, answer=given, at=at)
