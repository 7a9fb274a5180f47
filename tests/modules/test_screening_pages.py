"""A screening as a module step: only notes of a signed dossier, frozen as signed, taken away and read back."""

import io
import json
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from modules.checks.translations import draft_places
from modules.comparing import compare_editions
from modules.enums import StepKind
from modules.exchange.packages import PackageRefused, read_package
from modules.freeze.drafts import latest_drafts
from modules.freeze.references import load_registers, references_of
from modules.models import Edition, ScreeningNotes, ScreeningPage
from modules.rendering import render_step
from modules.services.checking import check_module
from modules.services.freezing import FreezeRefused, freeze_module
from modules.services.importing import import_edition
from modules.services.translating import start_translation
from records.canonical import canonical_json
from review.services.dossiers import put_up_dossier, withdraw_dossier
from tests.factories.dossiers import make_dossier, make_published_dossier, sign_by
from tests.factories.modules import make_module
from tests.factories.screenings import add_screening, make_screening_edition, notes_of


def empty_module(cast):
    return make_module([cast.agency], with_lesson=False, with_scenario=False)


def test_notes_come_only_from_a_dossier_that_was_signed(cast):
    edition = put_up_dossier(actor=cast.reviewer, dossier=make_dossier(cast))
    assert not ScreeningNotes.objects.exists()
    sign_by(cast, edition, cast.reviewer)
    assert not ScreeningNotes.objects.exists()
    sign_by(cast, edition, cast.second_reviewer)
    notes = notes_of(edition)
    assert [(note["start"], note["mode"], note["claim"]) for note in notes.notes] == [
        (0, "pause", "No source for thirteen."),
        (10, "pause", "Condoms prove nothing."),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        ScreeningNotes.objects.update(content={"material": {}, "notes": []})


def test_a_step_without_notes_or_with_replaced_ones_is_not_frozen(cast):
    module = empty_module(cast)
    add_screening(module, None)
    with pytest.raises(FreezeRefused, match="Choose the dossier"):
        freeze_module(actor="test", module=module)
    dossier = make_published_dossier(cast)
    ScreeningPage.objects.update(notes=notes_of(dossier))
    freeze_module(actor="test", module=module)
    withdraw_dossier(actor=cast.reviewer, edition=dossier, reason="Wrong version.")
    with pytest.raises(FreezeRefused, match="replaced or withdrawn"):
        freeze_module(actor="test", module=module)


def test_the_same_notes_twice_in_a_module_are_refused(cast):
    module, notes = empty_module(cast), notes_of(make_published_dossier(cast))
    add_screening(module, notes)
    add_screening(module, notes, slug="again")
    assert any("same dossier" in problem.message for problem in check_module(module))


def test_what_is_frozen_and_shown_is_what_was_signed(cast, client):
    edition = make_screening_edition(cast)
    step = edition.steps.get()
    assert step.kind == StepKind.SCREENING
    kinds = [block["type"] for block in step.blocks]
    assert kinds == ["text", "screening", "correction", "correction"]
    shown = render_step(step)
    assert 'data-start="10"' in shown
    assert "Say that condoms are never evidence." in shown
    page = client.get(reverse("modules:edition_step", args=[edition.digest, step.slug])).content.decode()
    assert "Condoms prove nothing." in page
    assert page.count("<h1") == 1
    changes = compare_editions(None, edition)
    assert any("Condoms prove nothing." in change.new_html for change in changes)


def test_an_edition_with_a_screening_is_taken_away_and_read_back(cast):
    edition = make_screening_edition(cast)
    back = import_edition(actor="test", package=read_package(io.BytesIO(of_elsewhere(edition))))
    page = ScreeningPage.objects.get(translation_key=back.steps.get().key)
    assert page.notes.digest == back.steps.get().blocks[1]["dossier"]
    assert page.intro == "<p>Watch it.</p>"
    again = freeze_module(actor="test", module=back.module)
    assert json.loads(again.canonical)["steps"] == json.loads(back.canonical)["steps"]


def test_altered_notes_or_an_unknown_dossier_are_refused_on_the_way_in(cast):
    edition = make_screening_edition(cast)
    content = json.loads(of_elsewhere(edition))
    content["steps"][0]["blocks"][2]["claim"] = "Never signed."
    with pytest.raises(PackageRefused, match="not those of a signed dossier"):
        import_edition(actor="test", package=read_package(io.BytesIO(canonical_json(content).encode())))
    content["steps"][0]["blocks"][1]["dossier"] = "0" * 64
    with pytest.raises(PackageRefused, match="notes of the dossier"):
        import_edition(actor="test", package=read_package(io.BytesIO(canonical_json(content).encode())))
    assert Edition.objects.count() == 1


def test_a_translation_shows_the_same_notes(cast):
    source = make_screening_edition(cast)
    page = start_translation(actor=cast.author, source=source.module, language="es").page
    step = latest_drafts(page).steps[0]
    assert isinstance(step, ScreeningPage)
    assert step.notes_id == ScreeningNotes.objects.get().pk
    own = draft_places(latest_drafts(page), load_registers(references_of([step])))
    assert own["screening-" + str(step.translation_key)].bones["kind"] == "screening"
    messages = [problem.message for problem in check_module(page)]
    assert not [message for message in messages if "Only words may differ" in message or "Missing" in message]


def test_the_editor_offers_the_notes_and_previews_them(cast, client):
    notes = notes_of(make_published_dossier(cast))
    module = empty_module(cast)
    page = add_screening(module, notes)
    page.save_revision()
    client.force_login(cast.author)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert str(notes) in form.replace("&amp;", "&")
    preview = client.get(reverse("curriculum:preview_step", args=[module.pk, 1])).content.decode()
    assert "Condoms prove nothing." in preview


def of_elsewhere(edition: Edition) -> bytes:
    """The same text as an installation would write it where module and step have other keys."""
    text = edition.canonical
    for key in (str(edition.steps.get().key), str(edition.module.translation_key)):
        text = text.replace(key, str(uuid.uuid4()))
    return canonical_json(json.loads(text)).encode()
