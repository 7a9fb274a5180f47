"""What every change of a flag has in common: the row held, the step written, the ledger told."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from people.models import Agency, User
from records.services.ledger import record_event
from review.enums import FlagStepKind
from review.identity import mark_of
from review.models import Flag, FlagStep
from review.rules import is_flagger, judging_agencies

LONGEST_CLAIM = 5000
LOCKED = ("edition", "step", "module", "material", "package_version__package", "flagger_agency", "answered_agency")


class FlagMoved(Exception):
    """The flag is no longer in the state that the person saw; nothing was changed."""


def locked(flag: Flag) -> Flag:
    """The flag as it is now, held until the end of the transaction."""
    return Flag.objects.select_for_update(of=("self",)).select_related(*LOCKED).get(pk=flag.pk)


def leading(flag: Flag) -> Flag:
    """The flag that this one follows, where it is joined to another; else itself."""
    return flag.merged_into or flag


def own_in(actor: User, flag: Flag) -> Flag:
    """The flag that gives this person their standing: the flag itself, or theirs that is joined to it."""
    return flag if is_flagger(actor, flag) else flag.joined.filter(flagger_mark=mark_of(actor)).first() or flag


def require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def subject_of(flag: Flag) -> str:
    return f"flag:{flag.reference}"


def agency_for(actor: User, flag: Flag) -> Agency | None:
    """In whose name this person judges the flag."""
    return Agency.objects.filter(pk__in=judging_agencies(actor, flag)).first()


def write_step(
    flag: Flag, kind: FlagStepKind, actor: User, data: dict[str, Any], *, agency: Agency | None = None, **words: Any
) -> FlagStep:
    """A step of somebody who judges, replies or decides, with its ledger entry."""
    agency = agency or agency_for(actor, flag)
    step = FlagStep.objects.create(flag=flag, kind=kind, person=actor, agency=agency, **words)
    known = {"agency": agency.slug if agency else None} | data
    record_event(actor=actor, action=f"review.flag.{kind}", subject=subject_of(flag), data=known)
    return step


def write_own_step(
    flag: Flag, kind: FlagStepKind, data: dict[str, Any], *, of: Flag | None = None, **words: Any
) -> FlagStep:
    """A step of whoever raised the flag: neither the row nor the ledger names a person.

    `of` is the flag whose flagger it was, where that one is joined to this: the act is put to nobody else.
    """
    of = of or flag
    other = None if of.pk == flag.pk else of
    step = FlagStep.objects.create(
        flag=flag, kind=kind, by_flagger=True, agency=of.flagger_agency, other=other, **words
    )
    actor = f"flagger-of:{of.reference}"
    record_event(actor=actor, action=f"review.flag.{kind}", subject=subject_of(flag), data=data)
    return step


def same_again(flag: Flag, kind: FlagStepKind, actor: User, **words: Any) -> bool:
    """Whether the person's newest step of this kind says the same already: sent twice it is one."""
    newest = flag.steps.filter(kind=kind, person=actor).last()
    return newest is not None and all(getattr(newest, name) == value for name, value in words.items())


def too_long(**words: str) -> dict[str, str]:
    """The fields whose words are too long, with what to say of each."""
    said = _("At most %(most)s characters; this has %(length)s.")
    return {
        name: said % {"most": f"{LONGEST_CLAIM:,}", "length": f"{len(text):,}"}
        for name, text in words.items()
        if len(text) > LONGEST_CLAIM
    }
