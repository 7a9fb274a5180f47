"""What may be uploaded, and what is left of it."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from media.cleaning import cleaned_image
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
