"""Rows for a screen: candidates, the docket, corrections, materials."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from modules.enums import EditionState
from modules.models import CoAuthorship, Edition, ModulePage
from modules.services.protecting import protected_changes
from modules.services.rereading import terms_of
from people.models import Agency
from people.rules import roles_of
from review.enums import WAITING_STATES, FlagStepKind, ObjectionStepKind, TargetKind
from review.models import (
    Flag,
    FlagLook,
    FlagStep,
    Material,
    MaterialVersion,
    Objection,
    ObjectionStep,
    SignOff,
    TranscriptLine,
)
from review.practice import PracticeResult, compare_with_key
from review.quorum import Tally, judge
from review.rules import coauthor_ids


def newest_answers(edition: Edition) -> dict[int, SignOff]:
    """The newest answer of each agency to this edition, by agency id."""
    newest = SignOff.objects.filter(edition=edition).values("agency_id").annotate(newest=Max("pk")).values("newest")
    rows = SignOff.objects.filter(pk__in=newest).select_related("agency", "person").order_by("pk")
    return {row.agency_id: row for row in rows}


def perspectives_of(module: ModulePage) -> dict[int, str]:
    """The perspective of each co-authoring agency, by agency id."""
    rows = CoAuthorship.objects.filter(module_id=module.pk)
    return dict(rows.values_list("agency_id", "agency__perspective"))


def tally_of(edition: Edition) -> Tally:
    """How the candidate stands by the terms kept with it."""
    terms = terms_of(edition)
    answers = {agency: row.answer for agency, row in newest_answers(edition).items()}
    objections = Objection.objects.about(edition).standing()
    standing = set(objections.values_list("agency_id", flat=True)) if terms.objections == "answer_first" else None
    return judge(
        terms,
        coauthors=perspectives_of(edition.module),
        answers=answers,
        standing=standing,
        overridden=overridden_in(edition),
        consent=sum(change.missing for change in protected_changes(edition)),
    )


def overridden_in(edition: Edition) -> frozenset[int]:
    """The agencies whose objection a vote overrode for this very candidate."""
    steps = ObjectionStep.objects.filter(edition=edition, kind=ObjectionStepKind.OVERRIDDEN)
    return frozenset(steps.values_list("objection__agency_id", flat=True))


def candidate_of(objection: Objection) -> Edition | None:
    """The open candidate in whose way the objection stands: its own, or a later one of the same module."""
    candidates = Edition.objects.filter(
        module_id=objection.edition.module_id,
        language=objection.edition.language,
        number__gte=objection.edition.number,
        state=EditionState.CANDIDATE,
    )
    return candidates.select_related("module", "candidacy").defer("canonical").first()


def editions_of_agencies(user: Any) -> QuerySet[Edition]:
    """Editions of the modules that the person's agencies co-author, in any state."""
    modules = CoAuthorship.objects.filter(agency_id__in=roles_of(user).agencies).values("module_id")
    return Edition.objects.filter(module_id__in=modules).select_related("module")


@dataclass(frozen=True)
class Waiting:
    """A candidate with the counts that its list shows."""

    edition: Edition
    approvals: int
    needed: int
    mine: tuple[SignOff, ...]


def candidates_for(user: Any) -> list[Waiting]:
    """The candidates that the person's agencies may answer, oldest first, in a constant number of queries."""
    editions = list(
        editions_of_agencies(user)
        .filter(state=EditionState.CANDIDATE)
        .select_related("candidacy")
        .prefetch_related("module__coauthorships")
        .defer("canonical")
        .order_by("created_at", "pk")
    )
    newest = (
        SignOff.objects.filter(edition__in=editions).values("edition_id", "agency_id").annotate(newest=Max("pk"))
    ).values("newest")
    by_edition: dict[int, list[SignOff]] = {}
    for row in SignOff.objects.filter(pk__in=newest).select_related("agency"):
        by_edition.setdefault(row.edition_id, []).append(row)
    held = roles_of(user).agencies
    return [_waiting(edition, by_edition.get(edition.pk, []), held) for edition in editions]


def _waiting(edition: Edition, answers: list[SignOff], held: frozenset[int]) -> Waiting:
    return Waiting(
        edition=edition,
        approvals=sum(row.answer == "approve" for row in answers),
        needed=_needed(edition),
        mine=tuple(row for row in answers if row.agency_id in held),
    )


def _needed(edition: Edition) -> int:
    terms = terms_of(edition)
    return max(terms.least, len(edition.module.coauthorships.all())) if terms.all_coauthors else terms.least


def decided_lately(user: Any, most: int = 10) -> QuerySet[Edition]:
    """The newest editions of the person's modules that are no longer candidates."""
    return editions_of_agencies(user).exclude(state=EditionState.CANDIDATE).defer("canonical").order_by("-pk")[:most]


def signing_agencies(user: Any, edition: Edition) -> QuerySet[Agency]:
    return Agency.objects.filter(pk__in=roles_of(user).agencies & coauthor_ids(edition.module))


def last_published_before(edition: Edition) -> Edition | None:
    """What a candidate is compared with: the newest published edition before it, in the same language."""
    published = Edition.objects.published().filter(module_id=edition.module_id, language=edition.language)
    return published.filter(number__lt=edition.number).order_by("-number").first()


def last_sent_back_before(edition: Edition) -> Edition | None:
    """The candidate that this one answers, if the one right before it was sent back."""
    before = Edition.objects.filter(module_id=edition.module_id, language=edition.language, number__lt=edition.number)
    newest = before.order_by("-number").first()
    return newest if newest and newest.state == EditionState.SENT_BACK else None


def objections_about(edition: Edition) -> QuerySet[Objection]:
    """Those to this candidate, and earlier ones that nothing has answered, with all that happened to them."""
    return (
        Objection.objects.about(edition)
        .select_related("agency", "sign_off", "edition")
        .defer("edition__canonical")
        .prefetch_related("history__person", "history__agency", "history__edition", "decisions__votes__agency")
    )


def objections_to(edition: Edition | None) -> QuerySet[Objection]:
    return Objection.objects.filter(edition=edition).select_related("agency", "sign_off")


def docket_rows(user: Any, ids: Iterable[int]) -> QuerySet[Flag]:
    """These flags of the person's docket, soonest due first, with what a row shows.

    Joined for one page of ids only: the database then counts and orders by narrow index alone.
    """
    looking = FlagLook.objects.filter(until__gt=timezone.now()).select_related("agency")
    return (
        Flag.objects.on_docket_of(user)
        .filter(pk__in=list(ids))
        .select_related("edition", "step", "module", "material", "line", "flagger_agency", "provision", "source")
        .select_related("package_version__package")
        .defer("edition__canonical", "step__content")
        .prefetch_related("criteria", Prefetch("looks", looking))
        .order_by("due_on", "pk")
    )


def appeals_before(user: Any, most: int = 20) -> QuerySet[Flag]:
    """What waits for the vote of the person's agencies, soonest due first; `voted` says whether one of them has."""
    votes = FlagStep.objects.filter(flag=OuterRef("pk"), kind=FlagStepKind.VOTED, agency_id__in=roles_of(user).agencies)
    rows = Flag.objects.before_panel_of(user).annotate(voted=Exists(votes))
    rows = rows.select_related("edition", "step", "material", "line", "provision", "source", "package_version__package")
    return rows.defer("edition__canonical", "step__content").order_by("due_on", "pk")[:most]


def modules_judged_by(user: Any) -> QuerySet[ModulePage]:
    modules = CoAuthorship.objects.filter(agency_id__in=roles_of(user).agencies).values("module_id")
    return ModulePage.objects.filter(pk__in=modules).order_by("title")


def corrections(edition: str = "") -> QuerySet[Flag]:
    """What was upheld about published text, newest answer first; of one edition, what it said and what it mends."""
    about = Q(edition__digest=edition) | Q(fixed_in__digest=edition) if edition else Q()
    return (
        Flag.objects.corrections()
        .filter(about)
        .select_related("edition", "step", "fixed_in", "answered_agency", "provision__authority", "source")
        .defer("edition__canonical", "fixed_in__canonical", "step__content")
        .prefetch_related("criteria")
        .order_by("-answered_at", "-pk")
    )


def materials_with_counts() -> QuerySet[Material]:
    waiting = Count("flags", filter=Q(flags__state__in=WAITING_STATES))
    return Material.objects.annotate(flag_count=Count("flags"), waiting_count=waiting).order_by("title")


def transcript(version: MaterialVersion | None) -> QuerySet[TranscriptLine]:
    """The lines with the number of flags on each."""
    lines = TranscriptLine.objects.filter(version=version)
    return lines.annotate(flag_count=Count("flags", filter=Q(flags__kind=TargetKind.LINE))).order_by("n")


def practice_of(user: Any, version: MaterialVersion) -> PracticeResult | None:
    """This person's reports of this version, held against the key of its material; None while there are none.

    Ranges count for every line they touch. Reports of other versions, which the key does not know, are left aside.
    """
    material = version.material
    about = Q(version=version) | Q(line__version=version)
    about |= Q(version__isnull=True, line__isnull=True, material=material)
    flags = Flag.objects.raised_by(user).filter(about).prefetch_related("criteria").select_related("line")
    lines = list(version.lines.values_list("n", "start", "end"))
    marks: dict[int, set[str]] = {}
    for flag in flags:
        codes = {criterion.code for criterion in flag.criteria.all()}
        for n in [flag.line.n] if flag.line else _touched(lines, flag.start or 0, flag.end or 0):
            marks.setdefault(n, set()).update(codes)
    numbers = [n for n, _start, _end in lines]
    return compare_with_key(marks, material.answer_key, material.keep, lines=numbers) if marks else None


def _touched(lines: list[tuple[int, int, int]], start: int, end: int) -> list[int]:
    return [n for n, first, last in lines if first < max(end, start + 1) and last > start]
