"""The latest drafts of a module and its steps, which is what authors see in the editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from modules.models import LessonPage, ModulePage, ScenarioPage

DraftT = TypeVar("DraftT", ModulePage, LessonPage, ScenarioPage)


@dataclass(frozen=True)
class Drafts:
    module: ModulePage
    steps: list[LessonPage | ScenarioPage]


def latest_drafts(module: ModulePage) -> Drafts:
    """Read them with three queries: the module, its lessons and its scenarios, each with its latest revision."""
    own = ModulePage.objects.select_related("latest_revision").get(pk=module.pk)
    lessons = LessonPage.objects.child_of(own).select_related("latest_revision")
    scenarios = ScenarioPage.objects.child_of(own).select_related("latest_revision")
    steps = sorted([*lessons, *scenarios], key=lambda page: page.path)
    return Drafts(module=draft_of(own), steps=[draft_of(page) for page in steps])


def draft_of(page: DraftT) -> DraftT:
    """The page as its latest revision has it; the page itself when nobody has saved a draft. No query."""
    revision = page.latest_revision
    return page.with_content_json(revision.content) if revision else page
