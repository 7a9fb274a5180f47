"""Starting a translation from a current edition, bringing it up to a newer one, and answering what is marked."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Locale, Page

from modules.checks.translations import Line, side_by_side
from modules.enums import CoauthorRole, EditionState, MarkKind, StepKind
from modules.freeze.drafts import draft_of, latest_drafts
from modules.freeze.references import load_registers, raw_blocks, references_of
from modules.models import (
    AnyStep,
    Edition,
    LessonPage,
    ModulePage,
    ScenarioPage,
    ScormPage,
    ScormVersion,
    ScreeningPage,
    Translation,
    TranslationMark,
)
from modules.models.languages import LANGUAGES
from modules.rules import can_start_translation, can_translate
from modules.services.coauthoring import set_coauthors
from modules.services.policies import write_policy
from modules.services.shelving import module_shelf
from modules.translation.files import StoredFiles
from modules.translation.following import followed_list, moved_places, same_text, with_own_words
from modules.translation.places import FrozenPart
from modules.translation.sources import edition_parts, edition_places
from modules.translation.thawing import Keys, thaw_intro, thaw_items, thaw_lesson, thaw_notes
from people.models import Agency, User
from records.services.ledger import record_event

StepPage = AnyStep
MODELS: dict[str, type[StepPage]] = {
    StepKind.LESSON: LessonPage,
    StepKind.SCENARIO: ScenarioPage,
    StepKind.SCORM: ScormPage,
    StepKind.SCREENING: ScreeningPage,
}


class CannotTranslate(ValueError):
    """There is no current edition to translate, the language is taken or unknown, or nothing is there to follow."""


@transaction.atomic
def start_translation(
    *, actor: User, source: ModulePage, language: str, translators: Iterable[Agency] = ()
) -> Translation:
    """Put a translation of the current edition on the shelf: the same steps and blocks, with words to be translated.

    The agencies of the source write and sign it, and `translators` with them. Raises PermissionDenied, CannotTranslate.
    """
    if not can_start_translation(actor, source):
        raise PermissionDenied
    edition = _translatable(source, language)
    page = module_shelf().add_child(
        instance=ModulePage(
            title=edition.title,
            slug=free_slug(source.slug, language),
            language=language,
            summary=edition.summary,
            translation_key=source.translation_key,
            locale=locale_of(language),
            live=False,
        )
    )
    translation = Translation.objects.create(page=page, source=source, edition=edition, language=language)
    roles = {row.agency: row.role for row in source.coauthorships.select_related("agency")}
    roles |= dict.fromkeys(translators, CoauthorRole.TRANSLATOR)
    set_coauthors(actor=actor, module=page, agencies=roles)
    write_policy(actor=actor, module=page, terms=source.policy_terms)
    _bring_to(actor, translation, edition)
    _record(actor, "started", translation)
    return translation


@transaction.atomic
def update_translation(*, actor: User, translation: Translation) -> Translation:
    """Follow the source's current edition: kept places keep their words, changed ones are marked, the rest follows.

    Raises PermissionDenied, or CannotTranslate when it follows the current edition already or there is none.
    """
    if not can_translate(actor, translation):
        raise PermissionDenied
    translation = (
        Translation.objects.select_for_update(of=("self",)).select_related("page", "edition").get(pk=translation.pk)
    )
    edition = current_edition(translation.source)
    if edition is None or edition.pk == translation.edition_id:
        raise CannotTranslate("There is no newer edition.")
    followed, waiting = translation.edition, _waiting(translation)
    _bring_to(actor, translation, edition, followed)
    translation.edition = edition
    translation.save(update_fields=["edition"])
    _mark_moved(translation, moved_places(edition_places(followed), edition_places(edition)), followed, waiting)
    _record(actor, "updated", translation, followed=followed.digest)
    return translation


@transaction.atomic
def keep_words(*, actor: User, translation: Translation, place: str) -> None:
    """Say that the words at one place are right as they are, though the source moved or says the same."""
    if not can_translate(actor, translation):
        raise PermissionDenied
    line = _lines(translation).get(place)
    if line is None or line.own is None:
        raise CannotTranslate("There is no such place.")
    TranslationMark.objects.update_or_create(
        translation=translation,
        place=place,
        defaults={
            "kind": MarkKind.KEPT,
            "words_digest": line.own.words_digest,
            "source_digest": line.source.digest,
            "translated_from": translation.edition,
        },
    )
    _record(actor, "kept", translation, place=place)


def current_edition(source: ModulePage) -> Edition | None:
    return Edition.objects.filter(module=source, state=EditionState.CURRENT, translates__isnull=True).first()


def locale_of(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]


def _translatable(source: ModulePage, language: str) -> Edition:
    edition = current_edition(source)
    if edition is None:
        raise CannotTranslate("The module has no current edition.")
    if language not in dict(LANGUAGES) or language == edition.language:
        raise CannotTranslate(language)
    if Translation.objects.filter(source=source, language=language).exists():
        raise CannotTranslate(language)
    return edition


def free_slug(text: str, language: str) -> str:
    """An address on the shelf that nobody has yet."""
    slug = f"{slugify(text)[:180] or 'module'}-{language}"
    taken = set(Page.objects.child_of(module_shelf()).values_list("slug", flat=True))
    return next(name for name in (slug, *(f"{slug}-{n}" for n in range(2, 1000))) if name not in taken)


def _bring_to(actor: User, translation: Translation, edition: Edition, followed: Edition | None = None) -> None:
    """Make the drafts those of the edition, with the words that the translation already has."""
    page = translation.page
    keys = Keys.read(StoredFiles(page.coauthorships.select_related("agency").first().agency))
    own = {str(step.translation_key): step for step in latest_drafts(page).steps}
    parts = edition_parts(edition)
    for key in set(own) - {part.content["key"] for part in parts}:
        Page.objects.get(pk=own.pop(key).pk).delete()
    before = {part.content["key"]: part for part in edition_parts(followed)} if followed else {}
    pages = [
        _bring_step(actor, page, part, own.get(part.content["key"]), before.get(part.content["key"]), keys)
        for part in parts
    ]
    _order(page, [step.pk for step in pages])
    _bring_heading(actor, page, json.loads(edition.canonical), json.loads(followed.canonical) if followed else None)


def _bring_step(
    actor: User, page: ModulePage, part: FrozenPart, own: StepPage | None, before: FrozenPart | None, keys: Keys
) -> StepPage:
    content = part.content
    values: dict[str, Any] = {"slug": content["slug"], "minutes": content["minutes"]}
    if content["kind"] == StepKind.SCREENING:
        values |= {"notes_id": thaw_notes(content, keys), "intro": thaw_intro(content)}
    else:
        stream = "items" if content["kind"] == StepKind.SCENARIO else "body"
        old = _thawed(before, keys) if before else []
        values[stream] = json.dumps(with_own_words(_thawed(part, keys), raw_blocks(own) if own else (), old))
    if content["kind"] == StepKind.SCENARIO:
        values |= {"pass_mark": content["pass_mark"], "intro": thaw_intro(content)}
    if content["kind"] == StepKind.SCORM:
        values["version"] = version_here(content, page)
    if own is None:
        return _new_step(actor, page, content, values)
    if "intro" in values and not (before and same_text(own.intro, thaw_intro(before.content))):
        values["intro"] = own.intro or values["intro"]
    if before and own.title == before.content["title"]:
        values["title"] = content["title"]
    draft = draft_of(type(own).objects.select_related("latest_revision").get(pk=own.pk))
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save_revision(user=actor)
    return draft


def _thawed(part: FrozenPart, keys: Keys) -> list[dict[str, Any]]:
    if part.content["kind"] != StepKind.SCENARIO:
        return thaw_lesson(part.content, keys)
    return thaw_items(part.quiz or {"items": []}, part.content["key"], keys)


def _new_step(actor: User, page: ModulePage, content: Mapping[str, Any], values: dict[str, Any]) -> StepPage:
    made = MODELS[content["kind"]](
        title=content["title"],
        translation_key=uuid.UUID(content["key"]),
        locale=page.locale,
        live=False,
        **values,
    )
    Page.objects.get(pk=page.pk).add_child(instance=made)
    made.save_revision(user=actor, log_action=False)
    return made


def version_here(content: Mapping[str, Any], page: ModulePage) -> ScormVersion | None:
    """The upload that has this content, of an agency that writes the module."""
    agencies = page.coauthorships.values("agency")
    return ScormVersion.objects.filter(digest=content["package"]["digest"], package__agency__in=agencies).first()


def _order(page: ModulePage, wanted: list[int]) -> None:
    standing = list(Page.objects.child_of(Page.objects.get(pk=page.pk)).order_by("path").values_list("pk", flat=True))
    if standing != wanted:
        for pk in wanted:
            Page.objects.get(pk=pk).move(Page.objects.get(pk=page.pk), pos="last-child")


def _bring_heading(actor: User, page: ModulePage, new: dict[str, Any], old: dict[str, Any] | None) -> None:
    draft = draft_of(ModulePage.objects.select_related("latest_revision").get(pk=page.pk))
    objectives = list(new["objectives"])
    if old is not None:
        for name in ("title", "summary"):
            if getattr(draft, name) == old[name]:
                setattr(draft, name, new[name])
        own = [block["value"] for block in draft.objectives.get_prep_value()]
        objectives = followed_list(old["objectives"], objectives, own)
    draft.objectives = json.dumps(
        [
            {"type": "objective", "value": text, "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{page.pk}/{number}"))}
            for number, text in enumerate(objectives, start=1)
        ]
    )
    draft.save_revision(user=actor, log_action=False)


def _waiting(translation: Translation) -> dict[str, Edition]:
    """The places whose source moved earlier and that nobody has answered, with the edition they were made from."""
    lines = _lines(translation)
    return {key: line.mark.translated_from for key, line in lines.items() if line.stale and line.mark}


def _mark_moved(translation: Translation, keys: list[str], followed: Edition, waiting: Mapping[str, Edition]) -> None:
    """Mark each translated place that changed; one that waited already stays marked from where its words come."""
    lines = _lines(translation)
    for key in {*keys, *waiting}:
        line = lines.get(key)
        if line is None or line.own is None or dict(line.own.words) == dict(line.source.words):
            continue
        TranslationMark.objects.update_or_create(
            translation=translation,
            place=key,
            defaults={
                "kind": MarkKind.STALE,
                "words_digest": line.own.words_digest,
                "source_digest": line.source.digest,
                "translated_from": waiting.get(key, followed),
            },
        )


def _lines(translation: Translation) -> dict[str, Line]:
    drafts = latest_drafts(translation.page)
    sides = side_by_side(drafts, load_registers(references_of(drafts.steps)))
    return {line.source.key: line for line in sides.lines} if sides else {}


def _record(actor: User, what: str, translation: Translation, **more: str) -> None:
    record_event(
        actor=actor,
        action=f"modules.translation.{what}",
        subject=f"module:{translation.page.translation_key}",
        data={"language": translation.language, "edition": translation.edition.digest} | more,
    )
