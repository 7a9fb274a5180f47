"""Protecting passages, and the consent without which a change of them is not published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.checks.protection import as_data
from modules.comparing import placed_words
from modules.models import CoAuthorship, Edition, ModulePage, ProtectedPassage, ProtectionConsent
from modules.protection import Fate, Placed, fate_of, plain
from people.models import Agency, User
from people.rules import is_author_for, is_member_of
from records.canonical import digest
from records.services.ledger import record_event


class ConsentMissing(Exception):
    """A protected passage is changed and its agency has not agreed. Nothing was published."""


@dataclass(frozen=True)
class ProtectedChange:
    """What a candidate does to a passage, and whether the agency agreed to it in this round."""

    passage: ProtectedPassage
    fate: Fate
    consented: bool

    @property
    def missing(self) -> bool:
        return not self.consented


@transaction.atomic
def protect_passage(
    *, actor: User, agency: Agency, module: ModulePage, place: Placed, reasons: str, quote: str = ""
) -> ProtectedPassage:
    """Protect a block of the module, or exact words in it. Raises PermissionDenied or ValidationError."""
    _check_member(actor, agency, module)
    quote, reasons = " ".join(quote.split()), reasons.strip()
    if not reasons:
        raise ValidationError({"reasons": _("Say why: the co-authors see it when they come to change it.")})
    if quote and quote not in plain(place.words):
        raise ValidationError({"quote": _("These words do not stand in the passage as you wrote them. Copy them.")})
    held = ProtectedPassage.objects.standing().filter(
        module=module, agency=agency, block_id=place.block_id, quote=quote
    )
    if found := held.first():
        return found
    passage = ProtectedPassage.objects.create(
        module=module,
        agency=agency,
        step_key=place.step_key,
        step_title=place.step_title,
        block_id=place.block_id,
        quote=quote,
        words=place.words,
        reasons=reasons,
        created_by=actor,
    )
    _record(actor, "protected", passage)
    return passage


@transaction.atomic
def lift_protection(*, actor: User, passage: ProtectedPassage) -> None:
    """Only an author of the agency that protects it may. Lifting twice is lifting once."""
    if not is_author_for(actor, passage.agency):
        raise PermissionDenied
    if passage.lifted_at is None:
        _lift(actor, passage)


@transaction.atomic
def answer_change(
    *, actor: object, agency: Agency, edition: Edition, passage: ProtectedPassage, given: bool
) -> ProtectionConsent:
    """Record that the agency agrees, or no longer agrees, to what this candidate does to its own passage."""
    if passage.agency_id != agency.pk or passage.module_id != edition.module_id:
        raise PermissionDenied
    newest = passage.consents.filter(edition=edition).order_by("-pk").first()
    if newest and newest.given == given:
        return newest
    person = actor if isinstance(actor, User) else None
    row = ProtectionConsent.objects.create(passage=passage, edition=edition, given=given, person=person)
    record_event(
        actor=actor,
        action="modules.protection.consented" if given else "modules.protection.consent_withdrawn",
        subject=f"edition:{edition.digest}",
        data={"passage": str(passage.reference), "agency": agency.slug, "digest": edition.digest},
    )
    return row


def protected_changes(edition: Edition) -> list[ProtectedChange]:
    """The standing passages that this candidate does not keep. One query when the module protects none."""
    passages = list(
        ProtectedPassage.objects.standing()
        .filter(module_id=edition.module_id)
        .select_related("agency")
        .prefetch_related("consents")
    )
    if not passages:
        return []
    before = _published_before(edition)
    old, new = placed_words(before) if before else [], placed_words(edition)
    known = {place.block_id for place in old}
    found = []
    for passage in passages:
        if passage.created_at > edition.created_at and passage.block_id not in known:
            continue  # protected in a draft that is younger than this candidate
        fate = fate_of(as_data(passage), old, new)
        if fate is not Fate.KEPT:
            found.append(ProtectedChange(passage, fate, _consented(passage, edition)))
    return found


def follow_published(*, actor: object, edition: Edition, changes: Iterable[ProtectedChange]) -> None:
    """Protect from now on what was agreed to and signed; what was agreed to go is no longer protected."""
    changes = list(changes)
    places = placed_words(edition) if changes else []
    for change in changes:
        _follow(actor, change, places)


def _follow(actor: object, change: ProtectedChange, places: list[Placed]) -> None:
    passage = change.passage
    place = next((place for place in places if place.block_id == passage.block_id), None)
    quote = passage.quote if place and plain(passage.quote) in plain(place.words) else ""
    others = ProtectedPassage.objects.standing().exclude(pk=passage.pk)
    twice = others.filter(
        module_id=passage.module_id, agency_id=passage.agency_id, block_id=passage.block_id, quote=quote
    )
    if place is None or twice.exists():
        _lift(actor, passage)
        return
    passage.words, passage.step_key, passage.quote = place.words, place.step_key, quote
    passage.step_title = place.step_title
    passage.save(update_fields=["words", "step_key", "step_title", "quote"])


def _lift(actor: object, passage: ProtectedPassage) -> None:
    passage.lifted_at = timezone.now()
    passage.save(update_fields=["lifted_at"])
    _record(actor, "lifted", passage)


def _published_before(edition: Edition) -> Edition | None:
    published = Edition.objects.published().filter(module_id=edition.module_id, language=edition.language)
    return published.filter(number__lt=edition.number).defer("canonical").order_by("-number").first()


def _consented(passage: ProtectedPassage, edition: Edition) -> bool:
    rows = [row for row in passage.consents.all() if row.edition_id == edition.pk]
    return max(rows, key=lambda row: row.pk).given if rows else False


def _check_member(actor: User, agency: Agency, module: ModulePage) -> None:
    writes = CoAuthorship.objects.filter(module=module, agency=agency).exists()
    if not writes or not is_member_of(actor, agency):
        raise PermissionDenied


def _record(actor: object, what: str, passage: ProtectedPassage) -> None:
    record_event(
        actor=actor,
        action=f"modules.passage.{what}",
        subject=f"module:{passage.module.translation_key}",
        data={
            "passage": str(passage.reference),
            "agency": passage.agency.slug,
            "block": passage.block_id,
            "words": digest(passage.quote or passage.words),
        },
    )
