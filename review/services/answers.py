"""Recording one agency's answer to a candidate, and what follows from it in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.enums import EditionState, HowSigned
from modules.models import Edition, ModulePage, ProtectedPassage
from modules.services.protecting import answer_change
from people.models import Agency, User
from records.canonical import digest as digest_of
from records.services.ledger import record_event
from review.enums import Ground, SignOffAnswer
from review.models import ApprovalLink, SignOff
from review.queries import newest_answers
from review.services.objecting import object_to, withdraw_objections_of
from review.services.settling import settle

LONGEST_REASONS = 5000


class StaleCandidate(Exception):
    """The form was about another text, or the candidate was decided meanwhile; nothing was recorded."""


@dataclass(frozen=True)
class Answer:
    """What an agency answers; for an objection on which ground and to which block (none: the whole text).

    `consents`: the protected passages to whose change it agrees; None leaves what it said before.
    """

    answer: str
    reasons: str = ""
    ground: str = Ground.OTHER
    block_id: str = ""
    consents: frozenset[int] | None = None


@dataclass(frozen=True)
class Signatory:
    """By whom an answer is given: a person who signed in, or the bearer of a link; neither when it is silence."""

    person: User | None = None
    link: ApprovalLink | None = None
    name: str = ""
    role: str = ""

    @property
    def how(self) -> HowSigned:
        if self.person:
            return HowSigned.ACCOUNT
        return HowSigned.LINK if self.link else HowSigned.SILENCE

    @property
    def actor(self) -> object:
        if self.person:
            return self.person
        return f"link:{self.link.reference}" if self.link else "system:clock"


def record_answer(
    *, by: Signatory, agency: Agency, edition: Edition, answer: Answer, at: datetime | None = None
) -> SignOff:
    """Write it, with its objection and its consents, and publish or send back if that settles the candidate.

    Call it inside a transaction that holds the module (`hold_module`), with the permission checked. Sending the same
    answer twice records one. Raises ValidationError or StaleCandidate.
    """
    check_answer(answer)
    newest = newest_answers(edition).get(agency.pk)
    if newest and _same(newest, by, answer, edition):
        return newest
    if edition.state != EditionState.CANDIDATE:
        raise StaleCandidate
    signed = SignOff.objects.create(
        edition=edition,
        digest=edition.digest,
        agency=agency,
        person=by.person,
        how=by.how,
        link=by.link,
        shown_name=by.name,
        shown_role=by.role,
        answer=answer.answer,
        reasons=answer.reasons,
        created_at=at or timezone.now(),
    )
    record_event(
        actor=by.actor,
        action=f"review.signoff.{answer.answer}",
        subject=f"edition:{edition.digest}",
        data=_reference_data(signed),
    )
    _consent(by, agency, edition, answer)
    if answer.answer == SignOffAnswer.OBJECT:
        object_to(signed=signed, ground=answer.ground, block_id=answer.block_id, actor=by.actor)
    else:
        withdraw_objections_of(agency=agency, edition=edition, person=by.person, actor=by.actor)
    settle(actor=by.actor, edition=edition, at=at, reasons=answer.reasons)
    return signed


def hold_module(module_id: int) -> None:
    """Hold the module's row: answers, decisions and new candidates of one module come one after the other."""
    ModulePage.objects.select_for_update().only("pk").get(pk=module_id)


def held_edition(edition: Edition) -> Edition:
    """Hold the module and read the edition as it stands now."""
    hold_module(edition.module_id)
    return Edition.objects.select_related("module", "candidacy").defer("canonical").get(pk=edition.pk)


def check_answer(answer: Answer) -> None:
    if answer.answer not in SignOffAnswer.values:
        raise ValidationError({"answer": _("Choose an answer.")})
    if answer.answer == SignOffAnswer.OBJECT and not answer.reasons:
        raise ValidationError({"reasons": _("An objection needs reasons: the authors work from them.")})
    if answer.answer == SignOffAnswer.OBJECT and answer.ground not in Ground.values:
        raise ValidationError({"ground": _("Choose the ground of the objection.")})
    if len(answer.reasons) > LONGEST_REASONS:
        raise ValidationError({"reasons": _("At most %(most)s characters.") % {"most": f"{LONGEST_REASONS:,}"}})


def _same(newest: SignOff, by: Signatory, answer: Answer, edition: Edition) -> bool:
    """Whether the newest answer says all of this already."""
    person = by.person.pk if by.person else None
    if by.link or (newest.person_id, newest.answer, newest.reasons) != (person, answer.answer, answer.reasons):
        return False
    if answer.answer == SignOffAnswer.OBJECT:
        objection = newest.objection
        return (objection.ground, objection.block_id) == (answer.ground, answer.block_id)
    return edition.state != EditionState.CANDIDATE or answer.consents is None


def _consent(by: Signatory, agency: Agency, edition: Edition, answer: Answer) -> None:
    """A tick for each passage; without its tick a consent given before is taken back. Approval implies none."""
    if answer.consents is None:
        return
    own = ProtectedPassage.objects.standing().filter(agency=agency, module_id=edition.module_id)
    for passage in own.select_related("agency", "module"):
        given = passage.pk in answer.consents
        if given or passage.consents.filter(edition=edition).exists():
            answer_change(actor=by.actor, agency=agency, edition=edition, passage=passage, given=given)


def _reference_data(signed: SignOff) -> dict[str, str | None]:
    return {
        "sign_off": str(signed.reference),
        "agency": signed.agency.slug,
        "digest": signed.digest,
        "how": str(signed.how),
        "reasons": digest_of(signed.reasons) if signed.reasons else None,
    }
