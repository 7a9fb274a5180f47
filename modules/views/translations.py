"""Translations in the workspace: starting one, source and translation side by side, following a newer edition."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.checks.translations import Line, SideBySide, side_by_side
from modules.comparing import word_diff
from modules.forms import StartTranslationForm
from modules.freeze.drafts import latest_drafts
from modules.freeze.references import load_registers, references_of
from modules.models import Edition, Translation
from modules.problems import Problem
from modules.rules import can_edit_registers, modules_written_by
from modules.services.translating import (
    CannotTranslate,
    current_edition,
    keep_words,
    start_translation,
    update_translation,
)
from modules.translation.places import Place
from modules.translation.sources import edition_places
from people.access import guard, person_of

writers_only = guard("author or administrator", can_edit_registers)


@dataclass
class Row:
    """One place on the page: what it says in both languages, where it is edited, what is asked of it."""

    line: Line
    url: str
    moved: SafeString | None = None


@dataclass
class Part:
    """The places of one step (or of the module's heading), as the page lists them."""

    title: str
    rows: list[Row] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
@writers_only
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Start a translation of the module's current edition."""
    source = get_object_or_404(modules_written_by(request.user).filter(translation__isnull=True), pk=page_id)
    edition = current_edition(source)
    if edition is None:
        messages.warning(request, _("A translation starts from a signed edition, and this module has none yet."))
        return redirect("wagtailadmin_home")
    form = StartTranslationForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        translation = start_translation(
            actor=person_of(request),
            source=source,
            language=form.cleaned_data["language"],
            translators=form.cleaned_data["translators"],
        )
        messages.success(request, _("The translation is on the shelf, with the words of edition %s.") % edition.number)
        return redirect("modules_admin:translation", translation.page_id)
    context = {
        "form": form,
        "page_title": _("Start a translation"),
        "page_subtitle": f"{source.title}, {_('edition')} {edition.number}",
        "header_icon": "site",
    }
    return render(request, "modules/admin/form.html", context)


@require_safe
@writers_only
def translation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Source and translation side by side, place by place: what is not translated yet, what the source changed."""
    found = _find(request, page_id)
    drafts = latest_drafts(found.page)
    sides = side_by_side(drafts, load_registers(references_of(drafts.steps)))
    if sides is None:
        return redirect("wagtailadmin_home")
    newest = current_edition(found.source)
    context = {
        "translation": found,
        "module": drafts.module,
        "parts": _parts(sides),
        "total": len(sides.lines),
        "waiting": sum(bool(line.untranslated) or line.own is None for line in sides.lines),
        "stale": sum(line.stale for line in sides.lines),
        "extra": [(page, Problem("", page.pk, block).url) for page, block in sides.extra],
        "newest": newest if newest and newest.pk != found.edition_id else None,
        "page_title": _("Side by side"),
        "page_subtitle": f"{drafts.module.title} ({found.get_language_display()})",
        "header_icon": "site",
    }
    return render(request, "modules/admin/translation.html", context)


@require_POST
@writers_only
def update(request: HttpRequest, page_id: int) -> HttpResponse:
    """Follow the source's newest edition."""
    found = _find(request, page_id)
    try:
        update_translation(actor=person_of(request), translation=found)
    except CannotTranslate:
        messages.info(request, _("It follows the newest edition already."))
    else:
        messages.success(request, _("It follows the new edition now. What changed in the source is marked."))
    return redirect("modules_admin:translation", page_id)


@require_POST
@writers_only
def keep(request: HttpRequest, page_id: int) -> HttpResponse:
    """The words at this place are right as they are."""
    found = _find(request, page_id)
    place = request.POST.get("place", "")[:100]
    try:
        keep_words(actor=person_of(request), translation=found, place=place)
    except CannotTranslate:
        messages.warning(request, _("That place is no longer there. Nothing was changed."))
    return redirect(f"{reverse('modules_admin:translation', args=[page_id])}#p-{place}")


def _find(request: HttpRequest, page_id: int) -> Translation:
    return get_object_or_404(_translations(request), page_id=page_id)


def _translations(request: HttpRequest) -> QuerySet[Translation]:
    return Translation.objects.filter(page__in=modules_written_by(request.user)).select_related(
        "page", "source", "edition"
    )


def _parts(sides: SideBySide) -> list[Part]:
    """The lines step by step, each stale one with what its source said when it was translated."""
    earlier = _earlier(sides)
    parts = []
    for _step, lines in groupby(sides.lines, key=lambda line: line.source.step):
        held = list(lines)
        parts.append(Part(held[0].source.words.get("title", ""), [_row(line, earlier) for line in held]))
    return parts


def _row(line: Line, earlier: dict[int, dict[str, Place]]) -> Row:
    before = earlier.get(line.mark.translated_from_id, {}).get(line.source.key) if line.stale and line.mark else None
    moved = word_diff(before.plain, line.source.plain) if before else None
    return Row(line, Problem("", line.page.pk, line.block_id).url, moved)


def _earlier(sides: SideBySide) -> dict[int, dict[str, Place]]:
    wanted = {line.mark.translated_from_id for line in sides.lines if line.stale and line.mark}
    return {edition.pk: edition_places(edition) for edition in Edition.objects.filter(pk__in=wanted)}
