"""A package as a step: brought in, frozen by digest, read, checked and compared."""

import io

import pytest

from modules.comparing import compare_editions
from modules.models import ScormPackage, ScormVersion
from modules.package_store import store
from modules.services.checking import check_module
from modules.services.freezing import freeze_module
from modules.services.packages import VersionInUse, bring_package, remove_version
from tests.factories.modules import make_module
from tests.factories.scorm import add_package_step, make_package_edition, make_version, package_zip
from tests.modules.scorm.test_archive import BAD_NAMES, REFUSED_ARCHIVES, REFUSED_CONTENT
from tests.modules.scorm.test_manifest_xml import REFUSED
from tests.modules.scorm.zips import Raw, build

pytestmark = pytest.mark.django_db


def test_an_edition_names_the_package_by_digest_with_a_block_for_each_page(cast):
    version = make_version(cast.agency, pages=("One", "Two"))
    edition = make_package_edition(cast.agency, version)
    step = edition.steps.get()
    assert (step.kind, step.content["package"]["digest"]) == ("scorm", version.digest)
    assert [block["type"] for block in step.blocks] == ["package", "resource", "resource"]
    assert [block["title"] for block in step.blocks[1:]] == ["One", "Two"]
    assert version.digest in edition.canonical


def test_a_new_version_is_a_change_of_the_same_passages(cast):
    version = make_version(cast.agency)
    edition = make_package_edition(cast.agency, version)
    newer = bring_package(
        actor="test",
        agency=cast.agency,
        file=io.BytesIO(package_zip(pages=("One", "Two"))),
        file_name="next.zip",
        package=version.package,
    ).version
    assert newer is not None
    assert newer.number == 2
    page = edition.module.get_children().get().specific
    page.version = newer
    page.save_revision()
    changes = compare_editions(edition, freeze_module(actor="test", module=edition.module))
    kinds = {change.block_type: change.kind for change in changes}
    assert kinds["package"] == "changed"
    assert [change.kind for change in changes if change.block_type == "resource"] == ["same", "added"]
    assert edition.steps.get().content["package"]["digest"] == version.digest


def test_the_same_files_are_one_version_and_one_place(cast):
    version = make_version(cast.agency)
    again = bring_package(
        actor="test", agency=cast.agency, file=io.BytesIO(package_zip()), file_name="x.zip", package=version.package
    )
    assert (again.version, again.known) == (version, True)


def test_a_refused_package_leaves_nothing(cast):
    brought = bring_package(actor=cast.author, agency=cast.agency, file=io.BytesIO(b"no zip"), file_name="x.zip")
    assert brought.version is None
    assert [finding.code for finding in brought.report.errors] == ["not-a-zip"]
    assert not ScormVersion.objects.exists()


def test_no_attack_leaves_a_file_or_a_row(cast):
    attacks = [content for _code, content in REFUSED_ARCHIVES.values()]
    attacks += [build(Raw("imsmanifest.xml"), raw) for _code, raw in REFUSED_CONTENT.values()]
    attacks += [build(Raw("imsmanifest.xml"), Raw(name)) for names in BAD_NAMES.values() for name in names]
    attacks += [package_zip(files={"imsmanifest.xml": text}) for _code, text in REFUSED.values() if len(text) < 10_000]
    before = sorted(store().root.rglob("*"))
    for content in attacks:
        brought = bring_package(actor=cast.author, agency=cast.agency, file=io.BytesIO(content), file_name="x.zip")
        assert brought.version is None
    assert sorted(store().root.rglob("*")) == before
    assert not ScormPackage.objects.exists()


def test_a_step_without_its_package_cannot_be_signed(cast):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_package_step(module, None)
    assert "Choose the package." in [problem.message for problem in check_module(module)]


def test_the_package_of_another_agency_cannot_be_used(cast):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    add_package_step(module, make_version(cast.outside_agency))
    assert any("does not write this module" in problem.message for problem in check_module(module))


def test_only_a_version_that_nothing_plays_can_be_taken_away(cast):
    used, unused = make_version(cast.agency), make_version(cast.agency, title="Another")
    make_package_edition(cast.agency, used)
    with pytest.raises(VersionInUse):
        remove_version(actor=cast.author, version=used)
    remove_version(actor=cast.author, version=unused)
    assert list(ScormVersion.objects.all()) == [used]
