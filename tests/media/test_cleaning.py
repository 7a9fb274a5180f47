"""What may be uploaded, and what is left of it."""

import io
import wave

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from media.cleaning import cleaned_image
from media.durations import duration_of
from media.models import ContentImage, Recording
from media.services.collections import agency_collection
from tests.factories.media import CAPTIONS, WEBM, ContentImageFactory, image_bytes

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo_with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SECRETCAM"
    exif.get_ifd(0x8825)[1] = "N"
    return image_bytes("JPEG", exif=exif, comment=b"SECRETNOTE")


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_photo_loses_place_camera_and_comment_and_stands_upright():
    cleaned = cleaned_image(upload(photo_with_place(), "photo.jpg")).read()

    with Image.open(io.BytesIO(cleaned)) as picture:
        assert picture.size == (30, 40)
        assert not picture.getexif()
    assert b"SECRETCAM" not in cleaned
    assert b"SECRETNOTE" not in cleaned


def test_what_hides_behind_an_image_is_left_behind():
    cleaned = cleaned_image(upload(image_bytes() + b"<script>alert(1)</script>PK\x03\x04", "x.png")).read()

    assert b"script" not in cleaned


@pytest.mark.parametrize("mode", ["RGBA", "L", "P", "1", "LA"])
def test_other_kinds_of_pixels_survive(mode):
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, format="PNG")

    with Image.open(cleaned_image(upload(out.getvalue(), "x.png"))) as picture:
        assert picture.mode == mode


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "x.svg"),
        (SVG, "x.png"),
        (b"", "x.png"),
        (b"GIF89a" + b"\0" * 50, "x.gif"),
        (b"\x89PNG\r\n\x1a\n", "x.png"),
    ],
)
def test_what_is_not_an_image_is_refused(content, name):
    with pytest.raises(ValidationError):
        cleaned_image(upload(content, name))


def test_a_bomb_of_declared_pixels_is_refused():
    content = bytearray(image_bytes())
    content[16:24] = (50_000).to_bytes(4) * 2

    with pytest.raises(ValidationError):
        cleaned_image(upload(bytes(content), "bomb.png"))


def add_image(client, collection, content, name):
    return client.post(
        reverse("wagtailimages:add"), {"title": "x", "file": upload(content, name), "collection": collection.pk}
    )


def test_the_library_keeps_only_the_cleaned_image(cast, client):
    client.force_login(cast.author)

    add_image(client, agency_collection(cast.agency), photo_with_place(), "photo.jpg")

    with ContentImage.objects.get().file.open("rb") as kept:
        assert b"SECRETCAM" not in kept.read()


@pytest.mark.parametrize(("content", "name"), [(SVG, "x.svg"), (SVG, "x.png"), (b"<html>", "x.jpg")])
def test_the_library_refuses_what_is_not_an_image(cast, client, content, name):
    client.force_login(cast.author)

    add_image(client, agency_collection(cast.agency), content, name)

    assert not ContentImage.objects.exists()


def add_recording(client, collection, content, name, captions):
    fields = {"title": "x", "file": upload(content, name), "collection": collection.pk, "captions": captions}
    return client.post(
        reverse("wagtailmedia:add", args=["video"]), fields | {"duration": 4, "caption_language": "en", "tags": ""}
    )


def test_a_recording_is_added_with_its_captions(cast, client):
    client.force_login(cast.author)

    add_recording(client, agency_collection(cast.agency), WEBM, "x.webm", CAPTIONS)

    assert Recording.objects.get().captions.strip() == CAPTIONS.strip()


@pytest.mark.parametrize(
    ("content", "captions"),
    [(b"<html><script>", CAPTIONS), (WEBM, "not captions"), (WEBM, "<script>alert(1)</script>")],
)
def test_a_false_recording_or_bad_captions_are_refused(cast, client, content, captions):
    client.force_login(cast.author)

    response = add_recording(client, agency_collection(cast.agency), content, "x.webm", captions)

    assert response.status_code == 200
    assert not Recording.objects.exists()


def test_the_library_of_another_agency_cannot_be_seen_or_changed(cast, client):
    image = ContentImageFactory(title="Only ours", collection=agency_collection(cast.agency))
    agency_collection(cast.outside_agency)
    client.force_login(cast.outside_author)

    for name in (
        "wagtailimages:edit",
        "wagtailimages:delete",
        "wagtailimages:image_usage",
        "wagtailimages:url_generator",
    ):
        response = client.get(reverse(name, args=[image.pk]))
        assert "Only ours" not in response.content.decode(), name
    for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
        assert "Only ours" not in client.get(reverse(name)).content.decode(), name


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (WEBM, "film.mp4"),
        (WEBM, "film.html"),
        (b"\0\0\0\x18ftypmp42<html><script>alert(1)</script>", "film.mp4"),
        (b"ID3<svg onload=alert(1)>", "song.mp3"),
        (b"RIFF\0\0\0\0WEBP", "song.wav"),
        (b"", "film.webm"),
        (SVG, "film.webm"),
    ],
)
def test_a_recording_that_is_not_what_its_name_says_is_refused(cast, client, content, name):
    client.force_login(cast.author)

    response = add_recording(client, agency_collection(cast.agency), content, name, CAPTIONS)

    assert response.status_code == 200
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "not valid WebVTT"),
        (b"\xff\xfe\x00W", "not text in UTF-8"),
        (b"WEBVTT\n\n", "hold no text"),
        (b"  ", "is empty"),
    ],
)
def test_a_caption_file_that_is_not_web_vtt_gets_a_clear_answer(cast, client, content, said):
    client.force_login(cast.author)
    fields = {"title": "x", "file": upload(WEBM, "x.webm"), "collection": agency_collection(cast.agency).pk}

    response = client.post(
        reverse("wagtailmedia:add", args=["video"]),
        fields | {"caption_file": upload(content, "x.vtt"), "captions": "", "caption_language": "en", "tags": ""},
    )

    assert said in response.content.decode()
    assert not Recording.objects.exists()


def test_captions_come_from_their_file_and_the_duration_from_the_recording(cast, client):
    client.force_login(cast.author)
    film = (settings.PROGRAMME_DIR / "modules/trafficking-and-sex-work/video/three-parts.webm").read_bytes()
    fields = {"title": "x", "file": upload(film, "x.webm"), "collection": agency_collection(cast.agency).pk}

    client.post(
        reverse("wagtailmedia:add", args=["video"]),
        fields
        | {"caption_file": upload(CAPTIONS.encode(), "x.vtt"), "captions": "", "caption_language": "en", "tags": ""},
    )

    kept = Recording.objects.get()
    assert kept.captions.strip() == CAPTIONS.strip()
    assert kept.duration == pytest.approx(duration_of(io.BytesIO(film), "x.webm"))
    assert 1 < kept.duration < 600


def wave_of(seconds: float) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * int(8000 * seconds))
    return out.getvalue()


def test_the_duration_of_a_sound_is_read_and_of_a_broken_file_is_not():
    assert duration_of(io.BytesIO(wave_of(2.5)), "x.wav") == pytest.approx(2.5)
    for content, name in [(WEBM, "x.webm"), (b"ID3", "x.mp3"), (b"\0\0\0\x18ftypmp42", "x.mp4"), (b"", "x.ogg")]:
        assert duration_of(io.BytesIO(content), name) is None


def test_the_poster_of_a_recording_is_cleaned_too(cast, client):
    client.force_login(cast.author)
    fields = {"title": "x", "file": upload(WEBM, "x.webm"), "collection": agency_collection(cast.agency).pk}

    client.post(
        reverse("wagtailmedia:add", args=["video"]),
        fields
        | {"thumbnail": upload(photo_with_place(), "x.jpg"), "captions": "", "caption_language": "en", "tags": ""},
    )

    with Recording.objects.get().thumbnail.open("rb") as kept:
        assert b"SECRETCAM" not in kept.read()


def test_renditions_and_other_ways_in_keep_no_place_either(cast, client):
    client.force_login(cast.author)
    collection = agency_collection(cast.agency)

    client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "x", "files[]": upload(photo_with_place(), "one.jpg"), "collection": collection.pk},
    )
    client.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "x",
            "image-chooser-upload-file": upload(photo_with_place(), "two.jpg"),
            "image-chooser-upload-collection": collection.pk,
        },
    )

    assert ContentImage.objects.count() == 2
    for image in ContentImage.objects.all():
        for file in (image.file, image.get_rendition("width-20").file):
            with file.open("rb") as kept:
                content = kept.read()
            assert b"SECRETCAM" not in content
            assert not Image.open(io.BytesIO(content)).getexif()


def test_a_huge_upload_is_refused_before_a_byte_of_it_is_read(cast, client):
    client.force_login(cast.author)

    class Untouched(io.BytesIO):
        def read(self, *_size: int) -> bytes:
            raise AssertionError("the body was read")

    for url in (reverse("wagtailmedia:add", args=["video"]), reverse("wagtailimages:add"), "/accounts/login/"):
        answer = client.generic(
            "POST",
            url,
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(3 * 1024**3),
            **{"wsgi.input": Untouched()},
        )
        assert answer.status_code == 413, url
        assert "can be sent here" in answer.content.decode()
    assert not Recording.objects.exists()


@pytest.mark.parametrize("length", ["-1", "x", str(10**30)])
def test_a_length_that_is_no_length_is_refused(client, length):
    assert client.generic("POST", "/accounts/login/", CONTENT_LENGTH=length).status_code == 413
