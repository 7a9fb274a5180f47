"""Editions as files: the same text comes back with the same digest, and nothing that was altered does."""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from PIL import Image

from assessments.models import Quiz
from media.models import ContentImage
from modules.exchange.packages import PackageRefused, read_package, schema
from modules.models import Edition, ModulePage, ScormPackage, ScormPage, ScormVersion
from modules.services.exporting import export_edition
from modules.services.freezing import freeze_module
from modules.services.importing import import_edition
from modules.services.playing import open_page, registration_for
from records.canonical import canonical_json, digest
from tests.factories.modules import add_lesson, block, make_candidate, make_current_edition, make_module
from tests.factories.scorm import make_package_edition, package_zip
from tests.factories.translations import make_current_translation

pytestmark = pytest.mark.django_db


def exported(edition: Edition) -> bytes:
    target = io.BytesIO()
    export_edition(edition, target)
    return target.getvalue()


def of_elsewhere(edition: Edition, **changes: Any) -> bytes:
    """The same edition as an installation that has another module would write it."""
    content = _renamed(json.loads(edition.canonical) | changes)
    return repacked(exported(edition), {"edition.json": canonical_json(content)}, digest=digest(content))


def repacked(packed: bytes, changed: dict[str, str | bytes | None], **manifest: Any) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(packed)), io.BytesIO()
    members: dict[str, Any] = {name: source.read(name) for name in source.namelist()} | changed
    members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | manifest)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            if data is not None:
                archive.writestr(name, data)
    return target.getvalue()


def taken(packed: bytes, actor: Any = "test") -> Edition:
    return import_edition(actor=actor, package=read_package(io.BytesIO(packed)))


def with_picture(agency) -> ModulePage:
    picture = ContentFile(b"", name="street.png")
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    picture.seek(0)
    image = ContentImage.objects.create(title="A street", file=picture)
    module = make_module([agency])
    add_lesson(module, [block("image", {"image": image.pk, "alt": "A street at night", "caption": "Night"})])
    return module


def test_exact_text_fits_the_schema(cast):
    source = make_current_edition([cast.agency])
    for edition in (source, make_current_translation(source, actor=cast.author)):
        assert list(Draft202012Validator(schema()).iter_errors(json.loads(edition.canonical))) == []
    Draft202012Validator.check_schema(schema())


def test_what_comes_back_is_equal_and_goes_out_again_as_the_same_bytes(cast):
    edition = freeze_module(actor="test", module=with_picture(cast.agency))
    packed = of_elsewhere(edition)

    back = taken(packed, cast.administrator)

    assert back.state == "candidate"
    named = json.loads(zipfile.ZipFile(io.BytesIO(packed)).read("manifest.json"))["digest"]
    assert back.digest == digest(json.loads(back.canonical)) == named
    assert [step.quiz for step in back.steps.all()] == [step.quiz for step in edition.steps.all()]
    assert set(back.assets.all()) == set(edition.assets.all())
    assert back.citations.count() == edition.citations.count()
    assert back.module != edition.module
    once = exported(back)
    assert exported(back) == once
    assert zipfile.ZipFile(io.BytesIO(once)).read("edition.json").decode() == back.canonical


def test_its_drafts_come_back_too_and_freeze_to_the_same_steps(cast):
    edition = freeze_module(actor="test", module=with_picture(cast.agency))
    back = taken(of_elsewhere(edition))
    again = freeze_module(actor="test", module=back.module)
    before, after = json.loads(back.canonical), json.loads(again.canonical)
    assert after["steps"] == before["steps"]
    assert (after["title"], after["objectives"]) == (before["title"], before["objectives"])


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
    lambda text: text.strip()
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=words, summary=words, prompts=st.lists(words, max_size=3), minutes=st.integers(1, 90))
def test_any_text_goes_out_and_comes_back_byte_for_byte(cast, title, summary, prompts, minutes):
    edition = Edition.objects.filter(title="The bulletin").first() or make_candidate([cast.agency])
    content = json.loads(edition.canonical)
    lesson = content["steps"][0] | {"minutes": minutes, "title": title}
    lesson["blocks"] = lesson["blocks"] + [
        {"id": str(uuid.uuid4()), "type": "reflection", "prompt": prompt} for prompt in prompts
    ]
    packed = of_elsewhere(edition, title=title, summary=summary, steps=[lesson, *content["steps"][1:]])
    first = taken(packed)
    out = exported(first)
    assert read_package(io.BytesIO(out)).text == first.canonical
    assert out == exported(Edition.objects.get(digest=first.digest))


UNKNOWN = {"number": 1, "language": "en", "digest": "0" * 64}


def altered(edition: Edition) -> dict[str, tuple[bytes, str]]:
    packed = of_elsewhere(edition)
    text = zipfile.ZipFile(io.BytesIO(packed)).read("edition.json").decode()
    quiz = next(name for name in zipfile.ZipFile(io.BytesIO(packed)).namelist() if name.startswith("quizzes/"))
    asset = next(name for name in zipfile.ZipFile(io.BytesIO(packed)).namelist() if name.startswith("assets/"))
    content = json.loads(text)
    return {
        "text": (repacked(packed, {"edition.json": text.replace("covered", "not covered", 1)}), "altered"),
        "form": (repacked(packed, {"edition.json": f" {text}"}, digest=_sha(f" {text}")), "canonical form"),
        "quiz": (repacked(packed, {quiz: '{"items":[],"pass_mark":1,"title":"x"}'}), "quiz"),
        "quiz gone": (repacked(packed, {quiz: None}), ""),
        "asset": (repacked(packed, {asset: b"something else"}), "altered"),
        "schema": (_with(packed, content | {"schema": 9}), "Unknown schema: 9"),
        "shape": (_with(packed, content | {"steps": []}), "steps"),
        "files": (_with(packed, content | {"files": []}), "file list"),
        "agency": (_with(packed, content | {"agencies": [content["agencies"][0] | {"agency": "nobody"}]}), "nobody"),
        "source": (_with(packed, content | {"translates": UNKNOWN}), "first"),
        "stranger": (repacked(packed, {"../../etc/passwd": "x"}), "no part of an edition"),
        "manifest": (repacked(packed, {}, format="other"), "not an edition"),
        "no zip": (b"PK\x03\x04 nothing", "ZIP"),
        "no json": (b"{", "not JSON"),
        "no text": (b"\xff\xfe\x00", "UTF-8"),
        "deep": (b"[" * 200_000, "JSON"),
    }


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _renamed(content: dict[str, Any]) -> dict[str, Any]:
    """The same content under other keys."""
    text = canonical_json(content | {"module": str(uuid.uuid4())})
    for step in content["steps"]:
        text = text.replace(step["key"], str(uuid.uuid4()))
    renamed: dict[str, Any] = json.loads(text)
    return renamed


def test_steps_that_are_here_under_another_module_are_not_taken_twice(cast):
    edition = make_candidate([cast.agency])
    content = json.loads(edition.canonical) | {"module": str(uuid.uuid4())}
    with pytest.raises(PackageRefused, match="steps are here already"):
        taken(_with(exported(edition), content))


def _with(packed: bytes, content: dict[str, Any]) -> bytes:
    return repacked(packed, {"edition.json": canonical_json(content)}, digest=digest(content))


def test_whatever_was_altered_is_refused_with_its_reason_and_nothing_is_written(cast):
    edition = freeze_module(actor="test", module=with_picture(cast.agency))
    before = (Edition.objects.count(), ModulePage.objects.count(), Quiz.objects.count())
    for name, (packed, reason) in altered(edition).items():
        if name == "quiz gone":
            continue  # the quiz is here already, so nothing is missing
        with pytest.raises(PackageRefused, match=reason):
            taken(packed)
        assert (Edition.objects.count(), ModulePage.objects.count(), Quiz.objects.count()) == before, name


def test_what_the_registers_lack_is_named_whole(cast):
    edition = make_candidate([cast.agency])
    content = json.loads(edition.canonical)
    step = content["steps"][0]
    step["provisions"]["L-99z"] = next(iter(step["provisions"].values()))
    step["sources"]["S99z"] = {}
    with pytest.raises(PackageRefused) as refused:
        taken(_with(of_elsewhere(edition), _renamed(content)))
    assert refused.value.reasons == [
        "Missing in the registers: rule L-99z.",
        "Missing in the registers: source S99z.",
    ]


def test_the_text_alone_comes_back_where_its_quizzes_are_and_not_where_they_are_not(cast):
    edition = make_candidate([cast.agency])
    content = _renamed(json.loads(edition.canonical))
    assert taken(canonical_json(content).encode()).digest == digest(content)
    content = _renamed(content)
    content["steps"][1]["quiz"] = "f" * 64
    with pytest.raises(PackageRefused, match="Take the ZIP"):
        taken(canonical_json(content).encode())


def test_the_same_edition_number_or_an_open_candidate_stands_in_the_way(cast):
    edition = make_current_edition([cast.agency])
    with pytest.raises(PackageRefused, match="here already"):
        taken(exported(edition))
    content = json.loads(edition.canonical)
    with pytest.raises(PackageRefused, match="another edition 1"):
        taken(_with(exported(edition), content | {"title": "Another"}))
    back = taken(_with(exported(edition), content | {"number": 7}))
    assert (back.module, back.number) == (edition.module, 7)
    with pytest.raises(PackageRefused, match="answering a candidate"):
        taken(_with(exported(edition), content | {"number": 8}))


def test_a_digest_that_was_told_is_held_against_the_file(cast):
    packed = exported(make_candidate([cast.agency]))
    with pytest.raises(PackageRefused, match="not the one you gave"):
        read_package(io.BytesIO(packed), expected="0" * 64)


def test_a_translation_comes_back_beside_its_source(cast):
    spanish = make_current_translation(make_current_edition([cast.agency]), actor=cast.author)
    content = json.loads(spanish.canonical)
    back = taken(_with(exported(spanish), content | {"number": 5}))
    assert (back.translates, back.module) == (spanish.translates, spanish.module)
    with pytest.raises(PackageRefused, match="Import that one first"):
        taken(of_elsewhere(spanish))


def package_elsewhere(edition: Edition, settings, tmp_path, **members: bytes) -> bytes:
    """The file of an edition that plays a package, on a site that has neither."""
    packed = repacked(of_elsewhere(edition), members)
    ScormPage.objects.update(version=None)
    ScormPackage.objects.all().delete()
    settings.EDITION_ASSET_ROOT = tmp_path
    return packed


def test_an_edition_takes_its_package_to_another_site(cast, settings, tmp_path):
    packed = package_elsewhere(make_package_edition(cast.agency), settings, tmp_path)
    edition = taken(packed)
    version = ScormVersion.objects.get()
    assert version.package.agency == cast.agency
    assert edition.steps.get().content["package"]["digest"] == version.digest
    assert ScormPage.objects.exclude(version=None).get().version == version
    opened = open_page(row=registration_for(person=cast.officer, subject="there", digest=version.digest))
    assert opened.way.item.title == "One"
    assert read_package(io.BytesIO(exported(edition))).holds_package(version.digest)


def test_another_package_than_the_edition_names_leaves_nothing(cast, settings, tmp_path):
    edition = make_package_edition(cast.agency)
    name = f"packages/{edition.steps.get().content['package']['digest']}.zip"
    packed = package_elsewhere(edition, settings, tmp_path, **{name: package_zip(pages=("Another",))})
    with pytest.raises(PackageRefused, match="was altered"):
        taken(packed)
    assert not ScormPackage.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_command_imports_and_explains(cast, tmp_path, capsys):
    edition = make_candidate([cast.agency])
    file = tmp_path / "edition.zip"
    file.write_bytes(of_elsewhere(edition))
    call_command("import_edition", str(file))
    assert "is here as a candidate" in capsys.readouterr().out
    with pytest.raises(CommandError, match="here already"):
        call_command("import_edition", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_edition", str(tmp_path / "none.zip"))


def upload(client, packed: bytes, told: str = ""):
    file = SimpleUploadedFile("edition.zip", packed, content_type="application/zip")
    return client.post(reverse("modules_admin:import_edition"), {"file": file, "digest": told})


def test_an_administrator_imports_from_a_page(cast, client):
    packed = of_elsewhere(make_candidate([cast.agency]))
    client.force_login(cast.administrator)
    assert client.get(reverse("modules_admin:import_edition")).status_code == 200
    assert upload(client, packed).status_code == 302
    refused = upload(client, packed)
    assert refused.status_code == 400
    assert "nothing was written" in refused.content.decode()
    assert upload(client, packed, "xyz").status_code == 200


@pytest.mark.parametrize("person", ["author", "reviewer", "coordinator", "officer", "anonymous"])
def test_others_do_not_import(cast, client, person):
    if person != "anonymous":
        client.force_login(getattr(cast, person))
    assert upload(client, b"x").status_code in {302, 403}
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("person", "status"),
    [("author", 200), ("administrator", 200), ("outside_author", 404), ("officer", 403), ("anonymous", 302)],
)
def test_the_zip_with_the_answers_is_for_those_who_write_or_review(cast, client, person, status):
    edition = make_current_edition([cast.agency])
    if person != "anonymous":
        client.force_login(getattr(cast, person))
    answer = client.get(reverse("modules:package", args=[edition.digest]))
    assert answer.status_code == status
    if status == 200:
        assert b"".join(answer.streaming_content) == exported(edition)


def test_the_schema_is_served_as_it_is(client):
    assert client.get("/editions/schema.json").json() == schema()
