"""The edition that puts an upheld flag right, and what its flagger says to it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from modules.enums import EditionState
from modules.models import Edition
from people.models import User
from records.canonical import digest
from records.services.ledger import record_event
from review.enums import SETTLED_STATES, FixState, FlagState, FlagStepKind, NoticeKind, OwnNews, TargetKind
from review.models import Flag, FlagStep
from review.passages import same_place
from review.rules import can_check_fix, can_link_fix
from review.services.history import (
    FlagMoved,
    leading,
    locked,
    require,
    subject_of,
    too_long,
    write_own_step,
    write_step,
)
from review.services.joining import let_joined_follow
from review.services.reanchoring import words_in
from review.services.telling import tell_docket, tell_own


@transaction.atomic
def link_fix(*, actor: User, flag: Flag, edition: Edition) -> Flag:
    """Say which newer candidate or edition puts it right, and keep how the passage reads there; tell the flagger.

    Raises PermissionDenied; ValidationError for an edition of another module, an older one, or one sent back.
    """
    flag = locked(flag)
    require(can_link_fix(actor, flag))
    if flag.fixed_in_id == edition.pk and flag.fix_state != FixState.DISPUTED:
        return flag
    if flag.edition is None or edition not in later_editions(flag):
        raise ValidationError({"edition": _("Choose a candidate or edition of the same module that is newer.")})
    flag.fixed_in, flag.fixed_text, flag.fix_state = edition, _text_in(flag, edition), FixState.LINKED
    flag.save(update_fields=["fixed_in", "fixed_text", "fix_state"])
    write_step(flag, FlagStepKind.FIX_LINKED, actor, {"edition": edition.digest}, edition=edition)
    flag.joined.update(fix_state=FixState.LINKED)
    tell_own(flag, OwnNews.FIX)
    let_joined_follow(flag, tell=OwnNews.FIX)
    return flag


@transaction.atomic
def check_fix(*, actor: User, flag: Flag, right: bool, reasons: str = "") -> Flag:
    """Whoever raised it confirms that it is put right, or disputes it with reasons; then the docket is told.

    From a joined flag its own flagger does. One dispute is enough: it stands with the flag that the others follow, and
    opens what was closed meanwhile. Raises PermissionDenied, FlagMoved or ValidationError.
    """
    reasons = reasons.strip()
    main, flag = locked(leading(flag)), locked(flag)
    if flag.fix_state != FixState.LINKED or flag.state not in (*SETTLED_STATES, FlagState.CLOSED):
        raise FlagMoved
    require(can_check_fix(actor, flag))
    faults = too_long(reasons=reasons)
    if not right and not reasons:
        faults["reasons"] = _("Say what is still wrong.")
    if faults:
        raise ValidationError(faults)
    flag.fix_state = FixState.CONFIRMED if right else FixState.DISPUTED
    flag.save(update_fields=["fix_state"])
    kind = FlagStepKind.CONFIRMED if right else FlagStepKind.DISPUTED
    data = {"edition": flag.fixed_in.digest if flag.fixed_in else None, "reasons": digest(reasons) if reasons else None}
    write_own_step(main, kind, data, of=flag, reasons=reasons, edition=flag.fixed_in)
    if not right:
        main.fix_state = FixState.DISPUTED
        _open_again(main)
        tell_docket(main, NoticeKind.DISPUTED)
    return Flag.objects.get(pk=flag.pk)


def later_editions(flag: Flag) -> list[Edition]:
    """The newer candidates and published editions of the module, in the same language; none that was withdrawn."""
    if flag.edition is None:
        return []
    alive = Q(state__in=(EditionState.CANDIDATE, EditionState.CURRENT, EditionState.SUPERSEDED))
    return list(
        Edition.objects.filter(alive)
        .filter(module_id=flag.module_id, language=flag.edition.language, number__gt=flag.edition.number)
        .defer("canonical")
        .order_by("number")
    )


def carry_fixes(edition: Edition) -> None:
    """A candidate with fixes was published: keep how each passage reads in what officers now take."""
    for flag in Flag.objects.filter(fixed_in=edition).select_related("step"):
        Flag.objects.filter(pk=flag.pk).update(fixed_text=_text_in(flag, edition))


def drop_fixes(edition: Edition) -> None:
    """A candidate went back to its authors, so that the fixes linked to it stand nowhere.

    What was closed with such a fix is open again: nothing put it right.
    """
    for flag in Flag.objects.filter(fixed_in=edition, merged_into__isnull=True):
        flag.joined.update(fix_state=FixState.NONE)
        flag.fixed_in, flag.fixed_text, flag.fix_state = None, "", FixState.NONE
        flag.save(update_fields=["fixed_in", "fixed_text"])
        FlagStep.objects.create(flag=flag, kind=FlagStepKind.FIX_LOST, edition=edition)
        action, data = f"review.flag.{FlagStepKind.FIX_LOST}", {"edition": edition.digest}
        record_event(actor="system:sign-off", action=action, subject=subject_of(flag), data=data)
        _open_again(flag)
        tell_own(flag, OwnNews.FIX_LOST)
        let_joined_follow(flag, tell=OwnNews.FIX_LOST)


def _open_again(flag: Flag) -> None:
    """The fix does not stand: a flag that was closed with it, and for no other reason, has its answer and waits on."""
    if flag.state == FlagState.CLOSED and not flag.no_fix_reason:
        flag.state = FlagState.DECIDED if flag.decided_at else FlagState.ANSWERED
    flag.save(update_fields=["state", "fix_state"])
    let_joined_follow(flag)


def _text_in(flag: Flag, edition: Edition) -> str:
    """How the place reads in that edition: where re-anchoring found it, else the passage of the same identity.

    Of a question what is seen before it is answered: the corrections log is public.
    """
    anchor = flag.anchors.filter(edition=edition).first()
    if anchor and anchor.text and not flag.item_key:
        return anchor.text
    if flag.kind == TargetKind.RESOURCE:
        return words_in(edition, flag)
    place = same_place(edition, flag.step.key if flag.step else None, block_id=flag.block_id, item_key=flag.item_key)
    return place.text if place else ""
