"""Manifests: outlines, addresses and what is repaired, warned of or an error."""

import time

import pytest

from modules.scorm.findings import PackageRefused, Severity
from modules.scorm.manifest import Edition, read_package
from tests.modules.scorm.packages import ITEM, SPACES_12, SPACES_2004, Folder, codes, manifest, package

ERROR = Severity.ERROR


def resource(href: str, more: str = "", inside: str = "") -> str:
    return f'<resource identifier="r1" adlcp:scormtype="sco" href="{href}" {more}>{inside}</resource>'


@pytest.mark.parametrize(
    ("version", "spaces", "edition", "warned"),
    [
        ("1.2", SPACES_12, Edition.SCORM_12, []),
        ("CAM 1.3", SPACES_2004, Edition.SCORM_2004_2, []),
        ("2004 2nd Edition", SPACES_2004, Edition.SCORM_2004_2, []),
        ("2004 3rd Edition", SPACES_2004, Edition.SCORM_2004_3, []),
        ("2004 4TH edition", SPACES_2004, Edition.SCORM_2004_4, []),
        ("", SPACES_12, Edition.SCORM_12, ["edition-guessed"]),
        ("", SPACES_2004, Edition.SCORM_2004_3, ["edition-guessed"]),
        ("latest", SPACES_2004, Edition.SCORM_2004_3, ["edition-guessed"]),
        ("", 'xmlns:adlcp="x"', Edition.SCORM_12, ["edition-guessed"]),
        ("2004 4th Edition", SPACES_12, Edition.SCORM_2004_4, ["edition-contradicted"]),
        ("1.2", SPACES_2004, Edition.SCORM_12, ["edition-contradicted"]),
    ],
)
def test_edition(version, spaces, edition, warned):
    found = package(manifest(version=version, spaces=spaces))
    assert found.edition is edition
    assert codes(found) == warned


@pytest.mark.parametrize(
    ("href", "name", "address", "warned"),
    [
        ("a b.html", "a b.html", "a b.html", []),
        ("a%20b.html", "a b.html", "a b.html", []),
        ("100%.html", "100%.html", "100%.html", []),
        ("a%20b.html", "a%20b.html", "a%20b.html", []),
        ("./x/../index.html", "index.html", "index.html", []),
        ("index.html?a=1&amp;b=c d#top", "index.html", "index.html?a=1&b=c%20d#top", []),
        ("INDEX.HTML", "index.html", "index.html", ["address-repaired"]),
        ("e\u0301.html", "é.html", "é.html", ["address-repaired"]),
        ("a\\index.html", "a/index.html", "a/index.html", ["backslash-in-address"]),
        ("/index.html", "index.html", "index.html", ["absolute-address"]),
        ("in\tdex.html", "in dex.html", "in dex.html", []),
    ],
)
def test_address_leads_to_its_file(href, name, address, warned):
    found = package(manifest(resources=resource(href)), name)
    assert found.organization.launchable[0].launch.address == address
    assert codes(found) == warned
    assert not found.errors


@pytest.mark.parametrize(
    ("href", "code"),
    [
        ("javascript:alert(1)", "script-address"),
        ("java&#10;script:alert(1)", "script-address"),
        (" JavaScript:alert(1)", "script-address"),
        ("data:text/html,x", "script-address"),
        ("vbscript:x", "script-address"),
        ("https://example.org/x.html", "off-site-address"),
        ("//example.org/x.html", "off-site-address"),
        ("\\\\example.org\\x.html", "off-site-address"),
        ("/\\example.org/x.html", "off-site-address"),
        ("file:///etc/passwd", "off-site-address"),
        ("C:\\index.html", "off-site-address"),
        ("../index.html", "address-outside"),
        ("a/../../index.html", "address-outside"),
        ("%2e%2e/index.html", "address-outside"),
        ("..\\index.html", "address-outside"),
    ],
)
@pytest.mark.parametrize("where", ["href", "base"])
def test_address_out_of_the_package_is_an_error(href, code, where):
    base = "../" if href.startswith("..\\") else href.rpartition("/")[0] + "/" if code == "address-outside" else href
    text = resource(href) if where == "href" else resource("index.html", f'xml:base="{base}"')
    code = "nothing-to-launch" if where == "base" and "%2e" in href else code  # a base is not decoded, nothing is there
    assert code in codes(package(manifest(resources=text)), ERROR)


def test_bases_are_joined():
    text = manifest(
        resources=resource("page.html", 'xml:base="one/"', '<file href="page.html"/><file href="../../top.js"/>'),
        attributes='xml:base="content/"',
    ).replace("<resources>", '<resources xml:base="./sub/">')
    found = package(text, "content/sub/one/page.html", "content/top.js")
    assert found.organization.launchable[0].launch.path == "content/sub/one/page.html"
    assert found.resources[0].files == ("content/sub/one/page.html", "content/top.js")


@pytest.mark.parametrize(
    ("parameters", "href", "address"),
    [
        ("?a=1", "index.html", "index.html?a=1"),
        ("a=1", "index.html", "index.html?a=1"),
        ("&amp;a=1", "index.html", "index.html?a=1"),
        ("?a=1", "index.html?b=2", "index.html?b=2&a=1"),
        ("#end", "index.html", "index.html#end"),
        ("#end", "index.html#own", "index.html#own"),
        ("?a=1&amp;b=%20x#frag", "index.html", "index.html?a=1&b=%20x#frag"),
        ("?a=50% &lt;b&gt;", "index.html", "index.html?a=50%25%20%3Cb%3E"),
    ],
)
def test_parameters_are_added(parameters, href, address):
    items = ITEM.replace('identifierref="r1"', f'identifierref="r1" parameters="{parameters}"')
    assert package(manifest(items, resource(href))).organization.launchable[0].launch.address == address


def test_top_folder_is_left_out():
    found = package(manifest(), "My Course/index.html", root="My Course/")
    assert found.root == "My Course/"
    assert found.organization.launchable[0].launch.path == "My Course/index.html"
    assert codes(found) == ["top-folder"]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("index.html",), "no-manifest"),
        (("a/imsmanifest.xml", "b/x.html"), "no-manifest"),
        (("a/b/imsmanifest.xml",), "no-manifest"),
        (("course.crs", "x.au", "x.des", "x.cst"), "not-scorm-aicc"),
        (("tincan.xml",), "not-scorm-xapi"),
        (("cmi5.xml",), "not-scorm-cmi5"),
        (("h5p.json",), "not-scorm-h5p"),
    ],
)
def test_package_without_manifest_is_told_apart(names, code):
    with pytest.raises(PackageRefused) as refused:
        read_package(Folder(dict.fromkeys(names, b"")))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("items", "resources", "warned"),
    [
        (ITEM + '<item identifier="i2" identifierref="no"><title>x</title></item>', None, "dangling-resource"),
        (ITEM + '<item identifier="i2"><title>x</title></item>', None, "item-without-page"),
        (ITEM + ITEM, None, "duplicate-item"),
        ('<item identifierref="r1"><title>x</title></item>', None, "missing-identifier"),
        ('<item identifier="i" identifierref="r1"/>', None, "missing-title"),
        (None, resource("index.html", "", '<file href="gone.js"/>'), "missing-file"),
        (None, resource("index.html", "", '<dependency identifierref="gone"/>'), "dangling-dependency"),
        (None, resource("index.html", "", '<file href="http://example.org/a.js"/>'), "file-elsewhere"),
        (None, resource("index.html") * 2, "duplicate-resource"),
        (ITEM.replace("</item>", "<adlcp:masteryscore>high</adlcp:masteryscore></item>"), None, "mastery-score"),
        (ITEM.replace("</item>", "<adlcp:timelimitaction>x</adlcp:timelimitaction></item>"), None, "time-limit-action"),
    ],
)
def test_what_can_still_run_is_a_warning(items, resources, warned):
    found = package(manifest(items or ITEM, resources or resource("index.html")))
    assert warned in codes(found)
    assert found.errors == ()
    assert found.organization.launchable


@pytest.mark.parametrize(
    "resources", [resource("gone.html"), resource(""), "", '<resource identifier="other" href="index.html"/>']
)
def test_what_cannot_run_is_an_error(resources):
    assert codes(package(manifest(resources=resources)), ERROR) == ["nothing-to-launch"]


def test_nested_items_and_what_they_hold():
    leaf = (
        '<item identifier="leaf" identifierref="r1" isvisible="false"><title>Leaf</title>'
        "<adlcp:prerequisites>a&amp;b</adlcp:prerequisites><adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>"
        "<adlcp:timelimitaction>Exit,no message</adlcp:timelimitaction><adlcp:datafromlms> x=1 </adlcp:datafromlms>"
        "<adlcp:masteryscore>80</adlcp:masteryscore></item>"
    )
    found = package(manifest(f'<item identifier="unit"><title>Unit</title>{leaf}</item>'))
    unit = found.organization.items[0]
    item = unit.children[0]
    assert (unit.launch, item.visible, item.mastery_score) == (None, False, "80")
    assert (item.prerequisites, item.max_time_allowed, item.data_from_lms) == ("a&b", "00:30:00", "x=1")
    assert item.time_limit_action == "exit,no message"


def test_default_organization_is_played():
    two = "".join(
        f'<organization identifier="{name}"><title>{name}</title>{ITEM}</organization>' for name in ("first", "second")
    )
    chosen = package(manifest(organizations=f'<organizations default="second">{two}</organizations>'))
    assert chosen.organization.title == "second"
    lost = package(manifest(organizations=f'<organizations default="third">{two}</organizations>'))
    assert lost.organization.title == "first"
    assert codes(lost) == ["default-organization"]


def test_without_organization_the_first_sco_is_played():
    found = package(manifest(organizations="<organizations/>"))
    assert found.organization.launchable[0].launch.path == "index.html"
    assert codes(found) == ["no-organization"]


def test_manifest_in_manifest_is_taken_in():
    inner = f'<manifest identifier="in"><resources>{resource("index.html")}</resources></manifest>'
    found = package(manifest(resources="", more=inner))
    assert codes(found) == ["manifest-in-manifest"]
    assert found.organization.launchable


def test_findings_are_bounded():
    files = "".join(f'<file href="{number}.js"/>' for number in range(1000))
    assert len(package(manifest(resources=resource("index.html", "", files))).findings) == 201


@pytest.mark.parametrize(
    "text",
    [
        manifest('<item identifier="i" identifierref="r1"/>' * 2_000),
        manifest(resources='<resource identifier="r1" href="index.html"/>' * 20_000),
        " <?a?>" * 200_000 + manifest(),
    ],
    ids=["items", "resources", "prologue"],
)
def test_repetition_takes_bounded_time(text):
    started = time.perf_counter()
    assert package(text).organization.launchable
    assert time.perf_counter() - started < 30
