"""An answer is appealed, the authors may reply, and a panel of other agencies decides with votes and reasons."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Agency, RoleGrant, User
from records.canonical import digest
from review.deadlines import DAYS_TO_DECIDE
from review.enums import FlagOutcome, FlagState, FlagStepKind, NoticeKind, OwnNews
from review.models import Flag, FlagPolicy, FlagStep
from review.rules import can_appeal, can_reply_to_flag, has_standing, judging_agencies, panel_agencies, parties_to
from review.services.history import (
    FlagMoved,
    leading,
    locked,
    own_in,
    require,
    same_again,
    too_long,
    write_own_step,
    write_step,
)
from review.services.joining import let_joined_follow
from review.services.pausing import policy_of
from review.services.telling import tell_docket, tell_own


@dataclass(frozen=True)
class Panel:
    """How the votes on an appeal stand. `winner` is set once there are enough and one outcome leads alone."""

    votes: tuple[FlagStep, ...]
    policy: FlagPolicy
    seats: tuple[str, ...]  # the perspective of each agency that is no party and has people

    @property
    def perspectives(self) -> int:
        return len({vote.agency.perspective for vote in self.votes if vote.agency})

    @property
    def has_quorum(self) -> bool:
        return len(self.votes) >= self.policy.panel_votes and self.perspectives >= self.policy.panel_perspectives

    @property
    def can_be_reached(self) -> bool:
        """Whether as many votes and perspectives as it needs are there at all."""
        enough = len(self.seats) >= self.policy.panel_votes
        return enough and len(set(self.seats)) >= self.policy.panel_perspectives

    @property
    def winner(self) -> str:
        counts = Counter(vote.outcome for vote in self.votes).most_common(2)
        alone = len(counts) == 1 or (len(counts) == 2 and counts[0][1] > counts[1][1])
        return counts[0][0] if self.has_quorum and alone else ""

    @property
    def winners(self) -> frozenset[int]:
        """The agencies that voted for the outcome that leads: one of them words the decision."""
        return frozenset(vote.agency_id for vote in self.votes if vote.agency_id and vote.outcome == self.winner)

    @property
    def minority(self) -> tuple[FlagStep, ...]:
        return tuple(vote for vote in self.votes if vote.outcome != self.winner)


def panel_of(flag: Flag) -> Panel:
    """The newest vote of each agency since the appeal; of a joined flag, on the one that it follows."""
    flag = leading(flag)
    appealed = FlagStep.objects.filter(flag=flag, kind=FlagStepKind.APPEALED).order_by("-pk").values("pk")[:1]
    cast = FlagStep.objects.filter(flag=flag, kind=FlagStepKind.VOTED, pk__gt=appealed).select_related("agency")
    newest = {vote.agency_id: vote for vote in cast.order_by("pk")}
    peopled = RoleGrant.objects.filter(agency__isnull=False, user__is_active=True).values("agency_id")
    seats = Agency.objects.filter(pk__in=peopled).exclude(pk__in=parties_to(flag))
    return Panel(tuple(newest.values()), policy_of(flag.module), tuple(seats.values_list("perspective", flat=True)))


@transaction.atomic
def appeal_flag(*, actor: User, flag: Flag, reasons: str) -> Flag:
    """Ask for a panel, once, with reasons; from a joined flag, for all that are joined.

    Why nothing was to be changed is asked anew after the decision. Raises PermissionDenied, ValidationError or
    FlagMoved.
    """
    reasons = _reasons(reasons)
    flag = locked(leading(flag))
    if flag.state == FlagState.APPEALED:
        return flag
    if flag.state not in (FlagState.ANSWERED, FlagState.CLOSED) or flag.decided_at:
        raise FlagMoved
    require(can_appeal(actor, flag))
    flag.state, flag.due_on = FlagState.APPEALED, timezone.localdate() + timedelta(days=DAYS_TO_DECIDE)
    flag.reminded_on, flag.no_fix_reason = None, ""
    flag.save(update_fields=["state", "due_on", "reminded_on", "no_fix_reason"])
    of = own_in(actor, flag)
    write_own_step(flag, FlagStepKind.APPEALED, {"reasons": digest(reasons)}, of=of, reasons=reasons)
    tell_docket(flag, NoticeKind.APPEALED)
    let_joined_follow(flag)
    return flag


@transaction.atomic
def reply_to_flag(*, actor: User, flag: Flag, words: str) -> Flag:
    """The right of reply: an agency whose text it is says its part before it is decided; it is shown with the decision.

    Sent twice it is one. Raises PermissionDenied, ValidationError or FlagMoved.
    """
    words = _reasons(words)
    flag = locked(flag)
    require(bool(judging_agencies(actor, flag)) and not has_standing(actor, flag))
    if same_again(flag, FlagStepKind.REPLIED, actor, reasons=words):
        return flag
    if not can_reply_to_flag(actor, flag):
        raise FlagMoved
    write_step(flag, FlagStepKind.REPLIED, actor, {"words": digest(words)}, reasons=words)
    return flag


@transaction.atomic
def vote_on_appeal(*, actor: User, flag: Flag, outcome: str, reasons: str) -> Flag:
    """One vote for each agency that is no party to it; the newest counts, and the same sent twice is one.

    Raises PermissionDenied, ValidationError or FlagMoved.
    """
    reasons = _reasons(reasons)
    if outcome not in FlagOutcome.values:
        raise ValidationError({"outcome": _("Choose an outcome.")})
    flag = locked(flag)
    if flag.state != FlagState.APPEALED or flag.merged_into_id:
        raise FlagMoved
    seats = panel_agencies(actor, flag)
    require(bool(seats))
    agency = Agency.objects.filter(pk__in=seats).order_by("name")[0]
    standing = [vote for vote in panel_of(flag).votes if vote.agency_id == agency.pk]
    if [(vote.person_id, vote.outcome, vote.reasons) for vote in standing] == [(actor.pk, outcome, reasons)]:
        return flag
    words = {"outcome": outcome, "reasons": digest(reasons)}
    write_step(flag, FlagStepKind.VOTED, actor, words, agency=agency, outcome=outcome, reasons=reasons)
    return flag


@transaction.atomic
def decide_appeal(*, actor: User, flag: Flag, reasons: str) -> Flag:
    """Close the vote once there is a quorum across perspectives and one outcome leads; the minority's words stay.

    Who voted for that outcome words the decision.

    Raises PermissionDenied, ValidationError (no quorum, a tie, no reasons) or FlagMoved.
    """
    reasons = _reasons(reasons)
    flag = locked(flag)
    if flag.state != FlagState.APPEALED or flag.merged_into_id:
        raise FlagMoved
    seats = panel_agencies(actor, flag)
    panel = panel_of(flag)
    voted = seats & {vote.agency_id for vote in panel.votes if vote.agency_id}
    require(bool(voted))
    if not panel.winner:
        raise ValidationError(_("There is no decision yet: too few votes or perspectives, or a tie."))
    require(bool(seats & panel.winners))
    minority = "\n\n".join(f"{vote.agency}: {vote.reasons}" for vote in panel.minority)
    flag.state, flag.outcome, flag.reasons = FlagState.DECIDED, FlagOutcome(panel.winner), reasons
    flag.minority, flag.decided_at = minority, timezone.now()
    flag.save(update_fields=["state", "outcome", "reasons", "minority", "decided_at"])
    votes = {vote.agency.slug: vote.outcome for vote in panel.votes if vote.agency}
    data = {"outcome": flag.outcome, "votes": votes, "reasons": digest(reasons), "minority": digest(minority)}
    agency = Agency.objects.get(pk=min(seats & panel.winners))
    write_step(
        flag,
        FlagStepKind.DECIDED,
        actor,
        data,
        agency=agency,
        outcome=flag.outcome,
        reasons=reasons,
        dissent=minority,
    )
    tell_own(flag, OwnNews.DECIDED)
    tell_docket(flag, NoticeKind.DECIDED)
    let_joined_follow(flag, tell=OwnNews.DECIDED)
    return flag


def _reasons(text: str) -> str:
    text = text.strip()
    faults = too_long(reasons=text)
    if not text:
        faults["reasons"] = _("Give your reasons.")
    if faults:
        raise ValidationError(faults)
    return text
