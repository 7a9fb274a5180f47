"""Manifests that we write: read back alike, and sound by the schemas of the standards."""

import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from modules.scorm.exporter import MD_12, Course, Page, manifest_12, manifest_2004
from modules.scorm.manifest import Edition
from modules.scorm.state import plan_of
from tests.modules.scorm.corpus import ABSENT, FOLDER
from tests.modules.scorm.packages import package

COURSE = Course(
    identifier="edition-1f2e",
    title="Ley & práctica <2026>",
    language="es",
    description="What SB 357 changed.",
    version="3",
    minutes=45,
    agencies=("Tenderloin Outreach, Inc.", "Harbor; Legal"),
    rights="CC BY 4.0",
    pages=(
        Page("lesson", "Lesson", "pages/lesson 1.html", ("pages/map.png",)),
        Page("quiz", "Quiz", "pages/quiz.html", passing=80),
    ),
    shared_files=("shared/style.css",),
)
NAMES = ("pages/lesson 1.html", "pages/map.png", "pages/quiz.html", "shared/style.css")
WRITERS = {Edition.SCORM_12: manifest_12, Edition.SCORM_2004_4: manifest_2004}
SCHEMAS = {
    Edition.SCORM_12: "rustici12-single-sco-basic.zip imscp_rootv1p1p2.xsd adlcp_rootv1p2.xsd",
    Edition.SCORM_2004_4: "starter-template-2004-4e-xmlbase.zip imscp_v1p1.xsd adlcp_v1p3.xsd imsss_v1p0.xsd lom.xsd",
}


@pytest.mark.parametrize("edition", WRITERS)
def test_manifest_is_read_back(edition):
    found = package(WRITERS[edition](COURSE), *NAMES)
    assert found.findings == ()
    assert (found.edition, found.title, found.identifier) == (edition, COURSE.title, COURSE.identifier)
    items = found.organization.launchable
    assert [(item.identifier, item.title, item.launch.path, item.launch.sco) for item in items] == [
        (page.identifier, page.title, page.path, True) for page in COURSE.pages
    ]
    assert {name for resource in found.resources for name in resource.files} == set(NAMES)


def test_passing_score_is_in_the_units_of_its_standard():
    plans = [plan_of(found, found.organization.launchable[1]) for found in (
        package(manifest_12(COURSE), *NAMES), package(manifest_2004(COURSE), *NAMES),
    )]  # fmt: skip
    assert [(plan.mastery_score, plan.scaled_passing_score) for plan in plans] == [("80", ""), ("", "0.8")]


@pytest.mark.parametrize("edition", WRITERS)
def test_plain_course_needs_no_more_than_a_title(edition):
    plain = Course("c", "Course", "en", (Page("p", "Page", "index.html"),))
    found = package(WRITERS[edition](plain))
    assert found.findings == ()
    assert found.organization.launchable


@pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)
@pytest.mark.parametrize("edition", WRITERS)
def test_manifest_passes_the_schemas(edition, tmp_path):
    name, *schemas = SCHEMAS[edition].split()
    with zipfile.ZipFile(FOLDER / name) as archive:
        archive.extractall(tmp_path, [path for path in archive.namelist() if path.endswith((".xsd", ".dtd"))])
    named = tmp_path / "ims_xml.xsd"
    named.write_text(named.read_text().replace('xmlns="http://www.w3.org/XML/1998/namespace"', ""))
    spaces = [etree.parse(tmp_path / path).getroot().get("targetNamespace") for path in schemas]
    imports = "".join(
        f'<xs:import namespace="{space}" schemaLocation="{path}"/>' for space, path in zip(spaces, schemas, strict=True)
    )
    together = tmp_path / "together.xsd"
    together.write_text(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>')
    schema = etree.XMLSchema(etree.parse(together, etree.XMLParser(no_network=True)))
    document = etree.fromstring(WRITERS[edition](COURSE))
    for described in document.iter(f"{{{MD_12}}}lom"):
        described.getparent().remove(described)  # the schema of 1.2 metadata is itself not sound
    assert schema.validate(document), schema.error_log


@pytest.mark.parametrize("edition", WRITERS)
def test_what_xml_cannot_write_is_left_out(edition):
    pasted = replace(COURSE, title="Law\x0band practice\x00", agencies=("Harbor\x1f Legal",))
    assert package(WRITERS[edition](pasted), *NAMES).title == "Law and practice"
