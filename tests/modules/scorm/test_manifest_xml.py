"""XML of strangers: what is dangerous is refused, what is merely odd is read."""

import time

import pytest

from modules.scorm.findings import PackageRefused
from tests.modules.scorm.packages import SPACES_12, codes, manifest, package

UMLAUT = manifest().replace("Course", "Führung")
LAUGHS = "".join(f'<!ENTITY l{n} "&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};&l{n - 1};">' for n in range(1, 40))
REFUSED = {
    "empty": ("not-well-formed", ""),
    "declaration alone": ("not-well-formed", '<?xml version="1.0"?>'),
    "wrong tags": ("not-well-formed", "<manifest><a></manifest>"),
    "two roots": ("not-well-formed", "<manifest/><manifest/>"),
    "nul": ("not-well-formed", "<manifest>\0</manifest>"),
    "open comment": ("not-well-formed", "<!-- <manifest/>"),
    "page": ("not-a-manifest", "<html/>"),
    "outer entity": ("doctype", '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><manifest>&x;</manifest>'),
    "outer subset": ("doctype", '<!DOCTYPE manifest SYSTEM "http://example.org/x.dtd"><manifest/>'),
    "many laughs": ("doctype", f'<!DOCTYPE m [<!ENTITY l0 "ha">{LAUGHS}]><manifest>&l39;</manifest>'),
    "behind a comment": ("doctype", "<?xml version='1.0'?>\n<!-- a --><?pi?> <!DOCTYPE manifest><manifest/>"),
    "in small letters": ("doctype", "<!doctype manifest><manifest/>"),
    "unknown entity": ("not-well-formed", "<manifest>&nbsp;</manifest>"),
    "too deep": ("xml-too-deep", "<manifest>" + "<item>" * 150 + "</item>" * 150 + "</manifest>"),
    "much too deep": ("not-well-formed", "<manifest>" + "<a>" * 100_000),
    "too many": ("xml-too-deep", "<manifest>" + "<a/>" * 200_001 + "</manifest>"),
    "too long": ("xml-too-large", "<manifest>" + " " * (8 * 1024 * 1024) + "</manifest>"),
    "unknown encoding": ("unknown-encoding", '<?xml version="1.0" encoding="utf-7"?><manifest/>'),
    "other schema": (
        "common-cartridge",
        "<manifest><metadata><schema>IMS Common Cartridge</schema></metadata></manifest>",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_manifest_is_refused(what):
    code, text = REFUSED[what]
    started = time.perf_counter()
    with pytest.raises(PackageRefused) as refused:
        package(text)
    assert refused.value.code == code
    assert time.perf_counter() - started < 5


ENCODED = {
    "UTF-8 with its mark": UMLAUT.encode("utf-8-sig"),
    "UTF-8 without declaration": UMLAUT.encode(),
    "UTF-16": f'<?xml version="1.0" encoding="UTF-16"?>{UMLAUT}'.encode("utf-16"),
    "UTF-16 big-endian without mark": UMLAUT.encode("utf-16-be"),
    "UTF-16 declared only": f'<?xml version="1.0" encoding="utf-16"?>{UMLAUT}'.encode(),
    "ISO-8859-1": f'<?xml version="1.0" encoding = "ISO-8859-1" standalone="no" ?>{UMLAUT}'.encode("latin-1"),
    "windows-1252": f"<?xml version='1.0' encoding='windows-1252'?>{UMLAUT}".encode("cp1252"),
}


@pytest.mark.parametrize("what", ENCODED)
def test_encoding_is_understood(what):
    found = package(ENCODED[what])
    assert found.title == "Führung"
    assert codes(found) == []


def test_wrong_declaration_is_said():
    found = package(b'<?xml version="1.0" encoding="utf-8"?>' + UMLAUT.encode("cp1252"))
    assert found.title == "Führung"
    assert codes(found) == ["wrong-encoding"]


def test_undeclared_prefix_is_read_on_the_second_try():
    text = manifest(attributes='xsi:schemaLocation="a b"').replace("adlcp:scormtype", "adl:scormType")
    found = package(text)
    assert codes(found) == ["undeclared-prefix"]
    assert found.organization.launchable[0].launch.sco


def test_second_try_is_not_for_other_faults():
    with pytest.raises(PackageRefused):
        package(f'<manifest {SPACES_12} xsi:a="b"><a></manifest>')


def test_comment_before_the_declaration_is_overlooked():
    found = package(f'<!-- made by hand -->\n<?xml version="1.0"?>{manifest()}')
    assert codes(found) == ["late-declaration"]


def test_inner_text_is_not_run():
    found = package(manifest().replace("Course", "<![CDATA[<b>&x; ]]>"))
    assert found.title == "<b>&x;"
