"""Attack packages of every kind: refused by the rule they break, with nothing left on disk."""

import io
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.scorm.archive import extract_archive
from modules.scorm.findings import PackageRefused
from tests.modules.scorm.zips import Raw, build, deflate, opened

HELLO = zlib.crc32(b"hello")
STREAMED = 0x0808
UNKNOWN = {"crc": 0, "compressed": 0, "size": 0}


def unicode_path(name: bytes, text: str) -> bytes:
    field = struct.pack("<BL", 1, zlib.crc32(name)) + text.encode()
    return struct.pack("<2H", 0x7075, len(field)) + field


BAD_NAMES = {
    "traversal": [
        "../evil", "a/../../evil", "..\\evil", "a\\..\\..\\evil", "a/..", "..", ". ./evil", "... /x", "%2e%2e/evil",
        "%252e%252e/evil", "a/..%2fevil", "a/..%5cevil", "a%00b/..%2f",
        "\uff0e\uff0e/evil",
        "a\uff0f..\uff0fevil/..", "\u2025/evil",
    ],
    "absolute-name": ["/etc/passwd", "\\windows\\x", "\\\\host\\share\\x", "//host/share/x", "C:/x", "c:x", "C:\\x"],
    "reserved-name": ["CON", "a/nul.txt", "com1.html", "LPT9", "aux.h", "file:stream", "COM¹.x", "conin$"],
    "trailing-dot-or-space": ["a./b", "a /b", "page.html.", "page.html "],
    "control-character": ["a\nb", "a\x7f", "a\u202egnp.exe", "a\u2028b", "\u200b.html"],
    "long-name": ["a" * 256, "/".join(["ab"] * 40), "/".join(["a" * 200] * 6)],
}  # fmt: skip


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in BAD_NAMES.items() for name in names])
def test_name_is_refused_by_its_rule(code, name, tmp_path):
    with pytest.raises(PackageRefused) as refused:
        extract_archive(opened(build(Raw("index.html"), Raw(name))), tmp_path / "out")
    assert refused.value.code == code
    assert refused.value.place
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "names",
    [("a.html", "a.html"), ("a.html", "A.HTML"), ("é.html", "e\u0301.html"), ("ﬁ.js", "fi.js"), ("straße", "STRASSE")],
)
def test_names_that_are_one_somewhere_clash(names):
    with pytest.raises(PackageRefused) as refused:
        opened(build(*[Raw(name) for name in names]))
    assert refused.value.code == "clashing-names"


@pytest.mark.parametrize("names", [("a", "a/b"), ("A", "a/b"), ("a/", "a"), ("a\\", "a")])
def test_file_that_is_a_folder_is_refused(names):
    with pytest.raises(PackageRefused) as refused:
        opened(build(*[Raw(name, b"") for name in names]))
    assert refused.value.code == "file-and-folder"


REFUSED_ARCHIVES = {
    "not a zip": ("not-a-zip", b"not a zip at all"),
    "nothing": ("not-a-zip", b""),
    "cut off": ("not-a-zip", build(Raw("a"))[:-5]),
    "two archives": ("two-directories", build(Raw("a")) + build(Raw("b")) + b"x"),
    "second end in the comment": ("two-directories", build(Raw("a"), comment=build(Raw("b")))),
    "several disks": ("several-disks", build(Raw("a"))[:-18] + b"\1\0" + build(Raw("a"))[-16:]),
    "count too low": ("wrong-count", build(Raw("a"), Raw("b"), end={"count": 1})),
    "count too high": ("wrong-count", build(Raw("a"), end={"count": 2})),
    "directory elsewhere": ("corrupt", build(Raw("a"), end={"offset": 5000})),
    "directory cut": ("corrupt", build(Raw("a"), end={"size": 20})),
    "bytes behind the directory": ("corrupt", build(Raw("a"), tail=b"xxxx")),
    "symlink": ("symlink", build(Raw("a", b"/etc", mode=0o120777), Raw("a/passwd"))),
    "device": ("special-file", build(Raw("a", mode=0o020666))),
    "pipe": ("special-file", build(Raw("a", mode=0o010666))),
    "folder by mode": ("file-and-folder", build(Raw("a", mode=0o040755))),
    "folder with bytes": ("folder-with-content", build(Raw("a/"))),
    "encrypted": ("encrypted", build(Raw("a", flags=0x0801))),
    "strongly encrypted": ("encrypted", build(Raw("a", flags=0x0840))),
    "AES": ("encrypted", build(Raw("a", method=99))),
    "bzip2": ("compression-method", build(Raw("a", method=12))),
    "other local name": ("headers-disagree", build(Raw("a", local={"name": b"b"}))),
    "other local method": ("headers-disagree", build(Raw("a", local={"method": 0}))),
    "other local size": ("headers-disagree", build(Raw("a", local={"size": 6}))),
    "other local checksum": ("headers-disagree", build(Raw("a", local={"crc": 1}))),
    "encrypted in one place": ("headers-disagree", build(Raw("a", local={"flags": 0x0801}))),
    "wrong descriptor": (
        "headers-disagree",
        build(Raw("a", flags=STREAMED, local=UNKNOWN, descriptor=b"PK\7\x08" + b"\1" * 12)),
    ),
    "other Unicode name": ("headers-disagree", build(Raw("a", extra=unicode_path(b"a", "../b")))),
    "name not in UTF-8": ("name-encoding", build(Raw(b"\xc0\xae\xc0\xae/x"))),
    "two entries on the same bytes": ("overlapping-entries", build(Raw("a"), Raw("a", central={"offset": 0}))),
    "entry in the directory": ("corrupt", build(Raw("a", central={"compressed": 900}, local={"compressed": 900}))),
    "entry that is not listed": ("hidden-entry", build(Raw("a"), between=build(Raw("b")))),
    "entry before the archive": ("hidden-entry", build(Raw("a"), prefix=build(Raw("b"))[:40])),
    "stored with another length": ("corrupt", build(Raw("a", method=0, data=b"hellohello"))),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED_ARCHIVES)
def test_archive_is_refused(what):
    code, content = REFUSED_ARCHIVES[what]
    with pytest.raises(PackageRefused) as refused:
        opened(content)
    assert refused.value.code == code


REFUSED_CONTENT = {
    "wrong checksum": ("corrupt-entry", Raw("a", local={"crc": 5}, central={"crc": 5})),
    "longer than it says": ("corrupt-entry", Raw("a", local={"size": 3}, central={"size": 3})),
    "shorter than it says": ("corrupt-entry", Raw("a", local={"size": 9}, central={"size": 9})),
    "not deflate": ("corrupt-entry", Raw("a", data=b"\xff\xff\xff\xff")),
    "cut": ("corrupt-entry", Raw("a", b"hello" * 99, data=deflate(b"hello" * 99)[:-3])),
    "bytes behind the data": ("corrupt", Raw("a", data=deflate(b"hello") + b"PK")),
}


@pytest.mark.parametrize("what", REFUSED_CONTENT)
def test_damaged_content_leaves_nothing_behind(what, tmp_path):
    code, raw = REFUSED_CONTENT[what]
    with pytest.raises(PackageRefused) as refused:
        extract_archive(opened(build(Raw("first.html"), raw)), tmp_path / "out")
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "limits"),
    [
        ("too-many-entries", {"entries": 2}),
        ("too-many-entries", {"directory": 50}),
        ("archive-too-large", {"archive": 100}),
        ("package-too-large", {"total": 2_000_000}),
        ("file-too-large", {"file": 900_000}),
        ("unfolds-too-far", {"ratio": 50, "ratio_from": 10_000}),
    ],
)
def test_limits_are_held(code, limits, tmp_path):
    content = build(*[Raw(f"{number}.txt", b"0" * 1_000_000) for number in range(3)])
    with pytest.raises(PackageRefused) as refused:
        extract_archive(opened(content, **limits), tmp_path / "out")
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_lying_bomb_is_measured_while_it_unfolds(tmp_path):
    small = {"size": 10}
    content = build(Raw("bomb", b"\0" * 30_000_000, local=small, central=small))
    tracemalloc.start()
    with pytest.raises(PackageRefused):
        extract_archive(opened(content), tmp_path / "out")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000
    assert list(tmp_path.iterdir()) == []


def test_refusal_shows_no_control_characters():
    with pytest.raises(PackageRefused) as refused:
        opened(build(Raw("../\x1b[31m\u202e" + "x" * 150)))
    assert refused.value.place.isprintable()
    assert len(refused.value.place) <= 120


def test_ordinary_archives_are_read(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("images")
        archive.writestr("imsmanifest.xml", "<manifest/>")
        archive.writestr("images/é.png", b"x" * 100_000)
        archive.writestr("__MACOSX/._x", b"")
        archive.writestr(".DS_Store", b"")
    files = extract_archive(opened(buffer.getvalue()), tmp_path / "out")
    assert set(files) == {"imsmanifest.xml", "images/é.png"}
    assert (tmp_path / "out/images/é.png").read_bytes() == b"x" * 100_000


@pytest.mark.parametrize("wide", [False, True])
def test_streamed_entries_are_read(wide):
    data = deflate(b"hello")
    descriptor = b"PK\x07\x08" + struct.pack("<LQQ" if wide else "<3L", HELLO, len(data), 5)
    raw = Raw("a", flags=STREAMED, descriptor=descriptor, local=UNKNOWN)
    assert opened(build(raw)).read("a", 10) == b"hello"


def test_wide_sizes_are_read():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, archive.open("a", "w", force_zip64=True) as handle:
        handle.write(b"hello")
    assert opened(buffer.getvalue()).read("a", 10) == b"hello"


def test_backslashes_and_leading_bytes_are_said():
    archive = opened(build(Raw("a\\b.html"), prefix=b"#!/bin/sh\n"))
    assert [finding.code for finding in opened(build(Raw("a")) + b"\r\n").findings] == ["stray-bytes"]
    assert archive.names == ("a/b.html",)
    assert [finding.code for finding in archive.findings] == ["stray-bytes", "backslashes"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (Raw("наука.html".encode(), flags=0), "наука.html"),
        (Raw("é".encode("cp437"), flags=0), "é"),
        (Raw(b"\x82", flags=0, extra=unicode_path(b"\x82", "ж")), "ж"),
    ],
)
def test_names_without_the_flag_are_understood(raw, name):
    assert opened(build(raw)).names == (name,)


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 3))
def test_no_damage_is_more_than_a_refusal(noise, at, keep):
    content = build(Raw("index.html", b"hello" * 20), Raw("a/b.js"))
    damaged = content[:at] + noise + content[at + len(noise) * keep :]
    try:
        archive = opened(damaged)
        for name in archive.names:
            archive.read(name, 10_000)
    except PackageRefused as refused:
        assert refused.code  # noqa: PT017
