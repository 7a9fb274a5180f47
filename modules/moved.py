"""What rests on an authority that moved: passages of editions, and what their readers are told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BigIntegerField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from modules.models import AuthorityChange, ChangeAnswer, EditionCitation
from modules.staleness import Notice
from records.prepared import Prepared, Slot

Notices = dict[str, list[Notice]]  # block id (or key of a quiz item) to why it is stale, the oldest first
MOVED = "provision__authority__changes"


def stale_citations() -> QuerySet[Any]:
    """Each citation once for each open change of its authority that came after its edition was frozen.

    `change_id` names the change; `still_right` says whether an agency answered for the passage.
    """
    return (
        EditionCitation.objects.annotate(
            moved=FilteredRelation(MOVED, condition=Q(**{f"{MOVED}__closed_at__isnull": True}))
        )
        .filter(moved__opened_at__gt=F("edition__created_at"))
        .annotate(change_id=F("moved__pk"), still_right=Exists(_answers()))
    )


def _answers() -> QuerySet[ChangeAnswer]:
    return ChangeAnswer.objects.filter(
        change=OuterRef("moved__pk"), step=OuterRef("step"), block_id=OuterRef("block_id")
    )


def unanswered(citations: QuerySet[Any]) -> QuerySet[Any]:
    return citations.filter(still_right=False)


def anything_moved() -> Exists:
    """For any query: whether law has moved at all. While it has not, nobody need ask what rests on it."""
    return Exists(AuthorityChange.objects.open())


def stale_steps_of(edition_ids: Collection[int]) -> frozenset[int]:
    """The steps of these editions in which something is stale (one query)."""
    rows = unanswered(stale_citations()).filter(edition__in=edition_ids).order_by()
    return frozenset(rows.values_list("step", flat=True))


def notices_in_step(step_id: int) -> Notices:
    """The stale passages of one step (one query)."""
    return _told(IN_STEP.ask(step=step_id)).get(step_id, {})


def notices_in_steps(step_ids: Collection[int]) -> dict[int, Notices]:
    """The same for several steps, by their ids (one query)."""
    rows = unanswered(stale_citations()).filter(step__in=step_ids)
    return _told(_said(rows))


def notices_once(step_id: int) -> list[Notice]:
    """What moved under a step, each change once, for those who read the whole of it (one query)."""
    said = {notice.change: notice for notices in notices_in_step(step_id).values() for notice in notices}
    return list(said.values())


def notices_in_edition(edition_id: int) -> dict[int, Notices]:
    return _told(_said(unanswered(stale_citations()).filter(edition=edition_id)))


def _said(rows: QuerySet[Any]) -> QuerySet[Any, tuple[Any, ...]]:
    """What notices are made of, the change that was opened first before the others."""
    names = (
        "moved__reference",
        "moved__kind",
        "provision__authority__short_title",
        "provision__authority__key",
        "moved__since",
        "moved__replaced_by__short_title",
    )
    return rows.order_by("moved__pk").values_list("step", "block_id", *names).distinct()


IN_STEP = Prepared(lambda: _said(unanswered(stale_citations()).filter(step=Slot("step", BigIntegerField()))))


def _told(rows: Iterable[tuple[Any, ...]]) -> dict[int, Notices]:
    found: dict[int, Notices] = {}
    for step, block, *said in rows:
        reference, kind, authority, key, since, other = said
        notice = Notice(str(reference), kind, authority, key, since.isoformat(), other or "")
        found.setdefault(step, {}).setdefault(block, []).append(notice)
    return found


def answered_passages(changes: Iterable[AuthorityChange], module_ids: Collection[int]) -> set[tuple[int, str, int]]:
    """(module, block id, authority) of what agencies found still right in some edition, whatever edition it was."""
    rows = ChangeAnswer.objects.filter(change__in=list(changes), step__edition__module__in=module_ids)
    return set(rows.values_list("step__edition__module", "block_id", "change__authority"))


def suspended_items(step_id: int) -> dict[str, list[dict[str, Any]]]:
    """The items of a quiz that do not count now, by key, each with its reasons as data to be kept (one query)."""
    return reasons_of(notices_in_step(step_id))


def reasons_of(notices: Notices) -> dict[str, list[dict[str, Any]]]:
    return {block: [notice.as_data() for notice in said] for block, said in notices.items()}
