"""Writing a dossier together, freezing it, signing it, publishing and withdrawing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from modules.policy_terms import PolicyTerms
from modules.services.screening import deposit_notes, set_standing
from people.models import Agency, User
from records.canonical import canonical_json, digest
from records.services.ledger import record_event
from review.dossier.content import dossier_content
from review.dossier.findings import findings_of
from review.dossier.notes import notes_content
from review.dossier.rules import can_start_dossier, can_write_dossier, signing_agencies_of
from review.dossier_enums import DossierState
from review.enums import SignOffAnswer
from review.models import Dossier, DossierEdition, DossierSignOff, MaterialVersion, RubricVersion
from review.quorum import Tally, Verdict, judge
from review.services.dossier_letters import tell_of_objection, tell_of_publication, tell_signers
from review.services.history import too_long


class DossierMoved(Exception):
    """The text is no longer the one that the person had before them; nothing was recorded."""


@transaction.atomic
def start_dossier(
    *,
    actor: User,
    lead: Agency,
    version: MaterialVersion,
    rubric: RubricVersion,
    agencies: Iterable[Agency],
    title: str,
    approvals: int = 2,
    language: str = "en",
) -> Dossier:
    """Open the room of a dossier; the one that the lead has about this version already is returned instead.

    Raises PermissionDenied or ValidationError.
    """
    if not can_start_dossier(actor, lead):
        raise PermissionDenied
    signing = {lead.pk: lead} | {agency.pk: agency for agency in agencies}
    if not title.strip() or len(title) > 200:
        raise ValidationError({"title": _("Give it a title of at most 200 characters.")})
    _check_approvals(approvals, len(signing))
    dossier, made = Dossier.objects.get_or_create(
        version=version,
        lead=lead,
        language=language,
        defaults={"rubric_version": rubric, "title": title.strip(), "approvals": approvals},
    )
    if made:
        dossier.agencies.set(signing.values())
        data = {"lead": lead.slug, "agencies": sorted(agency.slug for agency in signing.values())}
        record_event(actor=actor, action="review.dossier.started", subject=subject_of(dossier), data=data)
    return dossier


@transaction.atomic
def write_dossier(
    *,
    actor: User,
    dossier: Dossier,
    title: str,
    summary: str,
    method: str,
    fixes: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> Dossier:
    """Change what the lead writes. An edition that was put up or signed stays as it is.

    `seen` is the `words_state` of what the person had before them. Raises as `start_dossier`, or DossierMoved.
    """
    dossier = _held(dossier)
    if not can_write_dossier(actor, dossier):
        raise PermissionDenied
    if seen is not None and seen != words_state(dossier):
        raise DossierMoved
    faults = too_long(summary=summary, method=method)
    if not title.strip() or len(title) > 200:
        faults["title"] = _("Give it a title of at most 200 characters.")
    if any(too_long(fix=words) for words in (fixes or {}).values()):
        faults["fixes"] = _("A fix is too long.")
    if faults:
        raise ValidationError(faults)
    dossier.title, dossier.summary, dossier.method = title.strip(), summary.strip(), method.strip()
    if fixes is not None:
        known = {finding.key for finding in findings_of(dossier.version)}
        dossier.fixes = {key: words.strip() for key, words in fixes.items() if key in known and words.strip()}
    dossier.save(update_fields=["title", "summary", "method", "fixes"])
    return dossier


@transaction.atomic
def put_up_dossier(*, actor: User, dossier: Dossier, at: datetime | None = None) -> DossierEdition:
    """Freeze the dossier as it reads now, for its agencies to sign. An open candidate before it is sent back.

    Raises PermissionDenied, or ValidationError with everything that is missing.
    """
    dossier = _held(dossier)
    if not can_write_dossier(actor, dossier):
        raise PermissionDenied
    number = (dossier.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    content = dossier_content(dossier, number)
    _check_whole(dossier, content["findings"] or content["keep"])
    sealed = digest(content)
    for earlier in dossier.editions.filter(state=DossierState.CANDIDATE):
        _move(earlier, DossierState.SENT_BACK)
    edition = DossierEdition.objects.create(
        dossier=dossier,
        number=number,
        title=dossier.title,
        language=dossier.language,
        canonical=canonical_json(content),
        digest=sealed,
        content=content,
        created_by=actor,
        created_at=at or timezone.now(),
    )
    _record(actor, "put_up", edition, number=number)
    tell_signers(edition)
    return edition


@transaction.atomic
def sign_dossier(
    *,
    actor: User,
    agency: Agency,
    edition: DossierEdition,
    answer: str,
    reasons: str = "",
    dissent: str = "",
    digest: str | None = None,
    at: datetime | None = None,
) -> DossierSignOff:
    """Record an agency's answer to this exact text; publish it or send it back in the same transaction.

    A published edition can still be endorsed by an agency that had not answered. `digest` is what the person had
    before them. Raises PermissionDenied, ValidationError or DossierMoved.
    """
    dossier = _held(edition.dossier)
    edition = dossier.editions.get(pk=edition.pk)
    if not signing_agencies_of(actor, edition).filter(pk=agency.pk).exists():
        raise PermissionDenied
    reasons, dissent = reasons.strip(), dissent.strip()
    _check_answer(answer, reasons, dissent)
    newest = newest_dossier_answers(edition).get(agency.pk)
    said = (answer, reasons, dissent)
    if newest and (newest.answer, newest.reasons, newest.dissent) == said:
        return newest
    late = edition.state == DossierState.CURRENT and newest is None and answer != SignOffAnswer.OBJECT
    if (digest is not None and digest != edition.digest) or not (edition.state == DossierState.CANDIDATE or late):
        raise DossierMoved
    signed = DossierSignOff.objects.create(
        edition=edition,
        digest=edition.digest,
        agency=agency,
        agency_name=agency.name,
        person=actor,
        answer=answer,
        reasons=reasons,
        dissent=dissent,
        created_at=at or timezone.now(),
    )
    _record(actor, answer, edition, agency=agency.slug, sign_off=str(signed.reference))
    if edition.state == DossierState.CANDIDATE:
        _settle(actor, edition, at)
    signed.edition = edition
    return signed


@transaction.atomic
def withdraw_dossier(*, actor: User, edition: DossierEdition, reason: str) -> DossierEdition:
    """Take a published edition back, with a public reason; it can still be read. Raises as `sign_dossier`."""
    dossier = _held(edition.dossier)
    edition = dossier.editions.get(pk=edition.pk)
    if not can_write_dossier(actor, dossier):
        raise PermissionDenied
    reason = reason.strip()
    if not reason or too_long(reason=reason):
        raise ValidationError({"reason": _("Say why, in at most 5,000 characters.")})
    if edition.state != DossierState.CURRENT:
        raise DossierMoved
    edition.withdrawn_reason = reason
    _move(edition, DossierState.WITHDRAWN, "withdrawn_reason")
    set_standing(digest=edition.digest, standing=False)
    _record(actor, "withdrawn", edition)
    return edition


def newest_dossier_answers(edition: DossierEdition) -> dict[int, DossierSignOff]:
    """The newest answer of each agency, by agency id. One query."""
    return {row.agency_id: row for row in edition.sign_offs.select_related("agency").order_by("pk")}


def dossier_tally(edition: DossierEdition) -> Tally:
    """How the edition stands by the terms that are frozen in it."""
    terms = edition.content["terms"]
    slugs = [row["agency"] for row in terms["agencies"]]
    agencies = dict(Agency.objects.filter(slug__in=slugs).values_list("pk", "perspective"))
    answers = {agency: row.answer for agency, row in newest_dossier_answers(edition).items()}
    return judge(PolicyTerms(approvals=terms["approvals"]), coauthors=agencies, answers=answers)


def words_state(dossier: Dossier) -> str:
    """The digest of what the lead wrote, so that a form knows what it was opened on."""
    return digest([dossier.title, dossier.summary, dossier.method, dossier.fixes])


def subject_of(dossier: Dossier) -> str:
    return f"dossier:{dossier.reference}"


def _settle(actor: User, edition: DossierEdition, at: datetime | None) -> None:
    verdict = dossier_tally(edition).verdict
    if verdict == Verdict.OBJECTED:
        _move(edition, DossierState.SENT_BACK)
        _record(actor, "sent_back", edition)
        tell_of_objection(edition)
    elif verdict == Verdict.REACHED:
        for earlier in edition.dossier.editions.current():
            _move(earlier, DossierState.SUPERSEDED)
            set_standing(digest=earlier.digest, standing=False)
        edition.published_at = at or timezone.now()
        _move(edition, DossierState.CURRENT, "published_at")
        deposit_notes(
            digest=edition.digest, title=edition.title, language=edition.language, content=notes_content(edition)
        )
        _record(actor, "published", edition, number=edition.number)
        tell_of_publication(edition)


def _move(edition: DossierEdition, state: DossierState, *more: str) -> None:
    edition.state = state
    edition.save(update_fields=["state", *more])


def _record(actor: User, what: str, edition: DossierEdition, **more: object) -> None:
    data = {"dossier": str(edition.dossier.reference), "digest": edition.digest} | more
    record_event(actor=actor, action=f"review.dossier.{what}", subject=f"dossier-edition:{edition.digest}", data=data)


def _held(dossier: Dossier) -> Dossier:
    """The dossier as it is now, held until the end of the transaction."""
    rows = Dossier.objects.select_for_update(of=("self",))
    return rows.select_related("version__material", "rubric_version__rubric", "lead").get(pk=dossier.pk)


def _check_approvals(approvals: int, agencies: int) -> None:
    if not 2 <= approvals <= agencies:
        raise ValidationError(
            {
                "approvals": _("At least two agencies sign, and no more than are asked. %(n)s are asked.")
                % {"n": agencies}
            }
        )


def _check_whole(dossier: Dossier, found: object) -> None:
    faults = []
    if not found:
        faults.append(_("Nothing was upheld about this version yet, so there is nothing to publish."))
    if not dossier.summary:
        faults.append(_("Write the summary."))
    if not dossier.method:
        faults.append(_("Say how the review was made."))
    if faults:
        raise ValidationError(faults)


def _check_answer(answer: str, reasons: str, dissent: str) -> None:
    faults = too_long(reasons=reasons, dissent=dissent)
    if answer not in SignOffAnswer.values:
        faults["answer"] = _("Choose an answer.")
    if answer == SignOffAnswer.OBJECT and not reasons:
        faults["reasons"] = _("An objection needs reasons: whoever writes the dossier works from them.")
    if faults:
        raise ValidationError(faults)
