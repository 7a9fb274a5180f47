"""Module pages with their steps, as drafts. Drafts that an author has worked on are left alone."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from config.programme.markdown import to_rich_text
from config.programme.reader import ModuleFiles, StepFile
from config.programme.writers import ACTOR
from config.programme.writers.blocks import BlockWriter, Keys, lasting_id
from config.programme.writers.files import FileWriter
from config.programme.writers.packages import package_version
from config.programme.writers.rows import Tally, words
from modules.freeze.drafts import draft_of
from modules.models import (
    AnyStep,
    CoAuthorship,
    LessonPage,
    ModulePage,
    ScenarioPage,
    ScormPage,
    ScreeningNotes,
    ScreeningPage,
)
from modules.policy_terms import PolicyTerms
from modules.services.coauthoring import set_coauthors
from modules.services.policies import write_policy
from modules.services.shelving import module_shelf
from people.models import Agency
from review.models import DossierEdition

StepPage = AnyStep
STREAMS = ("objectives", "body", "items")


@dataclass
class WrittenModule:
    page: ModulePage
    changed: bool


@transaction.atomic
def write_module(module: ModuleFiles, tally: Tally, *, texts: dict[str, str]) -> WrittenModule:
    """Bring the drafts of one module to what its files say (`texts` stand instead of those of some blocks)."""
    before = sum(tally.made.values()) + sum(tally.changed.values())
    page = _module_page(module, tally)
    _coauthors(page, module, tally)
    files = FileWriter(module.folder, Agency.objects.get(slug=_lead(module)), tally)
    writer = BlockWriter(module.slug, Keys.read(), files, texts)
    steps = [_step_page(page, module, step, writer, tally) for step in module.steps]
    _order(page, steps)
    return WrittenModule(page, changed=sum(tally.made.values()) + sum(tally.changed.values()) > before)


def _lead(module: ModuleFiles) -> str:
    return str(next(row["agency"] for row in module.data["agencies"] if row["role"] == "lead"))


def _module_page(module: ModuleFiles, tally: Tally) -> ModulePage:
    data = module.data
    objectives = [
        {"type": "objective", "value": words(text), "id": lasting_id(module.slug, "objective", str(number))}
        for number, text in enumerate(data["objectives"], start=1)
    ]
    values = {
        "title": data["title"],
        "summary": words(data["summary"]),
        "language": data["language"],
        "objectives": objectives,
    }
    parent = module_shelf()
    page = ModulePage.objects.child_of(parent).filter(slug=module.slug).first()
    return _keep_page(parent, page, ModulePage, module.slug, lasting_id(module.slug), values, tally)


def _step_page(parent: ModulePage, module: ModuleFiles, step: StepFile, writer: BlockWriter, tally: Tally) -> StepPage:
    data = step.data
    values: dict[str, Any] = {"title": data["title"], "minutes": data["minutes"]}
    if step.is_package:
        model: type[StepPage] = ScormPage
        agency = Agency.objects.get(slug=_lead(module))
        values["body"] = writer.lesson(data["blocks"])
        values["version"] = package_version(data["package"], data["slug"], agency, tally)
    elif step.is_lesson:
        model = LessonPage
        values["body"] = writer.lesson(data["blocks"])
    elif step.is_screening:
        model = ScreeningPage
        values |= {"intro": to_rich_text(data.get("intro") or ""), "notes_id": _notes(data["material"])}
    else:
        model = ScenarioPage
        intro = to_rich_text(data.get("intro") or "")
        values |= {"intro": intro, "pass_mark": data["pass_mark"], "items": writer.scenario(data["items"])}
    page = model.objects.child_of(parent).filter(slug=data["slug"]).first()
    key = lasting_id(module.slug, "step", data["slug"])
    return _keep_page(parent, page, model, data["slug"], key, values, tally)


def _notes(material: str) -> int:
    """Those of the present dossier about the material."""
    digests = DossierEdition.objects.current().filter(dossier__version__material__slug=material).values("digest")
    return ScreeningNotes.objects.filter(digest__in=digests).values_list("pk", flat=True)[0]


def _keep_page(parent: Page, page: Any, model: Any, slug: str, key: str, values: dict[str, Any], tally: Tally) -> Any:
    """Make the page, or save a new draft of it when it differs. Drafts saved by a person stay as they are."""
    kind = str(model._meta.verbose_name)
    streams = {name: json.dumps(value) if name in STREAMS else value for name, value in values.items()}
    if page is None:
        tally.made[kind] += 1
        made = model(slug=slug, translation_key=uuid.UUID(key), live=False, **streams)
        Page.objects.get(pk=parent.pk).add_child(instance=made)
        made.save_revision()
        return made
    draft = draft_of(page)
    if all(_plain(draft, name) == value for name, value in values.items()):
        return page
    if page.latest_revision and page.latest_revision.user_id:
        tally.left_alone.append(f"{page.title} (somebody has worked on this draft)")
        return page
    tally.changed[kind] += 1
    for name, value in streams.items():
        setattr(draft, name, value)
    draft.save_revision()
    return page


def _plain(page: Any, name: str) -> Any:
    value = getattr(page, name)
    return [dict(block) for block in value.get_prep_value()] if name in STREAMS else value


def _order(parent: ModulePage, steps: list[StepPage]) -> None:
    """Bring the steps into the order of the files, moving nothing when they stand so already."""
    wanted = [step.pk for step in steps]
    standing = list(Page.objects.child_of(parent).order_by("path").values_list("pk", flat=True))
    if [pk for pk in standing if pk in wanted] == wanted:
        return
    for pk in wanted:
        Page.objects.get(pk=pk).move(Page.objects.get(pk=parent.pk), pos="last-child")


def _coauthors(page: ModulePage, module: ModuleFiles, tally: Tally) -> None:
    wanted = {row["agency"]: row["role"] for row in module.data["agencies"]}
    held = dict(CoAuthorship.objects.filter(module=page).values_list("agency__slug", "role"))
    if held != wanted:
        tally.changed["module's co-authors"] += 1
        agencies = {agency: wanted[agency.slug] for agency in Agency.objects.filter(slug__in=wanted)}
        set_coauthors(actor=ACTOR, module=page, agencies=agencies)
    _policy(page, module, tally)


def _policy(page: ModulePage, module: ModuleFiles, tally: Tally) -> None:
    """The rule of signatures from the file, unless people have set one themselves."""
    terms = PolicyTerms(**module.data["quorum"])
    newest = page.policies.order_by("-version").first()
    if newest and (newest.created_by_id or newest.terms == terms):
        return
    if newest:
        tally.changed["module's rule of signatures"] += 1
    write_policy(actor=ACTOR, module=page, terms=terms)
