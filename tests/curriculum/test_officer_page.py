"""The coordinator's page about one officer: what it shows, what can be done from it, asked by the whole cast."""

import pytest
from django.urls import reverse

from curriculum.enums import HowShown
from curriculum.models import ExtraAttempts
from curriculum.services.screening import record_notes_shown
from records.models import Certificate, LedgerEntry
from records.services.certificates import reissue_certificate, revoke_certificate
from tests.factories.curriculum import (
    HARMFUL,
    finish,
    make_assignment,
    make_course,
    make_enrolment,
    steps_of,
    take_scenario,
)
from tests.factories.screenings import make_screening, make_screening_edition


@pytest.fixture
def course(cast):
    return make_course(agencies=[cast.agency], attempts_limit=1, title="The bulletin course")


@pytest.fixture
def enrolment(cast, course):
    """Olive's, with the one attempt at its scenario used."""
    enrolment = make_enrolment(user=cast.officer, course=course)
    take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
    return enrolment


@pytest.fixture
def certificate(cast, course):
    finish(make_enrolment(user=cast.officer, course=course))
    return Certificate.objects.get()


@pytest.fixture
def kim(client, cast):
    client.force_login(cast.coordinator)
    return client


def officer_url(user):
    return reverse("curriculum_admin:officer", args=[user.reference])


def grant_url(enrolment):
    return reverse("curriculum_admin:allow_attempts", args=[enrolment.reference, steps_of(enrolment)[1].key])


def on(certificate, name):
    return reverse(f"curriculum_admin:certificate_{name}", args=[certificate.serial])


def text(response):
    return " ".join(response.content.decode().split())


def statuses(client, cast, url):
    found = {}
    for who, user in cast.everyone().items():
        client.logout()
        if user:
            client.force_login(user)
        found[who] = {client.get(url).status_code, client.post(url).status_code} - {405}
    return found


def refused_to_others(found):
    sent_away = {"anonymous", "officer", "teammate", "outside_officer"}
    for who, codes in found.items():
        if who not in {"coordinator", "outside_coordinator"}:
            assert codes == ({302} if who in sent_away else {403}), who
    return found["outside_coordinator"] == {404}


def test_the_page_shows_steps_attempts_and_the_way_out(kim, cast, enrolment):
    response = kim.get(officer_url(cast.officer))
    page = text(response)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert "0 of 2 steps done" in page
    assert "1 of 1 used" in page
    assert "cannot go on until you allow more" in page
    assert grant_url(enrolment) in page


def test_what_was_not_begun_and_no_certificate_are_said(kim, cast):
    assert "Nothing was assigned to this officer yet." in text(kim.get(officer_url(cast.officer)))
    make_assignment(user=cast.officer, course=make_course(agencies=[cast.agency]))
    page = text(kim.get(officer_url(cast.officer)))
    assert "Not begun." in page
    assert "No certificate was issued" in page


def test_the_list_leads_to_the_page(kim, cast, enrolment):
    assert f'href="{officer_url(cast.officer)}"' in text(kim.get(reverse("curriculum_admin:assignments")))


def test_the_pages_are_for_the_departments_coordinators_alone(client, cast, enrolment):
    assert refused_to_others(statuses(client, cast, officer_url(cast.officer)))
    assert refused_to_others(statuses(client, cast, grant_url(enrolment)))


def test_certificates_are_for_the_departments_coordinators_alone(client, cast, certificate):
    assert refused_to_others(statuses(client, cast, on(certificate, "revoke")))
    assert refused_to_others(statuses(client, cast, on(certificate, "reissue")))
    assert not certificate.events.exists()


def test_which_notes_of_a_screening_were_shown(kim, cast):
    enrolment = make_screening(cast)
    step = steps_of(enrolment)[0].as_edition_step()
    note = next(block["id"] for block in step.blocks if block["type"] == "correction")
    assert "0 of 2 notes shown" in text(kim.get(officer_url(cast.officer)))
    record_notes_shown(actor=cast.officer, enrolment=enrolment, step=step, notes=[note], how=HowShown.LISTED)
    page = text(kim.get(officer_url(cast.officer)))
    assert "1 of 2 notes shown" in page
    assert page.count("read in the list") == page.count("not shown yet") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_screenings_cost_the_same_however_many(kim, cast, rows, django_assert_num_queries):
    edition = make_screening_edition(cast)
    for _ in range(rows):
        make_screening(cast, edition)
    kim.get(officer_url(cast.officer))
    with django_assert_num_queries(17):  # two of them for what was shown
        kim.get(officer_url(cast.officer))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries(kim, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        enrolment = make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency], attempts_limit=1))
        take_scenario(enrolment, steps_of(enrolment)[1], HARMFUL)
        finish(make_enrolment(user=cast.officer, course=make_course(agencies=[cast.agency])))
    kim.get(officer_url(cast.officer))
    with django_assert_num_queries(18):  # nine of the frame, one for the officer, eight for what is shown
        kim.get(officer_url(cast.officer))


def test_further_attempts_are_allowed_once_with_a_reason(kim, cast, enrolment):
    assert kim.get(grant_url(enrolment)).status_code == 200
    for bad in ({"number": "2", "reason": " "}, {"number": "0", "reason": "x"}, {"number": "x"}, {"number": "11"}):
        assert kim.post(grant_url(enrolment), bad).status_code == 422
    assert not ExtraAttempts.objects.exists()
    good = {"number": "2", "reason": "Called away twice."}
    assert kim.post(grant_url(enrolment), good).url == officer_url(cast.officer)
    page = text(kim.get(officer_url(cast.officer)))
    assert "1 of 3 used" in page
    assert "Called away twice." in page
    again = kim.post(grant_url(enrolment), good)
    assert again.status_code == 409
    assert "no further attempts are needed" in text(again)
    assert ExtraAttempts.objects.get().number == 2


def test_a_lesson_has_no_attempts_page(kim, enrolment):
    lesson = steps_of(enrolment)[0].key
    assert kim.get(reverse("curriculum_admin:allow_attempts", args=[enrolment.reference, lesson])).status_code == 404


def test_revoking_says_what_will_change_and_needs_a_reason(kim, cast, certificate):
    page = text(kim.get(on(certificate, "revoke")))
    assert "What will change" in page
    assert page.count("<h1") == 1
    assert kim.post(on(certificate, "revoke"), {"reason": " "}).status_code == 422
    assert not certificate.events.exists()
    assert kim.post(on(certificate, "revoke"), {"reason": "Issued in error."}).url == officer_url(cast.officer)
    assert LedgerEntry.objects.get(action="records.certificate.revoked").actor == f"user:{cast.coordinator.reference}"
    page = text(kim.get(officer_url(cast.officer)))
    assert "Issued in error." in page
    assert on(certificate, "revoke") not in page
    assert on(certificate, "reissue") in page
    again = text(kim.post(on(certificate, "revoke"), {"reason": "Again."}, follow=True))
    assert "revoked already" in again
    assert certificate.events.count() == 1


def test_a_correction_is_shown_before_it_is_made(kim, cast, certificate):
    given = {"person_name": "Olive Ofisser", "badge": "1001", "reason": "Misspelt."}
    page = text(kim.post(on(certificate, "reissue"), given))
    assert "from “Olive Officer” to “Olive Ofisser”" in page
    assert "The badge number stays as it is." in page
    assert Certificate.objects.count() == 1
    response = kim.post(on(certificate, "reissue"), {**given, "confirmed": "on"})
    assert response.url == officer_url(cast.officer)
    new = Certificate.objects.get(replaces=certificate)
    assert (new.person_name, new.badge, new.completion) == ("Olive Ofisser", "1001", certificate.completion)
    page = text(kim.get(officer_url(cast.officer)))
    assert f"Replaced by {new.serial}" in page
    assert on(certificate, "reissue") not in page
    assert on(new, "reissue") in page
    twice = kim.post(on(certificate, "reissue"), {**given, "confirmed": "on"}, follow=True)
    assert "replaced already" in text(twice)
    assert Certificate.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"person_name": "  "}, {"person_name": "x" * 151}, {"badge": "x" * 41}, {"badge": "\x00"}],
)
def test_a_bad_correction_is_refused(kim, certificate, changes):
    given = {"person_name": "Olive", "badge": "1001", "reason": "Misspelt.", "confirmed": "on", **changes}
    assert kim.post(on(certificate, "reissue"), given).status_code == 422
    assert Certificate.objects.count() == 1


def test_the_officer_sees_what_became_of_their_certificates(client, cast, certificate):
    new = reissue_certificate(actor=cast.coordinator, certificate=certificate, reason="Misspelt.", badge="1009")
    revoke_certificate(actor=cast.coordinator, certificate=new, reason="Issued in error.")
    client.force_login(cast.officer)
    page = text(client.get(reverse("curriculum:my_records")))
    assert f"Replaced by {new.serial}" in page
    assert "Misspelt." in page
    assert "Revoked on" in page
    assert "Issued in error." in page
