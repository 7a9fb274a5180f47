"""Pages and files of packages as targets of flags: in a step, on the shelf, followed, out and in again."""

import io
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from modules.models import ScormVersion
from modules.services.freezing import freeze_module
from modules.services.packages import VersionInUse, bring_package, remove_version
from modules.services.publishing import publish_edition
from review.anchoring import Quote
from review.annotations import exportable, notes_of, plan_import
from review.models import Flag, StepPause
from review.resources import addresses_of, find_resource, of_urn, words_of
from review.services.reanchoring import reanchor_edition, reanchor_package
from review.targets import ResourceTarget, TargetRefused, TargetUnknown
from review.web_annotation import as_annotation
from tests.factories.review import CriterionFactory, make_flag
from tests.factories.scorm import make_package_edition, make_version, package_zip

ANY = "/flags/raise/"
LONG = "<p>Nobody is asked for a list of bad clients here, and nobody should ever be asked for one by an officer.</p>"
TALK = f"<html><body><h1>Talk</h1>{LONG}<script>let hidden = 1;</script></body></html>"


@pytest.fixture
def version(cast):
    return make_version(cast.agency, pages=("One", "Two"), files={"talk.html": TALK, "img/scene.svg": "<svg/>"})


@pytest.fixture
def edition(cast, version):
    return make_package_edition(cast.agency, version)


def step_of(edition):
    return edition.steps.select_related("edition__module").get(kind="scorm")


def next_version(version, **options):
    brought = bring_package(
        actor="test", agency=version.package.agency, file=io.BytesIO(package_zip(**options)), file_name="x.zip",
        package=version.package,
    )  # fmt: skip
    assert brought.version, brought.report.errors
    return brought.version


def next_edition_with(edition, version):
    page = edition.module.get_children().get().specific
    page.version = version
    page.save_revision()
    return publish_edition(actor="test", edition=freeze_module(actor="test", module=edition.module))


def moved(flag):
    row = flag.anchors.get()
    return row.state, row.resource, row.quote_exact


def test_a_page_is_read_without_being_run(tmp_path):
    page = tmp_path / "x.html"
    page.write_bytes("<body>Señal<br>a<script>b()</script><style>c</style><p>d &lt;b&gt;</p></body>".encode())
    assert words_of(page) == "Señal\na\nd <b>"
    page.write_bytes(b'<meta charset="windows-1252"><body>caf\xe9')
    assert words_of(page) == "café"
    for broken in (b"", b"\x00\x01\x02", b"<" * 5000, b"<div>" * 20_000):
        page.write_bytes(broken)
        assert "<script" not in words_of(page)


def test_a_resource_is_named_by_digest_and_address(version):
    page = find_resource(version.digest, "p1.html")
    assert (page.title, page.part, page.words) == ("One", "", "One")
    assert of_urn(page.urn) == (version.digest, "p1.html")
    assert find_resource(version.digest, "talk.html").title == ""
    assert find_resource(version.digest, "img/scene.svg").words == ""
    for unknown in ("", "P1.html", "../p1.html", "p1.html?x=1", "imsmanifest.xml/", "\x00"):
        assert find_resource(version.digest, unknown) is None
    assert find_resource("0" * 64, "p1.html") is None
    assert [title for _name, title in addresses_of(version.digest)][:2] == ["One", "Two"]
    for source in ("urn:sha256:xyz/p1.html", "urn:sha256:" + "0" * 64, "urn:isbn:0/1", "https://x.example/"):
        assert of_urn(source) is None


def test_the_step_page_leads_to_the_page_of_the_package(cast, client, edition):
    step = step_of(edition)
    block = next(block for block in step.blocks if block["type"] == "resource")
    url = reverse("review:raise_flag_step", args=[edition.digest, step.key])
    client.force_login(cast.officer)
    page = client.get(f"{url}?block={block['id']}&quote=words+of+the+step")
    assert page.status_code == 200
    assert "p1.html" in page.content.decode()
    assert "quote" not in page.context["form"].initial
    said = {"claim": "The voice says another thing.", "token": page.context["form"].initial["token"]}
    assert client.post(f"{url}?block={block['id']}", said).status_code == 302
    flag = Flag.objects.get()
    assert (flag.kind, flag.resource, flag.resource_title, flag.block_id) == ("resource", "p1.html", "One", block["id"])
    assert (flag.module_id, flag.step, flag.package_version) == (edition.module_id, step, None)
    assert flag.package_digest == step.content["package"]["digest"]
    client.force_login(cast.reviewer)
    detail = client.get(flag.get_absolute_url()).content.decode()
    assert flag.resource_sha256 in detail
    assert f"#b-{block['id']}" in detail


def test_the_whole_package_offers_its_pages_and_files(cast, client, edition):
    step = step_of(edition)
    url = reverse("review:raise_flag_step", args=[edition.digest, step.key])
    client.force_login(cast.officer)
    assert f"{url}?file=" in client.get(f"{url}?block={step.blocks[0]['id']}").content.decode()
    chosen = client.get(f"{url}?file=")
    assert chosen.status_code == 200
    assert [title for title, _address, _url in chosen.context["pages"]] == ["One", "Two"]
    wrong = client.get(f"{url}?file=tlak.html")
    assert wrong.status_code == 400
    assert "The package has no such file." in wrong.content.decode()
    assert 'value="tlak.html"' in wrong.content.decode()
    assert wrong.context["near"][0][0] == "talk.html"
    assert client.get(f"{url}?file=talk.html").context["kind"] == "page"
    assert client.get(f"{url}?file=img/scene.svg").context["kind"] == "file"
    assert client.get(f"{url}?file=%00").status_code == 200


def test_a_name_with_a_slip_is_recognised_among_very_many(cast, client):
    """Only the fifty that begin and end most alike are compared letter by letter."""
    many = {f"img/scene-{n:03}-at-the-counter.txt": "x" for n in range(300)}
    edition = make_package_edition(cast.agency, make_version(cast.agency, files=many))
    url = reverse("review:raise_flag_step", args=[edition.digest, step_of(edition).key])
    client.force_login(cast.officer)
    wrong = client.get(f"{url}?file=img/scene-277-at-the-countre.txt")
    assert wrong.context["near"][0][0] == "img/scene-277-at-the-counter.txt"


def test_a_step_without_a_package_has_no_files(cast, client, edition):
    other = make_package_edition(cast.agency, make_version(cast.agency, title="Other"), with_scenario=True)
    scenario = other.steps.get(kind="scenario")
    client.force_login(cast.officer)
    assert (
        client.get(reverse("review:raise_flag_step", args=[other.digest, scenario.key]) + "?file=x").status_code == 404
    )


def test_a_package_on_the_shelf_is_reported_by_who_may_see_it(cast, client, version):
    report = reverse("modules_admin:package", args=[version.package.reference, version.number])
    url = f"{ANY}?package={version.package.reference}&number=1&file="
    for name, person in cast.everyone().items():
        client.logout()
        if person:
            client.force_login(person)
        seen = person is not None and client.get(report).status_code == 200
        answer = client.get(f"{url}talk.html").status_code
        assert answer == (200 if seen else 302 if person is None else 404), name
    client.force_login(cast.author)
    page = client.get(report).content.decode()
    assert "file=p1.html" in page
    trial = reverse("modules_admin:try_package", args=[version.package.reference, 1])
    assert f"{ANY}?package=" in client.get(trial).content.decode()
    for wrong in ("?package=x&number=1&file=a", f"?package={version.package.reference}&number=9&file=a"):
        assert client.get(f"{ANY}{wrong}").status_code == 404


def test_a_flag_on_the_shelf_stays_with_whose_package_it_is(cast, client, version):
    flag = make_flag(ResourceTarget(address="talk.html", version=version), by=cast.author, visibility="public")
    assert flag.module_id is None
    assert not Flag.objects.public().exists()
    for person, sees in ((cast.reviewer, True), (cast.outside_author, False), (cast.officer, False)):
        client.force_login(person)
        assert client.get(flag.get_absolute_url()).status_code == (200 if sees else 404)
        assert (flag in Flag.objects.on_docket_of(person)) is sees
    client.force_login(cast.reviewer)
    row = client.get(f"/docket/?pointing=resource&about=package:{version.package_id}")
    assert flag.claim in row.content.decode()
    assert flag.claim not in client.get("/docket/?pointing=quote").content.decode()
    detail = client.get(flag.get_absolute_url()).content.decode()
    assert reverse("modules_admin:package", args=[version.package.reference, 1]) in detail
    with pytest.raises(PermissionDenied):
        make_flag(ResourceTarget(address="talk.html", version=version), by=cast.outside_author)
    with pytest.raises(VersionInUse):
        remove_version(actor=cast.author, version=version)
    assert ScormVersion.objects.filter(pk=version.pk).exists()


def test_the_docket_asks_no_more_for_packages(cast, client, version, django_assert_max_num_queries):
    client.force_login(cast.reviewer)
    counts = []
    for _time in (1, 3):
        for number in range(_time):
            make_flag(ResourceTarget(address="talk.html", version=version), by=cast.author, claim=f"{_time} {number}")
        with django_assert_max_num_queries(30) as asked:
            client.get("/docket/?pointing=resource")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_following_asks_the_same_for_one_report_and_for_three(cast, edition, version, django_assert_num_queries):
    changed = {"talk.html": TALK.replace("Talk", "Talking"), "img/scene.svg": "<svg/>"}
    later = next_edition_with(edition, next_version(version, pages=("One", "Two"), files=changed))
    target = ResourceTarget(address="talk.html", step=step_of(edition), quote=Quote("a list of bad clients"))
    for many in (1, 3):
        for number in range(many):
            make_flag(target, by=cast.author, claim=f"{many} {number}")
        with django_assert_num_queries(5):
            made = reanchor_edition(later)
        assert [row.state for row in made] == ["moved"] * many


def test_what_does_not_fit_the_file_is_refused(version, edition):
    step = step_of(edition)
    with pytest.raises(TargetUnknown):
        ResourceTarget(address="nowhere.html", step=step).fields()
    with pytest.raises(TargetRefused):
        ResourceTarget(address="talk.html", step=step, quote=Quote("let hidden")).fields()
    with pytest.raises(TargetRefused):
        ResourceTarget(address="talk.html", step=step, quote=Quote("x" * 2001)).fields()
    fields = ResourceTarget(address="talk.html", step=step, quote=Quote("a list of bad clients")).fields()
    assert [selector["type"] for selector in fields["selectors"]] == ["TextQuoteSelector", "TextPositionSelector"]


def test_the_database_wants_a_file_and_one_place(cast, version):
    flag = make_flag(ResourceTarget(address="talk.html", version=version), by=cast.author)
    for change in ({"resource_sha256": ""}, {"package_version": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Flag.objects.filter(pk=flag.pk).update(**change)


def test_a_critical_one_pauses_the_step(cast, edition):
    make_flag(ResourceTarget(address="talk.html", step=step_of(edition)), by=cast.reviewer, severity="critical")
    assert StepPause.objects.standing().get().step == step_of(edition)


OTHER = TALK.replace("<h1>", "<h1 class='x'>")  # the same words in other bytes
REWORDED = TALK.replace("should ever be", "must ever be")
GONE = "<html><body><p>Something else altogether stands on this page now.</p></body></html>"


@pytest.mark.parametrize(
    ("files", "quote", "state", "address"),
    [
        ({"talk.html": TALK}, "", "same", "talk.html"),
        ({"talk.html": TALK, "more.html": "x"}, "a list of bad clients", "same", "talk.html"),
        ({"chat.html": TALK}, "", "moved", "chat.html"),
        ({"chat.html": TALK, "copy.html": TALK}, "", "orphaned", ""),
        ({"talk.html": OTHER}, "", "moved", "talk.html"),
        ({"talk.html": REWORDED}, "", "orphaned", "talk.html"),
        ({"talk.html": REWORDED}, "is asked for a list of bad clients", "moved", "talk.html"),
        ({"talk.html": GONE, "chat.html": TALK}, "", "orphaned", "talk.html"),
        ({"talk.html": GONE}, "a list of bad clients", "orphaned", "talk.html"),
        ({}, "", "orphaned", ""),
        ({}, "a list of bad clients", "orphaned", ""),
    ],
)
def test_it_is_found_again_for_certain_or_not_at_all(cast, client, files, quote, state, address):
    version = make_version(cast.agency, files={"talk.html": TALK})
    target = ResourceTarget(address="talk.html", version=version, quote=Quote(quote))
    flag = make_flag(target, by=cast.author)
    newer = next_version(version, files=files, extra="<!-- another -->")
    assert moved(flag) == (state, address, quote if state != "orphaned" else "")
    assert reanchor_package(newer) == []
    client.force_login(cast.reviewer)
    page = client.get(flag.get_absolute_url()).content.decode()
    assert "Nobody is asked for a list" in page  # the old text
    assert ("Something else altogether" in page) is (files.get("talk.html") == GONE)


def test_a_page_that_is_the_same_says_when_files_beside_it_are_not(cast, client):
    files = {"talk.html": TALK, "talk.js": "let shown = 1;", "picture.svg": "<svg/>"}
    version = make_version(cast.agency, files=files)
    page = make_flag(ResourceTarget(address="talk.html", version=version), by=cast.author)
    script = make_flag(ResourceTarget(address="picture.svg", version=version), by=cast.author)
    next_version(version, files=files, extra="<!-- the manifest alone -->")
    client.force_login(cast.author)
    assert "Its own file is as it was" not in client.get(page.get_absolute_url()).content.decode()
    next_version(version, files=files | {"talk.js": "let shown = 2;"})
    assert [row.state for row in page.anchors.all()] == ["same", "same"]
    shown = client.get(page.get_absolute_url()).content.decode()
    assert shown.count("Its own file is as it was, but 1 other file of the package is not.") == 1
    assert "Its own file is as it was" not in client.get(script.get_absolute_url()).content.decode()


def test_it_is_followed_into_the_next_edition(cast, version, edition):
    step = step_of(edition)
    whole = make_flag(ResourceTarget(address="p1.html", step=step), by=cast.reviewer)
    lost = make_flag(ResourceTarget(address="talk.html", step=step), by=cast.reviewer)
    newest = next_edition_with(edition, next_version(version, pages=("One", "Two"), files={"talk.html": GONE}))
    assert moved(whole) == ("same", "p1.html", "")
    row = whole.anchors.get()
    assert (row.step.edition, row.block_id) == (newest, whole.block_id)
    assert moved(lost) == ("orphaned", "talk.html", "")
    assert "Something else" in lost.anchors.get().text


def test_it_leaves_as_an_annotation_and_comes_back(cast, version, edition):
    step = step_of(edition)
    targets = [
        ResourceTarget(address="talk.html", step=step, quote=Quote("a list of bad clients")),
        ResourceTarget(address="img/scene.svg", step=step),
        ResourceTarget(address="p2.html", version=version),
    ]
    flags = [make_flag(target, by=cast.reviewer) for target in targets]
    notes = notes_of(exportable(Flag.objects.all()))
    assert notes[0].source == f"urn:sha256:{version.digest}/talk.html"
    assert notes[0].scope.endswith(reverse("modules:edition_step", args=[edition.digest, step.slug]))
    assert notes[2].scope == ""
    items = [as_annotation(note) for note in notes]
    arrivals, faults = plan_import(cast.author, json.dumps(items))
    assert not faults
    for flag, arrival in zip(flags, arrivals, strict=True):
        again = make_flag(arrival.target, by=cast.author, criteria=[CriterionFactory(code="REC-1")])
        for name in ("kind", "resource", "resource_sha256", "package_version", "step", "quote_exact", "selectors"):
            assert getattr(again, name) == getattr(flag, name), name
    wrong = json.loads(json.dumps(items))
    wrong[0]["target"]["selector"][0]["exact"] = "words that are nowhere"
    wrong[1]["target"]["source"] = f"urn:sha256:{'0' * 64}/img/scene.svg"
    wrong[2]["target"]["source"] = f"urn:sha256:{version.digest}/no.html"
    assert [fault.entry for fault in plan_import(cast.author, json.dumps(wrong))[1]] == [1, 2, 3]
    assert [fault.entry for fault in plan_import(cast.outside_author, json.dumps(items))[1]] == [3]
