"""A critical flag by an agency pauses its step for officers, and its answer lets them go on."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from curriculum.errors import StepPaused
from curriculum.services.stepping import complete_step
from modules.models import Edition
from review.models import StepPause
from review.services.answering import answer_flag
from review.services.rules_of_flags import set_flag_rules
from tests.factories.curriculum import make_enrolment, steps_of
from tests.factories.modules import make_current_edition, next_edition
from tests.factories.people import RoleGrantFactory, UserFactory
from tests.factories.review import make_flag


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


def test_only_a_critical_flag_of_an_agency_pauses_and_only_by_rule(cast, edition):
    make_flag(edition, by=cast.officer, severity="critical")
    make_flag(edition, by=cast.reviewer, severity="high")
    assert not StepPause.objects.exists()
    with pytest.raises(PermissionDenied):
        set_flag_rules(
            actor=cast.author, module=edition.module, critical_pauses=False, panel_votes=3, panel_perspectives=2
        )
    set_flag_rules(
        actor=cast.administrator, module=edition.module, critical_pauses=False, panel_votes=3, panel_perspectives=2
    )
    make_flag(edition, by=cast.reviewer, severity="critical")
    assert not StepPause.objects.exists()


def test_officers_see_why_go_on_elsewhere_and_come_back(cast, client, django_capture_on_commit_callbacks):
    enrolment = make_enrolment(user=cast.officer)
    edition = Edition.objects.get(enrolment_pins__enrolment=enrolment)
    flag_of = make_flag(edition, by=_author_of(edition))
    with django_capture_on_commit_callbacks(execute=True):
        flag = make_flag(edition, by=_author_of(edition), severity="critical")
    assert flag.pk != flag_of.pk
    step = steps_of(enrolment)[0]
    assert StepPause.objects.standing().get().step_id == step.pk
    assert [cast.coordinator.email] in [message.to for message in mail.outbox]
    client.force_login(cast.officer)
    url = f"/training/{enrolment.reference}/1/"
    assert "paused while a serious problem is looked at" in client.get(url).content.decode()
    with pytest.raises(StepPaused):
        complete_step(actor=cast.officer, enrolment=enrolment, step=step)
    assert client.post(f"{url}complete/").status_code == 302
    assert "You need do nothing about it" not in client.get(f"/training/{enrolment.reference}/2/").content.decode()
    answer_flag(actor=_author_of(edition, 1), flag=flag, outcome="not_upheld", reasons="It is right.")
    assert "You need do nothing about it" not in client.get(url).content.decode()
    assert [row.kind for row in flag.steps.all()] == ["raised", "paused", "answered", "resumed"]


def test_a_pause_goes_on_in_the_next_edition_until_it_is_answered(cast, edition):
    flag = make_flag(edition, by=cast.reviewer, severity="critical")
    make_flag(edition, by=cast.reviewer, severity="low")
    newer = next_edition(edition)
    assert StepPause.objects.standing().get(step__edition=newer).flag == flag
    answer_flag(actor=cast.second_reviewer, flag=flag, outcome="upheld", reasons="Yes.")
    assert not StepPause.objects.standing().exists()


def _author_of(edition, number=0):
    """A person of one of the edition's agencies; another agency's for another number."""
    coauthors = list(edition.module.coauthorships.order_by("pk"))
    agency = coauthors[min(number, len(coauthors) - 1)].agency
    user = UserFactory()
    RoleGrantFactory(user=user, role="reviewer", agency=agency)
    return user
