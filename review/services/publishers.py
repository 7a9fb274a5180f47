"""What is asked of a publisher, what they answer, and what a later version shows. Everything is only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Agency, User
from people.rules import roles_of
from records.canonical import digest
from records.services.ledger import record_event
from review.dossier.rules import takes_part
from review.dossier_enums import FindingVerdict, RequestStepKind
from review.enums import SETTLED_STATES
from review.models import (
    Dossier,
    FindingCheck,
    Flag,
    MaterialVersion,
    PublisherAnswer,
    PublisherRequest,
    RequestStep,
)
from review.rules import can_close
from review.services.answering import close_flag
from review.services.dossiers import subject_of
from review.services.history import too_long


@transaction.atomic
def ask_publisher(
    *, actor: User, dossier: Dossier, asks: str, findings: Sequence[Flag] = (), on: date | None = None
) -> PublisherRequest:
    """Record that something was asked of the publisher on a day. Only about a dossier that was published.

    The same words about the same findings on the same day, sent twice, are one request.
    Raises PermissionDenied or ValidationError.
    """
    agency = _agency(actor, dossier)
    asks = asks.strip()
    faults = too_long(asks=asks) | _day_faults(on)
    if not asks:
        faults["asks"] = _("Say what is asked.")
    if not dossier.editions.published().exists():
        faults["asks"] = _("Publish the dossier first: the publisher must be able to read it.")
    if any(flag.material_id != dossier.version.material_id for flag in findings):
        faults["findings"] = _("Choose findings of this dossier.")
    if faults:
        raise ValidationError(faults)
    _hold(dossier)
    references, day = [str(flag.reference) for flag in findings], on or timezone.localdate()
    for known in dossier.requests.filter(asks=asks).prefetch_related("steps"):
        if known.findings == references and known.asked_on == day:
            return known
    number = (dossier.requests.aggregate(last=Max("number"))["last"] or 0) + 1
    request = PublisherRequest.objects.create(dossier=dossier, number=number, asks=asks, findings=references)
    _step(actor, agency, request, RequestStepKind.SENT, day, "")
    return request


@transaction.atomic
def follow_request(
    *, actor: User, request: PublisherRequest, kind: str, on: date | None = None, words: str = ""
) -> RequestStep:
    """Record what happened to a request; the same again is one step. Raises PermissionDenied or ValidationError."""
    agency = _agency(actor, request.dossier)
    words, day = words.strip(), on or timezone.localdate()
    faults = too_long(words=words) | _day_faults(on)
    if day < request.asked_on:
        faults["on"] = _("That day is before the request was sent.")
    if kind not in RequestStepKind.values:
        faults["kind"] = _("Choose what happened.")
    if kind == RequestStepKind.REFUSED and not words:
        faults["words"] = _("Write how the publisher refused it: they are quoted.")
    if faults:
        raise ValidationError(faults)
    _hold(request.dossier)
    same = request.steps.filter(kind=kind, on=day, words=words).first()
    return same or _step(actor, agency, request, kind, day, words)


@transaction.atomic
def keep_publisher_answer(
    *, actor: User, dossier: Dossier, flag: Flag, words: str, on: date | None = None
) -> PublisherAnswer:
    """Record what the publisher said of one finding; the same words of the same day are one answer.

    Raises PermissionDenied or ValidationError.
    """
    agency = _agency(actor, dossier)
    words, day = words.strip(), on or timezone.localdate()
    faults = too_long(words=words) | _day_faults(on)
    if not words:
        faults["words"] = _("Write what the publisher said.")
    if flag.material_id != dossier.version.material_id:
        faults["flag"] = _("Choose a finding of this dossier.")
    if faults:
        raise ValidationError(faults)
    _hold(dossier)
    said = {"dossier": dossier, "flag": flag, "on": day, "words": words}
    known = PublisherAnswer.objects.filter(**said).first()
    if known:
        return known
    answer = PublisherAnswer.objects.create(**said, agency=agency, person=actor)
    data = {"flag": str(flag.reference), "on": answer.on.isoformat(), "words": digest(words), "agency": agency.slug}
    record_event(actor=actor, action="review.publisher.answered", subject=subject_of(dossier), data=data)
    return answer


@transaction.atomic
def check_finding(*, actor: User, flag: Flag, version: MaterialVersion, verdict: str, words: str = "") -> FindingCheck:
    """Record whether a later version still has what was found; one that is fixed is closed where this person may.

    Raises PermissionDenied or ValidationError.
    """
    held = roles_of(actor).agencies
    if not held:
        raise PermissionDenied
    words = words.strip()
    faults = too_long(words=words)
    if verdict not in FindingVerdict.values:
        faults["verdict"] = _("Choose what became of it.")
    if not flag.upheld or flag.material_id != version.material_id or (flag.version_id or 0) >= version.pk:
        faults["flag"] = _("Choose a finding of an earlier version.")
    if faults:
        raise ValidationError(faults)
    agency = Agency.objects.filter(pk__in=held).order_by("pk")[0]
    check = FindingCheck.objects.create(
        flag=flag, version=version, verdict=verdict, words=words, agency=agency, person=actor
    )
    data = {"version": version.label, "verdict": verdict, "agency": agency.slug}
    record_event(actor=actor, action="review.finding.checked", subject=f"flag:{flag.reference}", data=data)
    if verdict == FindingVerdict.FIXED and flag.state in SETTLED_STATES and can_close(actor, flag):
        close_flag(actor=actor, flag=flag)
    return check


def _agency(actor: User, dossier: Dossier) -> Agency:
    """In whose name this person enters it."""
    if not takes_part(actor, dossier):
        raise PermissionDenied
    held = roles_of(actor).agencies
    return dossier.agencies.filter(pk__in=held).first() or dossier.lead


def _hold(dossier: Dossier) -> None:
    """Whoever else enters something about this dossier waits, so that what is sent twice at once is seen."""
    Dossier.objects.select_for_update().get(pk=dossier.pk)


def _step(actor: User, agency: Agency, request: PublisherRequest, kind: str, on: date, words: str) -> RequestStep:
    step = RequestStep.objects.create(request=request, kind=kind, on=on, words=words, agency=agency, person=actor)
    data = {"request": request.number, "kind": str(kind), "on": step.on.isoformat(), "agency": agency.slug}
    record_event(actor=actor, action="review.publisher.request", subject=subject_of(request.dossier), data=data)
    return step


def _day_faults(on: date | None) -> dict[str, str]:
    return {"on": _("That day has not come yet.")} if on and on > timezone.localdate() else {}
