"""Objections: raised with an answer, replied to, answered by a change, withdrawn. None is ever deleted."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.comparing import placed_words
from modules.models import Edition
from modules.protection import Placed, plain
from people.models import Agency, User
from people.rules import is_member_of
from records.canonical import digest
from records.services.ledger import record_event
from review.enums import DecisionResult, ObjectionState, ObjectionStepKind
from review.models import Decision, Objection, ObjectionStep, SignOff
from review.queries import candidate_of
from review.rules import can_reply
from review.services.notifying import tell_authors_of_objection, tell_objector
from review.services.settling import settle

DAYS_TO_ANSWER = 14
LONGEST_WORDS = 5000


class ObjectionSettled(Exception):
    """The objection no longer stands; nothing was changed."""


def object_to(*, signed: SignOff, ground: str, block_id: str, actor: object) -> Objection:
    """Write the objection that comes with a sign-off, with the passage as it stands in the candidate."""
    place = _place(signed.edition, block_id)
    objection = Objection.objects.create(
        sign_off=signed,
        edition=signed.edition,
        agency=signed.agency,
        ground=ground,
        step_key=place.step_key if place else None,
        step_title=place.step_title if place else "",
        block_id=block_id,
        words=place.words if place else "",
        due_on=timezone.localdate(signed.created_at) + timedelta(days=DAYS_TO_ANSWER),
        created_at=signed.created_at,
    )
    add_step(objection, ObjectionStepKind.RAISED, actor=actor, agency=signed.agency, edition=signed.edition)
    tell_authors_of_objection(objection)
    return objection


@transaction.atomic
def reply_to_objection(*, actor: User, objection: Objection, words: str) -> ObjectionStep:
    """The authors say what they make of it. It still stands: only a change, a withdrawal or a vote settles it."""
    if not can_reply(actor, objection.edition.module):
        raise PermissionDenied
    words = words.strip()
    if not words or len(words) > LONGEST_WORDS:
        raise ValidationError({"words": _("Write a reply of at most %(most)s characters.") % {"most": LONGEST_WORDS}})
    newest = objection.history.order_by("-pk").first()
    if newest and (newest.kind, newest.person_id, newest.words) == (ObjectionStepKind.REPLIED, actor.pk, words):
        return newest
    step = add_step(objection, ObjectionStepKind.REPLIED, actor=actor, words=words)
    tell_objector(objection, step)
    return step


@transaction.atomic
def withdraw_objection(*, actor: User, objection: Objection, words: str = "") -> None:
    """Only its own agency may; if nothing else stood in the way, that publishes. Raises ObjectionSettled."""
    if not is_member_of(actor, objection.agency):
        raise PermissionDenied
    objection = held(objection)
    edition = candidate_of(objection)
    words = words.strip()[:LONGEST_WORDS]
    settle_objection(
        objection, ObjectionState.WITHDRAWN, actor=actor, agency=objection.agency, edition=edition, words=words
    )
    if edition:
        settle(actor=actor, edition=edition)


def withdraw_objections_of(*, agency: Agency, edition: Edition, person: User | None, actor: object) -> None:
    """An agency that approves or abstains no longer objects. Silence withdraws nothing."""
    if actor == "system:clock":
        return
    for objection in Objection.objects.about(edition).standing().filter(agency=agency):
        settle_objection(objection, ObjectionState.WITHDRAWN, actor=actor, agency=agency, edition=edition)


def carry_objections(*, actor: object, edition: Edition) -> None:
    """For a new candidate: what it changed is answered, what it left as it was stands on."""
    standing = Objection.objects.about(edition).standing().exclude(edition=edition).select_related("edition")
    rows = list(standing)
    if not rows:
        return
    places = placed_words(edition)
    for objection in rows:
        if _changed(objection, places):
            settle_objection(objection, ObjectionState.CHANGED, actor=actor, edition=edition)
        else:
            add_step(objection, ObjectionStepKind.UNCHANGED, actor=actor, edition=edition)


def settle_objection(
    objection: Objection,
    state: ObjectionState,
    *,
    actor: object,
    agency: Agency | None = None,
    edition: Edition | None = None,
    words: str = "",
) -> None:
    """Bring a standing objection into the state in which it ends; an open vote on it has then nothing to decide."""
    if not objection.standing:
        raise ObjectionSettled
    objection.state = state
    objection.save(update_fields=["state"])
    kind = ObjectionStepKind(state.value)
    add_step(objection, kind, actor=actor, agency=agency, edition=edition, words=words)
    Decision.objects.filter(objection=objection, result=DecisionResult.OPEN).update(
        result=DecisionResult.MOOT, decided_at=timezone.now()
    )


def add_step(
    objection: Objection,
    kind: ObjectionStepKind,
    *,
    actor: object,
    agency: Agency | None = None,
    edition: Edition | None = None,
    words: str = "",
) -> ObjectionStep:
    person = actor if isinstance(actor, User) else None
    step = ObjectionStep.objects.create(
        objection=objection, kind=kind, person=person, agency=agency, edition=edition, words=words
    )
    record_event(
        actor=actor,
        action=f"review.objection.{kind.value}",
        subject=f"objection:{objection.reference}",
        data={
            "agency": objection.agency.slug,
            "digest": (edition or objection.edition).digest,
            "block": objection.block_id,
            "ground": str(objection.ground),
            "words": digest(words) if words else None,
        },
    )
    return step


def held(objection: Objection) -> Objection:
    """Hold the module, and read the objection as it stands now."""
    type(objection.edition.module).objects.select_for_update().only("pk").get(pk=objection.edition.module_id)
    return Objection.objects.select_related("edition__module", "agency", "sign_off").get(pk=objection.pk)


def _place(edition: Edition, block_id: str) -> Placed | None:
    if not block_id:
        return None
    for place in placed_words(edition):
        if place.block_id == block_id:
            return place
    raise ValidationError({"block_id": _("This passage is not in the candidate.")})


def _changed(objection: Objection, places: list[Placed]) -> bool:
    if objection.block_id:
        now = next((place.words for place in places if place.block_id == objection.block_id), None)
        return now is None or plain(now) != plain(objection.words)
    return [(place.block_id, place.words) for place in places] != [
        (place.block_id, place.words) for place in placed_words(objection.edition)
    ]
