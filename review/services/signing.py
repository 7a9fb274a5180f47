"""A candidate is put up, the agencies answer, and the last answer needed publishes it or sends it back."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.enums import EditionState
from modules.models import Edition, ModulePage
from modules.services.freezing import freeze_module
from modules.services.publishing import Signature, publish_edition, send_back_edition
from people.models import Agency, User
from records.canonical import digest as digest_of
from records.services.ledger import record_event
from review.enums import SignOffAnswer
from review.models import SignOff
from review.queries import newest_answers, tally_of
from review.quorum import Verdict
from review.rules import can_put_up_for_sign_off, can_sign_off, coauthor_ids
from review.services.notifying import tell_agencies

LONGEST_REASONS = 5000


class StaleCandidate(Exception):
    """The form was about another text, or the candidate was decided meanwhile; nothing was recorded."""


@transaction.atomic
def put_up_for_sign_off(
    *, actor: User, module: ModulePage, after: int | None = None, at: datetime | None = None
) -> Edition:
    """Freeze the drafts as a candidate and tell the co-authoring agencies.

    `after` is the number of the newest edition that the person saw: should their own newer one exist by now, the form
    was sent twice, and that one is returned. Raises PermissionDenied, or FreezeRefused with all that stands in the way.
    """
    if not can_put_up_for_sign_off(actor, module):
        raise PermissionDenied
    _lock(module.pk)
    newest = module.editions.defer("canonical").order_by("-number").first()
    if after is not None and newest and newest.number > after and newest.created_by_id == actor.pk:
        return newest
    edition = freeze_module(actor=actor, module=module, at=at)
    record_event(
        actor=actor,
        action="review.candidate.put_up",
        subject=f"edition:{edition.digest}",
        data={"digest": edition.digest, "number": edition.number},
    )
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
    digest: str | None = None,
    at: datetime | None = None,
) -> SignOff:
    """Record the agency's answer to this exact text; publish or send back in the same transaction if that settles it.

    An agency may answer again while the edition is a candidate. Sending the same form twice records one answer.
    `digest` is what the person had before them; `at` dates an answer that was given earlier.
    Raises PermissionDenied, ValidationError or StaleCandidate.
    """
    reasons = reasons.strip()
    _check(answer, reasons)
    _lock(edition.module_id)
    edition = Edition.objects.select_related("module").defer("canonical").get(pk=edition.pk)
    if not can_sign_off(actor, agency, edition):
        raise PermissionDenied
    if digest is not None and digest != edition.digest:
        raise StaleCandidate
    newest = newest_answers(edition).get(agency.pk)
    if newest and (newest.person_id, newest.answer, newest.reasons) == (actor.pk, answer, reasons):
        return newest
    if edition.state != EditionState.CANDIDATE:
        raise StaleCandidate
    signed = SignOff.objects.create(
        edition=edition,
        digest=edition.digest,
        agency=agency,
        person=actor,
        answer=answer,
        reasons=reasons,
        created_at=at or timezone.now(),
    )
    record_event(
        actor=actor,
        action=f"review.signoff.{answer}",
        subject=f"edition:{edition.digest}",
        data=_reference_data(signed),
    )
    _settle(actor, signed, at)
    return signed


def _lock(module_id: int) -> None:
    """Hold the module's row: answers, decisions and new candidates of one module come one after the other."""
    ModulePage.objects.select_for_update().only("pk").get(pk=module_id)


def _settle(actor: User, signed: SignOff, at: datetime | None) -> None:
    verdict = tally_of(signed.edition).verdict
    if verdict is Verdict.REACHED:
        publish_edition(actor=actor, edition=signed.edition, agencies=_signatures(signed.edition), at=at)
    elif verdict is Verdict.OBJECTED:
        send_back_edition(actor=actor, edition=signed.edition, reasons=signed.reasons)


def _signatures(edition: Edition) -> list[Signature]:
    coauthors = coauthor_ids(edition.module)
    return [
        Signature(
            name=row.agency.name,
            perspective=row.agency.get_perspective_display(),
            answer=str(row.answer),
            fictional=row.agency.fictional,
        )
        for row in newest_answers(edition).values()
        if row.agency_id in coauthors
    ]


def _reference_data(signed: SignOff) -> dict[str, str | None]:
    return {
        "sign_off": str(signed.reference),
        "agency": signed.agency.slug,
        "digest": signed.digest,
        "reasons": digest_of(signed.reasons) if signed.reasons else None,
    }


def _check(answer: str, reasons: str) -> None:
    if answer not in SignOffAnswer.values:
        raise ValidationError({"answer": _("Choose an answer.")})
    if answer == SignOffAnswer.OBJECT and not reasons:
        raise ValidationError({"reasons": _("An objection needs reasons: the authors work from them.")})
    if len(reasons) > LONGEST_REASONS:
        raise ValidationError({"reasons": _("At most %(most)s characters.") % {"most": f"{LONGEST_REASONS:,}"}})
