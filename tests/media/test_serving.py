"""Files of drafts: who may have them, whole or in part."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from media.services.collections import agency_collection
from tests.factories.media import CAPTIONS, WEBM, ContentImageFactory, RecordingFactory, image_bytes
from tests.factories.modules import block, make_module


@pytest.fixture
def recording(cast):
    return RecordingFactory(collection=agency_collection(cast.agency))


@pytest.fixture
def url(recording):
    return reverse("media:recording", args=[recording.pk])


def body(response):
    return b"".join(response.streaming_content)


def test_authors_of_the_agency_get_the_file(cast, client, url):
    client.force_login(cast.author)

    response = client.get(url)

    assert body(response) == WEBM
    assert response["Content-Type"] == "video/webm"
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_nobody_else_does(cast, client, recording, url):
    urls = [url, reverse("media:captions", args=[recording.pk])]
    for who in ("outside_author", "officer", "coordinator", "auditor"):
        client.force_login(getattr(cast, who))
        for address in urls:
            assert client.get(address).status_code in (403, 404), who
    client.logout()
    assert [client.get(address).status_code for address in urls] == [302, 302]


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-5", -5, None), ("bytes=10-999999999", 10, None)],
)
def test_one_range_is_sent(cast, client, url, asked, start, end):
    client.force_login(cast.author)

    response = client.get(url, headers={"Range": asked})

    expected = WEBM[start:] if end is None else WEBM[start : end + 1]
    first = start % len(WEBM)
    assert response.status_code == 206
    assert body(response) == expected
    assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(WEBM)}"
    assert response["Content-Length"] == str(len(expected))


@pytest.mark.parametrize("asked", ["bytes=999999999-", "bytes=9-3", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(cast, client, url, asked):
    client.force_login(cast.author)

    response = client.get(url, headers={"Range": asked})

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(WEBM)}"


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,3-4", "pages=1-2", "bytes=-", "bytes=a-b", pytest.param(f"bytes=0-{'9' * 5000}", id="long")]
)
def test_a_range_that_is_not_understood_gets_the_whole_file(cast, client, url, asked):
    client.force_login(cast.author)

    response = client.get(url, headers={"Range": asked})

    assert response.status_code == 200
    assert body(response) == WEBM


def test_what_is_known_is_not_sent_again(cast, client, url):
    client.force_login(cast.author)
    tag = client.get(url)["ETag"]

    assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert client.get(url, headers={"Range": "bytes=0-1", "If-Range": '"other"'}).status_code == 200


def test_head_tells_the_size_only(cast, client, url):
    client.force_login(cast.author)

    response = client.head(url)

    assert response["Content-Length"] == str(len(WEBM))


def test_captions_are_web_vtt(cast, client, recording):
    client.force_login(cast.author)

    response = client.get(reverse("media:captions", args=[recording.pk]))

    assert response["Content-Type"] == "text/vtt"
    assert body(response).decode() == CAPTIONS


def test_images_of_another_agency_do_not_exist(cast, client):
    image = ContentImageFactory(collection=agency_collection(cast.agency))
    address = reverse("media:image", args=[image.pk])
    client.force_login(cast.outside_author)
    assert client.get(address).status_code == 404

    client.force_login(cast.author)
    assert client.get(address)["Content-Type"] == "image/png"


def test_the_upload_folder_has_no_address(client, recording):
    assert client.get(f"/uploads/{recording.file.name}").status_code in (302, 404)


def test_a_rendition_is_for_who_may_see_its_image(cast, client):
    image = ContentImageFactory(collection=agency_collection(cast.agency))
    address = image.get_rendition("width-20").url
    for who in ("outside_author", "coordinator", "auditor", "officer"):
        client.force_login(getattr(cast, who))
        assert client.get(address).status_code in (403, 404), who
    client.logout()
    assert client.get(address).status_code == 302

    client.force_login(cast.author)
    response = client.get(address)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"Range": "bytes=0-3"}).status_code == 206


def test_a_poster_is_for_who_may_see_its_recording(cast, client, recording):
    recording.thumbnail.save("poster.png", ContentFile(image_bytes()))
    client.force_login(cast.outside_author)
    assert client.get(recording.thumbnail.url).status_code == 404
    client.force_login(cast.author)
    assert client.get(recording.thumbnail.url)["Content-Type"] == "image/png"


def test_originals_have_no_address_by_their_name(cast, client, recording):
    image = ContentImageFactory(collection=agency_collection(cast.agency))
    client.force_login(cast.author)
    for name in (recording.file.name, image.file.name, "../keys/signing.pem", "", "media_thumbnails/"):
        assert client.get(f"/uploads/{name}").status_code == 404, name


def test_a_picture_that_only_a_draft_shows_is_seen_by_co_authors(cast, client):
    image = ContentImageFactory(collection=agency_collection(cast.agency))
    module = make_module([cast.agency, cast.second_agency])
    page = module.get_children().first().specific
    page.body = [block("image", {"image": image.pk, "alt": "A street", "caption": ""})]
    page.save_revision()
    address = reverse("media:image", args=[image.pk])

    client.force_login(cast.second_author)
    assert client.get(address).status_code == 200
    client.force_login(cast.outside_author)
    assert client.get(address).status_code == 404
