"""The content origin: what it answers, with which headers, and what it does not know."""

import json
import re
import unicodedata

import pytest
from django.db import transaction
from django.test import Client

from modules.launch_tokens import Launch, make_token
from modules.models import ScormRegistration
from modules.services.playing import close_runs, registration_for
from modules.tracking import pages_of
from tests.factories.scorm import make_version

pytestmark = pytest.mark.django_db
HOST = "127.0.0.1"
SETTLED = re.compile(r'<script id="settled" type="application/json">(.*?)</script>')


@pytest.fixture
def content() -> Client:
    return Client(headers={"host": HOST})


@pytest.fixture
def run(cast) -> ScormRegistration:
    version = make_version(cast.agency, pages=("One", "Two"))
    return registration_for(person=cast.officer, subject="test", digest=version.digest)


def base_of(run: ScormRegistration, **options) -> str:
    return f"/play/{make_token(Launch(run.digest, 'en', run.reference, **options))}/"


def post(client: Client, path: str, told: object):
    return client.post(path, json.dumps(told), content_type="application/json")


def opened(client: Client, base: str, wish: str = "") -> dict:
    return post(client, f"{base}open", {"wish": wish}).json()


def commit(client: Client, base: str, page: dict, changes: list, **more):
    told = {"attempt": page["attempt"], "sco": page["item"], "seq": page["seq"] + 1, "changes": changes, **more}
    return post(client, f"{base}commit/{page['opens']}", told)


def test_the_site_is_not_at_the_content_host_and_packages_are_not_at_the_site(content, run):
    base = base_of(run)
    assert [content.get(path).status_code for path in ("/training/", "/admin/", "/accounts/login/")] == [404] * 3
    assert Client().get(base).status_code == 404
    assert content.get("/").url.startswith("http://localhost")


def test_player_and_files_have_the_headers_of_their_origin(content, run):
    base = base_of(run)
    page, file = content.get(base), content.get(f"{base}files/p1.html")
    for answer in (page, file):
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "X-Frame-Options" not in answer
        assert not answer.cookies
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "frame-ancestors http://localhost:8000" in page["Content-Security-Policy"]
    policy = file["Content-Security-Policy"]
    assert "sandbox allow-scripts allow-same-origin allow-forms allow-popups" in policy
    assert "form-action 'self'" in policy
    assert file["Content-Type"] == "text/html"


def test_files_are_those_of_the_listing_alone(content, run):
    base = base_of(run)
    assert content.get(f"{base}files/P1.HTML").status_code == 200  # written with the wrong letters
    for name in ("../listing.json", "%2e%2e/listing.json", "p9.html", "..\\listing.json", "/etc/passwd"):
        assert content.get(f"{base}files/{name}").status_code == 404
    worker = content.get(f"{base}files/p1.html", headers={"service-worker": "script", "host": HOST})
    assert worker.status_code == 403


def test_a_page_is_opened_commits_and_is_resumed(content, run):
    base = base_of(run)
    first = opened(content, base)
    assert (first["item"], first["values"]["cmi.core.entry"]) == ("i1", "ab-initio")
    changes = [
        ["cmi.core.lesson_location", "p3"],
        ["cmi.core.lesson_status", "completed"],
        ["cmi.core.exit", "suspend"],
    ]
    answer = commit(content, base, first, changes, terminate=True, session_time="0000:10:00.00")
    assert answer.json() == {"seq": 1, "statuses": {"i1": "done"}}
    again = opened(content, base, "{target=i1}choice")
    assert (again["values"]["cmi.core.entry"], again["values"]["cmi.core.lesson_location"]) == ("resume", "p3")
    run.refresh_from_db()
    assert (run.completion, run.minutes, run.opens) == ("incomplete", 10, 2)


def test_a_commit_counts_once_and_in_order(content, run):
    base = base_of(run)
    page = opened(content, base)
    change = [["cmi.core.score.raw", "50"]]
    assert commit(content, base, page, change).json()["seq"] == 1
    assert commit(content, base, page, [["cmi.core.score.raw", "99"]]).json()["seq"] == 1
    ahead = commit(content, base, {**page, "seq": 5}, change)
    assert (ahead.status_code, ahead.json()["code"]) == (409, "commit-missing")
    run.refresh_from_db()
    assert run.state["scos"]["i1"]["values"]["cmi.core.score.raw"] == "50"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ([["cmi.core.student_name", "Somebody"]], 403),
        ([["cmi.core.credit", "no-credit"]], 403),
        ([["cmi.suspend_data", "x" * 4097]], 405),
        ([["cmi", "x"]], 401),
        ([["__proto__.x", "x"]], 401),
        ([["cmi.core.score.raw", "101"]], 405),
    ],
)
def test_what_the_table_refuses_is_refused_by_name_and_nothing_is_kept(content, run, changes, error):
    base = base_of(run)
    page = opened(content, base)
    answer = commit(content, base, page, [["cmi.core.lesson_location", "p1"], *changes])
    assert (answer.status_code, answer.json()["code"], answer.json()["error"]) == (409, "bad-change", error)
    run.refresh_from_db()
    assert (run.state["seq"], "cmi.core.lesson_location" in run.state["scos"]["i1"]["values"]) == (0, False)


def test_whoever_opened_last_may_commit(content, run):
    base = base_of(run)
    first = opened(content, base)
    second = opened(content, base)
    assert commit(content, base, first, []).json()["code"] == "opened-elsewhere"
    assert commit(content, base, second, [["cmi.core.lesson_location", "2"]]).status_code == 200


def test_a_token_is_for_one_run_and_runs_out(content, run, monkeypatch):
    base = base_of(run)
    assert content.get(base.replace("/play/", "/play/x")).status_code == 410
    assert post(content, base.replace("/play/", "/play/x") + "open", {}).status_code == 404
    monkeypatch.setattr("modules.launch_tokens.GOOD_FOR_SECONDS", -1)
    assert content.get(base).status_code == 410
    assert post(content, f"{base}open", {}).json() == {"code": "expired"}


def test_somebody_who_left_plays_no_more(content, run, cast):
    base = base_of(run)
    page = opened(content, base)
    cast.officer.is_active = False
    cast.officer.save()
    assert commit(content, base, page, []).status_code == 404


def test_review_and_trial_keep_nothing(content, run):
    page = opened(content, base_of(run))
    commit(content, base_of(run), page, [["cmi.core.lesson_location", "p7"]])
    run.refresh_from_db()
    before = run.state
    looked = opened(content, base_of(run, review=True))
    assert (looked["values"]["cmi.core.lesson_mode"], looked["values"]["cmi.core.lesson_location"]) == ("review", "p7")
    assert commit(content, base_of(run, review=True), page, []).json()["code"] == "review"
    trial = f"/play/{make_token(Launch(run.digest, 'en'))}/"
    tried = opened(content, trial)
    assert (tried["values"]["cmi.core.credit"], tried["opens"]) == ("no-credit", 0)
    assert commit(content, trial, page, []).json()["code"] == "trial"
    run.refresh_from_db()
    assert run.state == before


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"', "[" * 100_000, '{"attempt": "1"}', '{"x": 1}'])
def test_bad_bodies_are_refused(content, run, body):
    base = base_of(run)
    opened(content, base)
    answer = content.post(f"{base}commit/1", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_body_that_is_too_long_is_not_read(content, run):
    base = base_of(run)
    answer = content.post(f"{base}commit/1", "x" * (1024 * 1024 + 1), content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "too-large")


def test_wishes_that_lead_nowhere(content, run):
    base = base_of(run)
    opened(content, base)
    for wish in ("previous", "{target=nowhere}choice", "nonsense"):
        assert post(content, f"{base}open", {"wish": wish}).status_code == 409
    assert opened(content, base, "continue")["item"] == "i2"
    assert opened(content, base, "exitAll")["item"] == ""


def test_a_commit_takes_few_queries(content, run, django_assert_num_queries):
    base = base_of(run)
    page = opened(content, base)
    with django_assert_num_queries(5):  # the run, a savepoint around the run locked and written
        commit(content, base, page, [["cmi.core.lesson_location", "p1"]])


ODD = "a\0b\ud83dc"  # what compressed suspend data may hold: a null character, half of a letter


def test_any_string_of_a_script_is_kept_and_comes_back(content, run, cast, client):
    base = base_of(run)
    page = opened(content, base)
    changes = [
        ["cmi.suspend_data", ODD],
        ["cmi.interactions.0.id", "q1"],
        ["cmi.interactions.0.student_response", ODD],
        ["cmi.core.exit", "suspend"],
    ]
    assert commit(content, base, page, changes, terminate=True).status_code == 200
    assert opened(content, base, "{target=i1}choice")["values"]["cmi.suspend_data"] == ODD
    run.refresh_from_db()
    assert pages_of(run)[0].answers[0].response.encode()  # and can be shown


def test_a_run_that_is_closed_is_only_looked_at_by_launches_from_before(content, run):
    base = base_of(run)
    page = opened(content, base)
    commit(content, base, page, [["cmi.core.lesson_location", "p7"]])
    with transaction.atomic():
        close_runs(subjects=["test", "another"])
    run.refresh_from_db()
    before = run.state
    assert commit(content, base, {**page, "seq": 1}, [["cmi.core.lesson_location", "p9"]]).json()["code"] == "review"
    again = opened(content, base)
    assert (again["values"]["cmi.core.lesson_mode"], again["values"]["cmi.core.lesson_location"]) == ("review", "p7")
    run.refresh_from_db()
    assert run.state == before


def test_files_are_found_however_the_letters_with_accents_are_put_together(content, cast):
    version = make_version(cast.agency, files={unicodedata.normalize("NFD", "lección.png"): "x"})
    row = registration_for(person=cast.officer, subject="accents", digest=version.digest)
    assert content.get(f"{base_of(row)}files/{unicodedata.normalize('NFC', 'Lección.png')}").status_code == 200


def test_odd_ranges_are_answered(content, run):
    address = f"{base_of(run)}files/p1.html"
    for asked, status in (
        ("bytes=0-3", 206),
        ("bytes=-4", 206),
        ("bytes=9999999-", 416),
        ("bytes=" + "9" * 5000 + "-", 200),
    ):
        assert content.get(address, headers={"range": asked, "host": HOST}).status_code == status


def test_what_waits_on_a_device_is_sealed_for_its_run_alone(content, run, cast):
    other = registration_for(person=cast.teammate, subject="test of another", digest=run.digest)
    found = [json.loads(SETTLED.search(content.get(base_of(row)).content.decode())[1]) for row in (run, other)]
    assert found[0]["drawer"] != found[1]["drawer"]
    assert found[0]["owner"] != found[1]["owner"]
    assert len(bytes.fromhex(found[0]["drawer"]["key"])) == 32
    assert all(run.reference.hex not in json.dumps(settled) for settled in found)
