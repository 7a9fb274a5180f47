"""Files of editions: kept by digest, unchanged for ever, and public only with their edition."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from media.services.collections import agency_collection
from modules.asset_store import asset_path
from modules.rendering import render_step
from modules.services.checking import check_module
from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition
from tests.factories.media import CAPTIONS, WEBM, ContentImageFactory, RecordingFactory, image_bytes
from tests.factories.modules import add_lesson, block, make_module


@pytest.fixture
def module(cast):
    collection = agency_collection(cast.agency)
    image, recording = ContentImageFactory(collection=collection), RecordingFactory(collection=collection)
    module = make_module([cast.agency, cast.second_agency], with_scenario=False, with_lesson=False)
    add_lesson(
        module,
        [
            block("image", {"image": image.pk, "alt": "A report form.", "caption": ""}),
            block("video", {"recording": recording.pk, "title": "Taking a report"}),
        ],
    )
    return module


@pytest.fixture
def candidate(module):
    return freeze_module(actor="test", module=module)


def address(asset):
    return reverse("modules:asset", args=[asset.sha256, asset.name])


def test_the_store_holds_each_file_under_its_digest(candidate):
    assets = {asset.content_type: asset for asset in candidate.assets.all()}

    assert set(assets) == {"image/png", "video/webm", "text/vtt"}
    for asset in assets.values():
        assert hashlib.sha256(asset_path(asset.sha256).read_bytes()).hexdigest() == asset.sha256
        assert asset.sha256 in candidate.canonical


def test_replacing_or_deleting_a_file_does_not_touch_the_edition(candidate, module):
    block_of_image = candidate.steps.get().blocks[0]
    image = ContentImageFactory._meta.model.objects.get()
    with image.file.storage.open(image.file.name, "wb") as handle:
        handle.write(image_bytes(colour="red"))
    image.file.storage.delete(image.file.name)

    kept = asset_path(block_of_image["file"]["sha256"]).read_bytes()
    assert hashlib.sha256(kept).hexdigest() == block_of_image["file"]["sha256"]


def test_files_of_a_candidate_are_for_its_writers_and_reviewers(cast, client, candidate):
    asset = candidate.assets.get(content_type="video/webm")
    for who in ("author", "second_author", "reviewer", "second_reviewer", "administrator"):
        client.force_login(getattr(cast, who))
        response = client.get(address(asset))
        assert response.status_code == 200, who
        assert response["Cache-Control"] == "private, no-store"
    for who in ("outside_author", "officer", "coordinator"):
        client.force_login(getattr(cast, who))
        assert client.get(address(asset)).status_code == 404, who
    client.logout()
    assert client.get(address(asset)).status_code == 404


def test_files_of_a_published_edition_are_public_and_kept_for_ever(client, candidate):
    publish_edition(actor="test", edition=candidate)
    video = candidate.assets.get(content_type="video/webm")
    captions = candidate.assets.get(content_type="text/vtt")

    whole, part = client.get(address(video)), client.get(address(video), headers={"Range": "bytes=0-3"})

    assert whole["Cache-Control"] == "public, max-age=31536000, immutable"
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert (part.status_code, b"".join(part.streaming_content)) == (206, WEBM[:4])
    assert b"".join(client.get(address(captions)).streaming_content).decode() == CAPTIONS
    assert client.get(reverse("modules:asset", args=[video.sha256, "other-name.html"])).status_code == 404


def test_the_lesson_shows_image_video_captions_and_transcript(client, candidate):
    publish_edition(actor="test", edition=candidate)
    step = candidate.steps.get()

    html = client.get(reverse("modules:edition_step", args=[candidate.digest, step.slug])).content.decode()

    assert 'alt="A report form."' in html
    assert '<track kind="captions"' in html
    assert "You are safe here." in html


@pytest.mark.parametrize(
    ("captions", "said"),
    [("", "has no captions"), ("nonsense", "are not valid WebVTT"), ("WEBVTT\n", "hold no text")],
)
def test_bad_captions_stop_the_freeze(module, captions, said):
    RecordingFactory._meta.model.objects.update(captions=captions)

    assert any(said in problem.message for problem in check_module(module))


def test_a_co_author_of_another_agency_sees_the_images_of_the_shared_draft(cast, client, module):
    image = ContentImageFactory._meta.model.objects.get()
    client.force_login(cast.second_author)

    assert client.get(reverse("media:image", args=[image.pk])).status_code == 200


def test_a_sound_is_frozen_with_its_transcript_and_a_film_with_its_poster(cast):
    film = RecordingFactory()
    film.thumbnail.save("poster.png", ContentFile(image_bytes()))
    sound = RecordingFactory(type="audio", captions="WEBVTT\n\n00:00.000 --> 00:02.000\nOnly heard.\n")
    module = make_module([cast.agency], with_scenario=False, with_lesson=False)
    shown = [
        block("video", {"recording": film.pk, "title": "Seen"}),
        block("audio", {"recording": sound.pk, "title": "Heard"}),
    ]
    add_lesson(module, shown)

    step = freeze_module(actor="test", module=module).steps.get()

    html = render_step(step)
    poster = step.blocks[0]["poster"]
    assert f'poster="{reverse("modules:asset", args=[poster["sha256"], poster["name"]])}"' in html
    assert "<audio controls" in html
    assert "Only heard." in html
