"""The latest drafts of a module and its steps, which is what authors see in the editor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q

from modules.models import AnyStep, Edition, LessonPage, ModulePage, ScenarioPage, ScormPage, ScreeningPage

OF_THE_ROW = ("pk", "id", "path", "depth", "numchild", "translation_key", "content_type_id")
DraftT = TypeVar("DraftT", ModulePage, LessonPage, ScenarioPage, ScormPage, ScreeningPage)


@dataclass(frozen=True)
class Drafts:
    """`row` is the module as it stands in the database (co-authors, policies); `module` and `steps` are the drafts."""

    row: ModulePage
    module: ModulePage
    steps: list[AnyStep]


def latest_drafts(module: ModulePage) -> Drafts:
    return latest_drafts_of([module])[0]


def latest_drafts_of(modules: Iterable[ModulePage]) -> list[Drafts]:
    """Read them with nine queries: modules, co-authors, agencies, policies, protected passages, and each kind
    of step.

    Where one of them is a translation, four more: its marks, and the source edition with its steps and quizzes.
    """
    rows = list(
        ModulePage.objects.filter(pk__in=[module.pk for module in modules])
        .select_related("latest_revision", "translation")
        .prefetch_related(
            "coauthorships__agency",
            "policies",
            "protected_passages__agency",
            "translation__marks",
            "translation__edition__steps__quiz",
        )
        .order_by("path")
    )
    steps = [
        *_below(LessonPage, rows),
        *_below(ScenarioPage, rows),
        *_below(ScormPage, rows),
        *_below(ScreeningPage, rows),
    ]
    steps.sort(key=lambda page: page.path)
    return [
        Drafts(row=row, module=_read(row), steps=[_read(step) for step in steps if step.is_child_of(row)])
        for row in rows
    ]


def translated_edition(row: ModulePage) -> Edition | None:
    """The source edition that this page's drafts follow; None when the page is no translation."""
    translation = getattr(row, "translation", None)
    return translation.edition if translation else None


def draft_of(page: DraftT) -> DraftT:
    """The page as its latest revision has it, fit to be saved again; the page itself when there is no draft."""
    revision = page.latest_revision
    return page.with_content_json(revision.content) if revision else page


def _read(page: DraftT) -> DraftT:
    """The same without a query, for reading only: what hangs on a page (comments, locale) is not looked up."""
    if page.latest_revision is None:
        return page
    draft: DraftT = type(page).from_serializable_data(page.latest_revision.content, check_fks=False)
    for name in OF_THE_ROW:
        setattr(draft, name, getattr(page, name))
    return draft


def _below(model: Any, modules: list[ModulePage]) -> list[Any]:
    beneath = Q(pk__in=[])
    for module in modules:
        beneath |= Q(path__startswith=module.path, depth=module.depth + 1)
    return list(model.objects.filter(beneath).select_related("latest_revision"))
