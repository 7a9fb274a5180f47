"""The store of packages: one place for one content, whole or not there."""

import os
import time

import pytest

from modules.scorm.archive import OtherContent, PackageStore
from modules.scorm.findings import PackageRefused
from tests.modules.scorm.zips import Raw, build, opened

PAGES = (Raw("index.html"), Raw("js/app.js", b"go()"))


def test_same_content_has_one_place(tmp_path):
    store = PackageStore(tmp_path / "packages")
    first = store.add(opened(build(*PAGES)))
    again = store.add(opened(build(*reversed(PAGES), comment=b"zipped anew")))
    assert again.digest == first.digest
    assert store.intact(first.digest)
    assert sum(1 for path in store.root.rglob("listing.json")) == 1


def test_other_content_is_another_package(tmp_path):
    store = PackageStore(tmp_path)
    digests = {store.add(opened(build(Raw("a", content)))).digest for content in (b"1", b"2")}
    digests.add(store.add(opened(build(Raw("b", b"1")))).digest)
    assert len(digests) == 3


def test_refused_package_leaves_nothing(tmp_path):
    store = PackageStore(tmp_path)
    with pytest.raises(PackageRefused):
        store.add(opened(build(*PAGES, Raw("bad", data=b"\xff"))))
    assert list(tmp_path.iterdir()) == []


def test_other_content_than_expected_leaves_nothing(tmp_path):
    store = PackageStore(tmp_path)
    with pytest.raises(OtherContent):
        store.add(opened(build(*PAGES)), expected="0" * 64)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["../listing.json", "js", "js/../index.html", "/etc/passwd", "INDEX.html", ""])
def test_only_listed_names_have_a_path(tmp_path, name):
    store = PackageStore(tmp_path)
    digest = store.add(opened(build(*PAGES))).digest
    assert store.path(digest, name) is None
    assert store.path(digest, "js/app.js").read_bytes() == b"go()"


@pytest.mark.parametrize("digest", ["", "..", "0" * 64, "../" + "a" * 61])
def test_unknown_digest_has_nothing(tmp_path, digest):
    assert PackageStore(tmp_path).get(digest) is None
    assert PackageStore(tmp_path).path(digest, "index.html") is None


def test_changed_byte_is_noticed(tmp_path):
    store = PackageStore(tmp_path)
    digest = store.add(opened(build(*PAGES))).digest
    path = store.path(digest, "index.html")
    path.chmod(0o640)
    path.write_bytes(b"hallo")
    assert not store.intact(digest)


def test_what_a_killed_process_left_is_swept(tmp_path):
    store = PackageStore(tmp_path)
    old, new = tmp_path / ".coming-old", tmp_path / ".coming-new"
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (time.time() - 100_000,) * 2)
    assert store.sweep() == 1
    assert not old.exists()
    assert new.exists()
