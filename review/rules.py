"""May this person? Who puts up, signs, flags and judges."""

from typing import Any

from modules.models import CoAuthorship, Edition, ModulePage
from modules.rules import leads_module
from modules.services.rereading import terms_of
from people.models import Agency
from people.rules import is_administrator, is_author_for, roles_of
from review.enums import WAITING_STATES, FlagState
from review.models import Flag


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


def judging_agencies(user: Any, flag: Flag) -> frozenset[int]:
    """The person's agencies that may judge this flag: any for a material, co-authors for a module."""
    held = roles_of(user).agencies
    return held if flag.module is None or not held else held & coauthor_ids(flag.module)


def can_judge(user: Any, flag: Flag) -> bool:
    """Nobody judges a flag that they raised themselves."""
    return flag.flagger_id != user.pk and bool(judging_agencies(user, flag))


def can_acknowledge(user: Any, flag: Flag) -> bool:
    return flag.state == FlagState.OPEN and can_judge(user, flag)


def can_answer(user: Any, flag: Flag) -> bool:
    return flag.state in WAITING_STATES and can_judge(user, flag)


def can_link_fix(user: Any, flag: Flag) -> bool:
    """Anyone on whose docket it is, its flagger too: a link judges nothing."""
    return flag.upheld and flag.module_id is not None and bool(judging_agencies(user, flag))


def can_close(user: Any, flag: Flag) -> bool:
    """Only what was answered is closed: by its flagger, or by the agencies on whose docket it is."""
    return flag.state == FlagState.ANSWERED and (flag.flagger_id == user.pk or bool(judging_agencies(user, flag)))


def can_read_edition(user: Any, edition: Edition) -> bool:
    """Anyone signed in reads what was published; a candidate or one sent back, only its co-authoring agencies."""
    if edition.is_published:
        return bool(getattr(user, "is_authenticated", False))
    held = roles_of(user).agencies
    return bool(held) and bool(held & coauthor_ids(edition.module))
