"""Several reports of one problem: joined, they follow one answer, and each flagger keeps their standing."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from review.deadlines import due_date
from review.enums import WAITING_STATES, FlagStepKind, OwnNews, Severity
from review.models import Flag
from review.rules import can_join, judging_agencies
from review.services.history import FlagMoved, leading, locked, require, write_step
from review.services.telling import tell_own

FOLLOWED = (
    "state",
    "outcome",
    "reasons",
    "dissent",
    "answered_by_id",
    "answered_agency_id",
    "answered_at",
    "minority",
    "decided_at",
    "fixed_in_id",
    "fixed_text",
    "no_fix_reason",
)  # but what each flagger says of the fix: that is their own


@transaction.atomic
def merge_flag(*, actor: User, flag: Flag, into: Flag) -> Flag:
    """Join a flag to another about the same thing: it follows that one from now on, which is due when either is.

    Raises PermissionDenied; FlagMoved when either has an answer; ValidationError when they are about different things.
    """
    first, second = sorted([flag, into], key=lambda row: row.pk)
    held = {row.pk: locked(row) for row in (first, second)}
    flag, into = held[flag.pk], held[into.pk]
    require(can_join(actor, flag) and can_join(actor, into))
    if flag.merged_into_id == into.pk:
        return flag
    if flag.merged_into_id or into.merged_into_id:
        raise FlagMoved
    if flag.pk == into.pk or _subject(flag) != _subject(into):
        raise ValidationError(
            {"other": _("Join reports about the same module, material, package, rule or source only.")}
        )
    if flag.nature != into.nature:
        raise ValidationError({"other": _("A good passage and a problem cannot have one answer.")})
    flag.joined.update(merged_into=into)
    flag.merged_into = into
    flag.save(update_fields=["merged_into"])
    keep_deadline(into)
    data = {"into": str(into.reference)}
    write_step(flag, FlagStepKind.MERGED, actor, data, other=into)
    let_joined_follow(into)
    flag.refresh_from_db()
    return flag


@transaction.atomic
def part_flag(*, actor: User, flag: Flag) -> Flag:
    """Take a joined flag apart again while there is no answer. Raises PermissionDenied or FlagMoved."""
    flag = Flag.objects.select_related("merged_into").get(pk=flag.pk)
    other, flag = locked(leading(flag)), locked(flag)  # in the order in which an answer holds them
    if flag.merged_into_id is None or flag.merged_into_id != other.pk or flag.state not in WAITING_STATES:
        raise FlagMoved
    require(can_join(actor, flag))
    flag.merged_into = None
    flag.save(update_fields=["merged_into"])
    keep_deadline(other)
    write_step(flag, FlagStepKind.PARTED, actor, {"from": str(other.reference)}, other=other)
    return flag


@transaction.atomic
def relate_flags(*, actor: User, flag: Flag, other: Flag) -> Flag:
    """Say that two flags bear on each other; each keeps its own way. Raises PermissionDenied or ValidationError."""
    require(bool(judging_agencies(actor, flag)) and bool(judging_agencies(actor, other)))
    if flag.pk == other.pk:
        raise ValidationError({"other": _("Choose another report.")})
    if not flag.related.filter(pk=other.pk).exists():
        flag.related.add(other)
        write_step(flag, FlagStepKind.RELATED, actor, {"to": str(other.reference)}, other=other)
    return flag


def keep_deadline(flag: Flag) -> None:
    """It is due when the first of those joined to it is: joining gives nobody more time."""
    own = due_date(Severity(flag.severity), timezone.localdate(flag.raised_at))
    due_on = min([own, *flag.joined.values_list("due_on", flat=True)])
    if due_on != flag.due_on:
        flag.due_on, flag.reminded_on = due_on, None
        flag.save(update_fields=["due_on", "reminded_on"])


def let_joined_follow(flag: Flag, *, tell: OwnNews | None = None) -> None:
    """Give the flags joined to this one its state, answer and fix; tell their flaggers if asked."""
    flag.joined.update(**{name: getattr(flag, name) for name in FOLLOWED})
    if tell:
        for row in flag.joined.select_related("sealed"):
            tell_own(row, tell)


def _subject(flag: Flag) -> tuple[int | None, ...]:
    package = flag.package_version.package_id if flag.package_version else None
    return (flag.module_id, flag.material_id, flag.provision_id, flag.source_id, package)
