"""Rows for the screens of the authoring room."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet, Sum

from modules.enums import PUBLISHED_STATES, EditionState
from modules.models import (
    Act,
    Authority,
    AuthorityChange,
    Edition,
    EditionAsset,
    EditionStep,
    ModulePage,
    NameWithdrawal,
    Provision,
    Ruling,
)
from modules.rules import modules_read_as_drafts_by


def withdrawn_names() -> Prefetch:
    """For whoever shows signatures: which names no longer stand."""
    return Prefetch("name_withdrawals", NameWithdrawal.objects.select_related("agency"))


def current_editions() -> QuerySet[Edition]:
    """The library: current editions with their number of steps, minutes and signatures. Without their long text."""
    return (
        Edition.objects.current()
        .select_related("module")
        .defer("canonical")
        .annotate(step_count=Count("steps"), minutes=Sum("steps__minutes"))
        .prefetch_related(
            Prefetch("translations", Edition.objects.current().select_related("module").defer("canonical"))
        )
        .prefetch_related("signatures", withdrawn_names())
        .order_by("title")
    )


def edition_history(edition: Edition) -> QuerySet[Edition]:
    """The published editions of the same module and language, newest first."""
    return (
        Edition.objects.published()
        .filter(module=edition.module_id, language=edition.language)
        .defer("canonical")
        .prefetch_related("signatures", withdrawn_names())
        .order_by("-number")
    )


def readable_editions(user: Any) -> QuerySet[Edition]:
    """Published ones for everybody; candidates for those who write or review the module."""
    published = Edition.objects.published()
    if not getattr(user, "is_authenticated", False):
        return published
    return published | Edition.objects.filter(module__in=modules_read_as_drafts_by(user))


def step_outline(edition: Edition) -> QuerySet[EditionStep]:
    """The steps without their content."""
    return edition.steps.defer("content").order_by("position")


def asset_for(user: Any, sha256: str) -> EditionAsset | None:
    """The asset, when it is part of an edition that the person may read."""
    return EditionAsset.objects.filter(sha256=sha256, editions__in=readable_editions(user)).distinct().first()


def authorities_with_provisions() -> QuerySet[Authority]:
    provisions = Provision.objects.order_by("sort_order", "pk")
    moved = AuthorityChange.objects.open().select_related("authority", "replaced_by")
    return Authority.objects.prefetch_related(
        Prefetch("provisions", provisions), Prefetch("changes", moved, to_attr="open_changes")
    ).order_by("layer", "short_title")


def rule_table() -> QuerySet[Act]:
    """Every act with what each authority says of it and whether that authority moved, in the order of the table."""
    moved = Prefetch("rulings__authority__changes", AuthorityChange.objects.open(), to_attr="open_changes")
    return Act.objects.with_rulings().prefetch_related(moved).order_by("position", "pk")


def rulings_of(authority: Authority) -> QuerySet[Ruling]:
    return Ruling.objects.filter(authority=authority).select_related("act", "provision", "authority")


def latest_edition_states(module_ids: list[int]) -> dict[int, Edition]:
    """For each module its newest edition, whatever its state."""
    found: dict[int, Edition] = {}
    for edition in Edition.objects.filter(module__in=module_ids).defer("canonical").order_by("number"):
        found[edition.module_id] = edition
    return found


def open_candidates(module_ids: list[int]) -> QuerySet[Edition]:
    return Edition.objects.filter(module__in=module_ids, state=EditionState.CANDIDATE).defer("canonical")


def has_current_edition(module: ModulePage) -> bool:
    """No query where a list of modules asked for all of them at once (`has_current`)."""
    known = getattr(module, "has_current", None)
    return Edition.objects.current().filter(module=module).exists() if known is None else bool(known)


def in_other_languages(edition: Any, translates: Any) -> QuerySet[Edition]:
    """What the edition with this key says, in other languages: its original, and current translations of the same.

    Both arguments are keys or references to an outer query; `translates` is empty for an original.
    """
    translations = Q(translates=edition) | Q(translates=translates, translates__isnull=False)
    current = translations & Q(state=EditionState.CURRENT)
    original = Q(pk=translates, state__in=PUBLISHED_STATES) & ~Q(state=EditionState.WITHDRAWN)
    return Edition.objects.filter(current | original).exclude(pk=edition).order_by()


def newest_of_source(edition: Edition) -> Edition | None:
    """For a translation whose source has moved: the source's current edition. None while it says the same."""
    if edition.translates is None or edition.translates.state == EditionState.CURRENT:
        return None
    return Edition.objects.current().filter(module=edition.translates.module_id).defer("canonical").first()
