"""Packages in the workspace: who sees which, what an upload answers, figures for ten or more."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from modules.models import ScormRegistration, ScormVersion
from modules.package_store import store
from modules.scorm.state import Commit
from modules.services.playing import commit, open_page, registration_for
from modules.tracking import shares_of
from review.targets import EditionTarget
from tests.factories.people import UserFactory
from tests.factories.review import make_flag
from tests.factories.scorm import make_package_edition, make_version, package_zip

pytestmark = pytest.mark.django_db
BRING = "/admin/modules/packages/bring/"


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("small.zip", content, content_type="application/zip")


def test_an_author_brings_a_package_in_and_reads_its_report(client, cast):
    client.force_login(cast.author)
    answer = client.post(BRING, {"agency": cast.agency.pk, "file": upload(package_zip(pages=("One", "Two")))})
    version = ScormVersion.objects.get()
    assert answer.url == reverse("modules_admin:package", args=[version.package.reference, 1])
    shown = client.get(answer.url).content.decode()
    assert all(words in shown for words in ("SCORM 1.2", "p2.html", "Figures are shown once 10 people took it"))
    again = client.post(
        f"{BRING}?package={version.package.reference}",
        {"agency": cast.agency.pk, "file": upload(package_zip(pages=("One", "Three")))},
    )
    assert again.url.endswith("/2/")
    trial = client.get(f"{answer.url}try/")
    assert "/play/" in trial.content.decode()
    assert "frame-src http://127.0.0.1:8000" in trial["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "code"), [(b"nothing", "not-a-zip"), (package_zip(files={"imsmanifest.xml": "<x>"}), "not-well-formed")]
)
def test_what_is_wrong_is_listed_and_nothing_is_kept(client, cast, content, code):
    before = {path.name for path in store().root.rglob("*")} if store().root.exists() else set()
    client.force_login(cast.author)
    answer = client.post(BRING, {"agency": cast.agency.pk, "file": upload(content)})
    assert answer.status_code == 422
    assert code in answer.content.decode()
    assert not ScormVersion.objects.exists()
    assert ({path.name for path in store().root.rglob("*")} if store().root.exists() else set()) == before


def test_packages_of_others_do_not_exist(client, cast):
    version = make_version(cast.agency)
    url = reverse("modules_admin:package", args=[version.package.reference, 1])
    for person, status in ((cast.reviewer, 200), (cast.administrator, 200), (cast.outside_author, 404)):
        client.force_login(person)
        assert client.get(url).status_code == status
        assert client.get(f"{url}try/").status_code == status
    assert client.post(f"{url}remove/").status_code == 404
    assert client.get(f"{BRING}?package={version.package.reference}").status_code == 404
    assert client.get(f"{BRING}?package=nonsense").status_code == 404
    assert str(version.package.title) not in client.get(reverse("modules_admin:packages")).content.decode()
    foreign = client.post(BRING, {"agency": cast.agency.pk, "file": upload(package_zip())})
    assert foreign.status_code == 422  # in the name of another agency
    client.force_login(cast.coordinator)
    assert client.get(reverse("modules_admin:packages")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, cast, django_assert_num_queries, rows):
    for number in range(rows):
        make_version(cast.agency, title=f"Package {number}")
    client.force_login(cast.author)
    client.get(reverse("modules_admin:packages"))
    with django_assert_num_queries(13):
        client.get(reverse("modules_admin:packages"))


def test_figures_are_of_ten_people_or_none(cast):
    version = make_version(cast.agency)
    changes = (
        ("cmi.core.lesson_status", "passed"),
        ("cmi.core.score.raw", "80"),
        ("cmi.interactions.0.id", "q1"),
        ("cmi.interactions.0.result", "correct"),
    )
    for number in range(10):
        assert not shares_of(version.digest).enough
        row = registration_for(person=UserFactory(), subject=f"s{number}", digest=version.digest)
        opened = open_page(row=row)
        commit(row=row, opens=opened.opens, told=Commit(1, "i1", 1, changes[: 4 if number else 2], "", True))
    shares = shares_of(version.digest)
    assert (shares.people, shares.success["passed"], shares.mean_percent) == (10, 10, 80.0)
    assert shares.answers == []  # nine people answered
    assert ScormRegistration.objects.count() == 10


def test_one_person_s_many_scores_make_no_mean(cast):
    version = make_version(cast.agency)
    people = [UserFactory() for _ in range(10)]
    for number, person in enumerate([*people, *people[:1] * 10]):
        registration_for(person=person, subject=f"s{number}", digest=version.digest)
    ScormRegistration.objects.filter(person=people[0]).update(percent=80)
    shares = shares_of(version.digest)
    assert (shares.people, shares.mean_percent) == (10, None)


def test_a_page_of_a_package_can_be_flagged(cast):
    step = make_package_edition(cast.agency, pages=("One", "Two")).steps.get()
    target = EditionTarget(step, block_id=step.blocks[2]["id"])
    flag = make_flag(target, by=cast.reviewer, claim="It shows a map of homes.")
    assert "Two" in flag.excerpt
    assert flag.block_id == step.blocks[2]["id"]
