"""May this person? Who puts up, signs, flags and judges."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from modules.models import CoAuthorship, Edition, ModulePage
from modules.rules import leads_module
from modules.services.rereading import terms_of
from people.models import Agency
from people.rules import is_administrator, is_author_for, roles_of
from review.deadlines import DAYS_TO_APPEAL
from review.enums import PENDING_STATES, SETTLED_STATES, WAITING_STATES, FixState, FlagState, Nature
from review.identity import mark_of
from review.models import Flag, Material, SealOpening


def coauthor_ids(module: ModulePage) -> frozenset[int]:
    """The ids of the agencies that co-author the module, as they stand today."""
    return frozenset(CoAuthorship.objects.filter(module_id=module.pk).values_list("agency_id", flat=True))


def can_put_up_for_sign_off(user: Any, module: ModulePage) -> bool:
    """An author of the agency that leads it; of any co-author where none leads."""
    return leads_module(user, module)


def can_sign_off(user: Any, agency: Agency, edition: Edition) -> bool:
    """Authors and reviewers of a co-authoring agency sign for that agency."""
    return agency.pk in roles_of(user).agencies and agency.pk in coauthor_ids(edition.module)


def can_reply(user: Any, module: ModulePage) -> bool:
    """Authors of any co-authoring agency answer an objection in words."""
    return bool(roles_of(user).author_of & coauthor_ids(module))


def can_call_vote(user: Any, agency: Agency, edition: Edition) -> bool:
    """Authors of the agencies to which the candidate's own terms give it, each for their own agency."""
    terms = terms_of(edition)
    if terms.objections != "answer_first" or agency.pk not in coauthor_ids(edition.module):
        return False
    if not is_author_for(user, agency):
        return False
    return terms.votes_called_by == "any" or (terms.votes_called_by == "lead" and leads_module(user, edition.module))


def can_set_policy(user: Any, module: ModulePage) -> bool:
    """Authors of the leading agency, and administrators; neither without the others where it asks for less."""
    return is_administrator(user) or leads_module(user, module)


def can_see_policy(user: Any, module: ModulePage) -> bool:
    return can_set_policy(user, module) or bool(roles_of(user).agencies & coauthor_ids(module))


def can_issue_link(user: Any, agency: Agency, edition: Edition) -> bool:
    """An author of the agency itself, for its own people."""
    return is_author_for(user, agency) and agency.pk in coauthor_ids(edition.module)


def can_flag_materials(user: Any) -> bool:
    return bool(roles_of(user).agencies)


def can_keep_material(user: Any, material: Material) -> bool:
    """Whoever speaks for the agency that keeps its record; for any agency, where none keeps it."""
    held = roles_of(user).agencies
    return bool(held) if material.keeper_id is None else material.keeper_id in held


def is_flagger(user: Any, flag: Flag) -> bool:
    """Whether this person raised it; known by the keyed mark alone."""
    return bool(flag.flagger_mark) and flag.flagger_mark == mark_of(user)


def judging_agencies(user: Any, flag: Flag) -> frozenset[int]:
    """The person's agencies that may judge this flag: co-authors for a module, whose package it is, else any."""
    held = roles_of(user).agencies
    if flag.package_version is not None:
        return held & {flag.package_version.package.agency_id}
    return held if flag.module is None or not held else held & coauthor_ids(flag.module)


def can_judge(user: Any, flag: Flag) -> bool:
    """Nobody judges a flag that they raised themselves, or one joined to it."""
    return bool(judging_agencies(user, flag)) and not has_standing(user, flag)


def has_standing(user: Any, flag: Flag) -> bool:
    """Whoever raised the flag, or one that was joined to it, keeps their standing in it."""
    mark = mark_of(user)
    return bool(mark) and (flag.flagger_mark == mark or flag.joined.filter(flagger_mark=mark).exists())


def can_acknowledge(user: Any, flag: Flag) -> bool:
    return flag.state == FlagState.OPEN and flag.merged_into_id is None and can_judge(user, flag)


def can_answer(user: Any, flag: Flag) -> bool:
    return flag.state in WAITING_STATES and flag.merged_into_id is None and can_judge(user, flag)


def can_join(user: Any, flag: Flag) -> bool:
    """Joining decides nothing, so whoever judges the docket may, their own flags included."""
    return flag.state in WAITING_STATES and bool(judging_agencies(user, flag))


def can_link_fix(user: Any, flag: Flag) -> bool:
    """Anyone on whose docket it is, its flagger too: a link judges nothing."""
    settled = flag.upheld and flag.nature == Nature.PROBLEM and flag.module_id is not None
    return settled and flag.merged_into_id is None and bool(judging_agencies(user, flag))


def can_check_fix(user: Any, flag: Flag) -> bool:
    """Whoever raised it says whether the linked edition really puts it right; that it was closed does not prevent it.

    Of joined flags each flagger says it of their own.
    """
    ended = flag.state in (*SETTLED_STATES, FlagState.CLOSED)
    return flag.fix_state == FixState.LINKED and ended and is_flagger(user, flag)


def can_close(user: Any, flag: Flag) -> bool:
    """Only what was answered is closed: by its flagger, or by the agencies on whose docket it is."""
    if flag.state not in SETTLED_STATES or flag.merged_into_id is not None:
        return False
    return is_flagger(user, flag) or bool(judging_agencies(user, flag))


def can_appeal(user: Any, flag: Flag, *, today: date | None = None) -> bool:
    """Whoever raised it, or one joined to it, once and in time; that it was closed does not prevent it.

    A joined flag has the state and the answer of the one that it follows, so its flagger appeals from it.
    """
    if flag.state not in (FlagState.ANSWERED, FlagState.CLOSED) or flag.decided_at or flag.answered_at is None:
        return False
    last = timezone.localdate(flag.answered_at) + timedelta(days=DAYS_TO_APPEAL)
    return (today or timezone.localdate()) <= last and has_standing(user, flag)


def can_reply_to_flag(user: Any, flag: Flag) -> bool:
    """The agencies whose text it is may reply before it is answered or decided."""
    if flag.state not in PENDING_STATES or flag.merged_into_id is not None or has_standing(user, flag):
        return False
    return bool(judging_agencies(user, flag))


def panel_agencies(user: Any, flag: Flag) -> frozenset[int]:
    """The person's agencies that may sit on the panel: none that answered it, and none in whose name it stands.

    Who answered it sits for no agency.
    """
    held = roles_of(user).agencies
    if not held or flag.state != FlagState.APPEALED or flag.merged_into_id is not None:
        return frozenset()
    if user.pk == flag.answered_by_id or has_standing(user, flag):
        return frozenset()
    return held - parties_to(flag)


def parties_to(flag: Flag) -> frozenset[int]:
    """The agencies that raised the flag or one joined to it, and the one that answered."""
    raised = flag.joined.filter(flagger_agency__isnull=False).values_list("flagger_agency_id", flat=True)
    known = {flag.flagger_agency_id, flag.answered_agency_id, *raised}
    return frozenset(pk for pk in known if pk is not None)


def can_ask_to_unseal(user: Any) -> bool:
    return roles_of(user).administrator


def can_approve_unsealing(user: Any, opening: SealOpening) -> bool:
    """Another administrator, or somebody of the agency in whose name it stands; never who asked or who raised it."""
    if user.pk == opening.asked_by_id or not opening.waits or is_flagger(user, opening.flag):
        return False
    roles = roles_of(user)
    return roles.administrator or opening.flag.flagger_agency_id in roles.agencies


def can_see_unsealed(user: Any, opening: SealOpening) -> bool:
    return opening.is_open and user.pk in (opening.asked_by_id, opening.approved_by_id)


def can_read_edition(user: Any, edition: Edition) -> bool:
    """Anyone signed in reads what was published; a candidate or one sent back, only its co-authoring agencies."""
    if edition.is_published:
        return bool(getattr(user, "is_authenticated", False))
    held = roles_of(user).agencies
    return bool(held) and bool(held & coauthor_ids(edition.module))
