"""The kept outline is of the same place and the same progress, with the address of one's own run."""

from django.urls import reverse

from curriculum.outline_html import BASE
from curriculum.services.stepping import complete_step
from tests.cast import Cast
from tests.factories.curriculum import make_course, make_enrolment, steps_of


def test_outline_shows_own_progress_and_own_addresses(client, cast: Cast) -> None:
    course = make_course(modules=2)
    mine = make_enrolment(user=cast.officer, course=course)
    theirs = make_enrolment(user=cast.outside_officer, course=course)
    first = steps_of(mine)[0]
    complete_step(actor=cast.officer, enrolment=mine, step=first.as_edition_step())

    def page(enrolment, number: int) -> str:
        client.force_login(enrolment.officer.user)
        return client.get(reverse("curriculum:step", args=[enrolment.reference, number])).content.decode()

    seen, other, again = page(mine, 1), page(theirs, 1), page(mine, 1)
    assert "1 of 4 steps done" in seen
    assert "0 of 4 steps done" in other
    assert f"{reverse('curriculum:resume', args=[mine.reference])}3/" in seen
    assert str(mine.reference) not in other
    assert BASE not in seen + other
    assert "1 of 4 steps done" in again
