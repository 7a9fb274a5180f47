"""My records: certificates and the transcript, one's own only."""

import csv
import io

import pytest
from django.urls import reverse

from records.models import Certificate
from tests.factories.curriculum import finish, make_course, make_enrolment

PAGE = reverse("curriculum:my_records")
TRANSCRIPT = reverse("curriculum:transcript")


def text(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def held(cast):
    course = make_course(agencies=[cast.agency], title="The bulletin course", validity_months=24)
    finish(make_enrolment(user=cast.officer, course=course))
    return Certificate.objects.get()


def test_a_certificate_is_listed_with_its_state_and_check_link(client, cast, held):
    client.force_login(cast.officer)
    page = text(client.get(PAGE))
    assert "The bulletin course" in page
    assert "100 %" in page
    assert str(held.state.label) in page
    assert reverse("records:verify_serial", args=[held.serial]) in page
    assert page.count("<h1") == 1


def test_empty_records_say_how_they_fill(client, cast):
    client.force_login(cast.officer)
    assert "No records yet." in text(client.get(PAGE))


def test_the_pdf_is_for_its_holder_alone(client, cast, held):
    address = reverse("curriculum:certificate", args=[held.serial])
    for who, user in cast.everyone().items():
        client.logout()
        if user:
            client.force_login(user)
        response = client.get(address)
        if user == cast.officer:
            assert response["Content-Type"] == "application/pdf"
            assert response.content.startswith(b"%PDF")
            assert "no-store" in response["Cache-Control"]
        else:
            assert response.status_code == (302 if user is None else 404 if hasattr(user, "officer") else 403), who


def test_others_do_not_see_it_in_their_lists(client, cast, held):
    client.force_login(cast.teammate)
    assert held.serial not in text(client.get(PAGE))
    assert held.serial not in client.get(TRANSCRIPT).getvalue().decode("utf-8-sig")


def test_the_transcript_opens_in_a_spreadsheet_without_formulas(client, cast):
    course = make_course(agencies=[cast.agency], title='\f=HYPERLINK("http://x")')
    finish(make_enrolment(user=cast.officer, course=course))
    client.force_login(cast.officer)
    response = client.get(TRANSCRIPT)
    rows = list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))
    assert rows[0][0] == "Course"
    assert rows[1][0] == '\'\f=HYPERLINK("http://x")'
    assert rows[1][2:4] == ["2", "100"]
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries(client, cast, rows, django_assert_num_queries):
    for _ in range(rows):
        finish(make_enrolment(user=cast.officer))
    client.force_login(cast.officer)
    with django_assert_num_queries(4):  # session, officer, certificates, their events
        client.get(PAGE)
    with django_assert_num_queries(4):
        client.get(TRANSCRIPT)
