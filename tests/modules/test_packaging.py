"""Editions as SCORM packages: read back by our own reader, the same bytes each time, for those allowed only."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from PIL import Image

from assessments.definition import Item, ItemKind, QuizDefinition, from_data
from assessments.definition.shape import Choice
from media.models import ContentImage, Recording
from modules.models import Edition
from modules.packaging.errors import PackagingRefused
from modules.packaging.quiz_data import kept_at_most, quiz_json
from modules.scorm.archive import open_archive
from modules.scorm.manifest import read_package
from modules.scorm.report import inspect_package
from modules.services.packaging import write_edition
from modules.services.publishing import withdraw_edition
from records.models import LedgerEntry
from tests.factories.modules import (
    ResourceFactory,
    add_lesson,
    add_scenario,
    block,
    make_current_edition,
    make_module,
    next_edition,
    single_item,
)

STANDARDS = ("1.2", "2004")


def packaged(edition: Edition, standard: str = "2004", **options) -> bytes:
    target = io.BytesIO()
    write_edition(edition, standard, target, **options)
    return target.getvalue()


def words_of(html: str) -> str:
    reader, found = HTMLParser(), []
    reader.handle_data = found.append
    reader.feed(html)
    return " ".join(" ".join(found).split())


@pytest.fixture
def edition(cast, db) -> Edition:
    return make_current_edition([cast.agency])


@pytest.mark.parametrize("standard", STANDARDS)
def test_package_is_read_back_whole(edition, standard):
    packed = packaged(edition, standard)
    report, package = inspect_package(io.BytesIO(packed))
    assert report.importable
    assert report.errors + report.warnings == ()
    assert package.edition.standard == standard
    steps = list(edition.steps.all())
    assert [(line.title, line.kind) for line in report.outline] == [(step.title, "sco") for step in steps]
    assert (package.title, package.identifier) == (edition.title, f"CG-{edition.digest}")
    assert package.version == str(edition.number)
    quiz = next(step.quiz for step in steps if step.quiz)
    mark = json.loads(quiz.canonical)["pass_mark"]
    assert list(report.reporting.mastery_scores.values()) == [mark if standard == "1.2" else mark / 100]


def test_pages_say_what_the_edition_says(edition):
    archive = zipfile.ZipFile(io.BytesIO(packaged(edition)))
    package = read_package(open_archive(io.BytesIO(packaged(edition))))
    lesson, quiz = (archive.read(item.launch.path).decode() for item in package.organization.launchable)
    for said in ("A person who reports is covered", "Most do not report.", "You will not be arrested.", edition.digest):
        assert said in words_of(lesson)
    data = json.loads(re.search(r'data-quiz="([^"]*)"', quiz)[1].replace("&quot;", '"').replace("&#x27;", "'"))
    frozen = from_data(json.loads(edition.steps.last().quiz.canonical))
    assert [item["title"] for item in data["items"]] == [item.title for item in frozen.items]
    assert data["items"][1]["choices"][1] | {"rule": None} == {
        "text": "Nothing.", "right": True, "consequence": "", "feedback": "They prove nothing.", "rule": None,
    }  # fmt: skip
    assert [choice["next"] for choice in data["items"][0]["scenes"][0]["choices"]] == [None, 1]


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(edition):
    archive = zipfile.ZipFile(io.BytesIO(packaged(edition)))
    for name in (name for name in archive.namelist() if name.endswith(".html")):
        page = archive.read(name).decode()
        loaded = re.findall(r'(?:src|poster|<link[^>]*href)="([^"]*)"', page)
        assert set(loaded) <= set(archive.namelist())
        assert not re.search(r"<style|style=|<script>|\son\w+=", page)


def test_same_edition_gives_the_same_bytes(edition):
    assert packaged(edition) == packaged(edition)
    assert packaged(edition) != packaged(edition, "1.2")


def test_metadata_names_agencies_time_digest_and_rights(edition, settings, cast):
    settings.EDITION_RIGHTS = "CC BY 4.0"
    manifest = zipfile.ZipFile(io.BytesIO(packaged(edition))).read("imsmanifest.xml").decode()
    for said in (cast.agency.name, "PT18M", edition.digest, "CC BY 4.0", f'language="{edition.language}"'):
        assert said in manifest


def with_files(agency):
    picture = ContentFile(b"", name="street.png")
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    picture.seek(0)
    image = ContentImage.objects.create(title="A street", file=picture)
    captions = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello there.\n"
    film = Recording.objects.create(
        title="A film",
        file=ContentFile(b"\x1a\x45\xdf\xa3", name="film.webm"),
        duration=2,
        type="video",
        captions=captions,
    )
    module = make_module([agency])
    referral = ResourceFactory(name="Secret Harbor")
    add_lesson(module, [
        block("image", {"image": image.pk, "alt": "A street at night", "caption": "Night"}),
        block("video", {"recording": film.pk, "title": "A film"}),
        block("referrals", {"title": "", "resources": [referral.pk]}),
    ], title="Pictures")  # fmt: skip
    return module


def test_pictures_come_along_recordings_only_when_they_may_and_contacts_never(cast, db):
    edition = next_edition(Edition(module=with_files(cast.agency)), actor=cast.author)
    for recordings in (False, True):
        archive = zipfile.ZipFile(io.BytesIO(packaged(edition, recordings=recordings)))
        [name] = [name for name in archive.namelist() if name.startswith("03")]
        page = archive.read(name).decode()
        assert ("<video" in page, "not in this package" in page) == (recordings, not recordings)
        assert any(name.endswith(".webm") for name in archive.namelist()) == recordings
        assert "Hello there." in page
        assert "Secret Harbor" not in page
        assert reverse("modules:resources") in page
        assert "/editions/assets/" not in page
        report, _package = inspect_package(io.BytesIO(packaged(edition, recordings=recordings)))
        assert report.errors + report.warnings == ()


def question(choices: int) -> Item:
    return Item("q", ItemKind.MULTIPLE, "Long", choices=tuple(Choice(str(n), "x") for n in range(choices)))


def test_quiz_whose_answers_would_not_fit_is_refused():
    assert kept_at_most(QuizDefinition("Fits", 80, (question(36),) * 90)) < 4096
    for quiz in (QuizDefinition("Long", 80, (question(36),) * 110), QuizDefinition("Wide", 80, (question(37),))):
        with pytest.raises(PackagingRefused, match=quiz.title):
            quiz_json(quiz)


def test_members_of_the_agencies_take_it_and_the_ledger_says_so(client, cast, edition):
    address = reverse("modules:scorm", args=[edition.digest])
    client.force_login(cast.author)
    assert address in client.get(reverse("modules:edition", args=[edition.digest])).content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, {"standard": "1.2"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == packaged(edition, "1.2")
    entry = LedgerEntry.objects.filter(action="edition_packaged").get()
    assert entry.data == {"edition": edition.digest, "standard": "1.2", "recordings": False}
    assert client.post(address, {"standard": "aicc"}).status_code == 400
    assert LedgerEntry.objects.filter(action="edition_packaged").count() == 1


def test_others_do_not(client, cast, edition):
    address = reverse("modules:scorm", args=[edition.digest])
    assert client.get(address).status_code == 302
    for person, status in ((cast.officer, 403), (cast.coordinator, 403), (cast.outside_author, 404)):
        client.force_login(person)
        assert client.post(address, {"standard": "2004"}).status_code == status
    assert not LedgerEntry.objects.filter(action="edition_packaged").exists()


def test_withdrawn_edition_is_not_given_away(client, cast, edition):
    withdraw_edition(actor=cast.administrator, edition=edition, reason="A rule was wrong.")
    client.force_login(cast.author)
    answer = client.post(reverse("modules:scorm", args=[edition.digest]), {"standard": "2004"})
    assert answer.status_code == 302
    assert not LedgerEntry.objects.filter(action="edition_packaged").exists()


def test_command_writes_the_file_or_nothing(edition, tmp_path, capsys):
    target = tmp_path / "edition.zip"
    call_command("scorm_export", edition.digest[:12], "--as", "1.2", "--output", str(target))
    assert target.read_bytes() == packaged(edition, "1.2")
    for wrong in ("00000000000", edition.digest[:4]):
        with pytest.raises(CommandError):
            call_command("scorm_export", wrong, "--output", str(tmp_path / "none.zip"))
    assert [path.name for path in tmp_path.iterdir()] == ["edition.zip"]


def test_long_module_of_two_quizzes_has_a_page_for_each(cast, db):
    module = make_module([cast.agency])
    add_scenario(module, [single_item(key="other")], title="Another")
    edition = next_edition(Edition(module=module), actor=cast.author)
    report, _package = inspect_package(io.BytesIO(packaged(edition)))
    assert len(report.outline) == 3
