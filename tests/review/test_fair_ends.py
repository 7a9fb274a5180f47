"""How flags end: fixes that stand, words that are kept once, and records that say who really decided."""

import csv
import io

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.formats import date_format

from modules.services.freezing import freeze_module
from modules.services.publishing import publish_edition, send_back_edition, withdraw_edition
from records.models import LedgerEntry
from review.models import Flag, FlagPolicy, FlagStep, StepPause
from review.services.answering import answer_flag, close_flag, link_fix, sort_flag
from review.services.appealing import appeal_flag, decide_appeal, reply_to_flag, vote_on_appeal
from review.services.fixing import check_fix
from review.targets import MaterialTarget, RegisterTarget
from tests.factories.modules import ProvisionFactory, make_candidate, make_current_edition, next_edition
from tests.factories.review import CriterionFactory, MaterialFactory, make_flag


@pytest.fixture
def edition(cast):
    return make_current_edition([cast.agency, cast.second_agency])


@pytest.fixture
def flag(cast, edition):
    return make_flag(edition, by=cast.officer, visibility="public")


def answered(cast, flag, outcome="upheld"):
    return answer_flag(actor=cast.reviewer, flag=flag, outcome=outcome, reasons="Looked at.")


def decided(cast, flag, third_reviewer, outcome):
    FlagPolicy.objects.create(panel_votes=1, panel_perspectives=1)
    appeal_flag(actor=cast.officer, flag=flag, reasons="Look again.")
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome=outcome, reasons="So it is.")
    return decide_appeal(actor=third_reviewer, flag=flag, reasons="So it is.")


def test_a_fix_that_goes_back_to_its_authors_is_lost_on_record_and_opens_what_was_closed(cast, edition, flag):
    answered(cast, flag)
    candidate = freeze_module(actor="test", module=edition.module)
    link_fix(actor=cast.author, flag=flag, edition=candidate)
    close_flag(actor=cast.author, flag=flag)
    send_back_edition(actor=cast.author, edition=candidate, reasons="No.")
    flag.refresh_from_db()
    assert (flag.state, flag.fixed_in, flag.fix_state) == ("answered", None, "")
    assert flag.steps.last().kind == "fix_lost"
    assert LedgerEntry.objects.filter(action="review.flag.fix_lost", subject=f"flag:{flag.reference}").count() == 1


def test_closing_does_not_take_the_last_word_on_a_fix_from_its_flagger(cast, edition, flag):
    answered(cast, flag)
    link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))
    close_flag(actor=cast.author, flag=flag)
    check_fix(actor=cast.officer, flag=flag, right=False, reasons="It still says so.")
    flag.refresh_from_db()
    assert (flag.state, flag.fix_state) == ("answered", "disputed")
    link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))
    close_flag(actor=cast.author, flag=flag)
    check_fix(actor=cast.officer, flag=flag, right=True)
    flag.refresh_from_db()
    assert (flag.state, flag.fix_state) == ("closed", "confirmed")


def test_a_reason_given_before_the_appeal_does_not_close_what_the_panel_upheld(cast, flag, third_reviewer):
    answered(cast, flag, "not_upheld")
    close_flag(actor=cast.author, flag=flag, no_fix_reason="It is right as it is.")
    decided(cast, flag, third_reviewer, "upheld")
    with pytest.raises(ValidationError):
        close_flag(actor=cast.author, flag=flag)
    assert "It is right as it is." in flag.steps.get(kind="closed").reasons


def test_the_public_records_do_not_put_a_panels_decision_into_the_mouth_of_who_answered(
    cast, client, flag, third_reviewer
):
    answered(cast, flag, "not_upheld")
    decided(cast, flag, third_reviewer, "upheld")
    table = client.get("/corrections/corrections.csv").getvalue().decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(table)))["agency"] == "panel"
    page = client.get(f"/reports/{flag.reference}/").content.decode()
    assert cast.agency.name not in page
    assert "The panel's decision" in page or "The panel&#x27;s decision" in page


def test_the_decision_is_worded_by_who_voted_for_it(cast, client, flag, third_reviewer):
    FlagPolicy.objects.create(panel_votes=3, panel_perspectives=2)
    answered(cast, flag)
    appeal_flag(actor=cast.officer, flag=flag, reasons="Look again.")
    votes = ((third_reviewer, "upheld"), (cast.outside_author, "upheld"), (cast.second_author, "not_upheld"))
    for person, outcome in votes:
        vote_on_appeal(actor=person, flag=flag, outcome=outcome, reasons="So it is.")
    with pytest.raises(PermissionDenied):
        decide_appeal(actor=cast.second_author, flag=flag, reasons="We were right.")
    for person, may in ((cast.second_author, False), (third_reviewer, True)):
        client.force_login(person)
        assert ("Close the vote and decide" in client.get(flag.get_absolute_url()).content.decode()) is may
    assert decide_appeal(actor=third_reviewer, flag=flag, reasons="It is wrong.").outcome == "upheld"


def test_clearing_the_public_words_does_not_publish_those_that_were_meant_for_few(cast, client, flag):
    client.force_login(cast.author)
    words = {"outcome": "upheld", "reasons": "Yes.", "published_claim": " "}
    page = client.post(f"{flag.get_absolute_url()}answer/", words)
    assert page.status_code == 400
    assert "Write how the claim is to be published." in page.content.decode()
    assert 'href="#answer-published_claim_error"' in page.content.decode()
    assert 'id="answer-published_claim_error"' in page.content.decode()
    assert client.post(f"{flag.get_absolute_url()}answer/", {**words, "outcome": "not_upheld"}).status_code == 302


def test_a_withdrawn_edition_puts_nothing_right(cast, edition, flag):
    answered(cast, flag)
    newer = next_edition(edition)
    withdraw_edition(actor=cast.author, edition=newer, reason="Wrong.")
    with pytest.raises(ValidationError):
        link_fix(actor=cast.author, flag=flag, edition=newer)


def test_the_same_words_sent_twice_stand_once(cast, flag, third_reviewer):
    rec = CriterionFactory(code="REC-7")
    for _ in range(2):
        reply_to_flag(actor=cast.author, flag=flag, words="We checked it.")
        sort_flag(actor=cast.author, flag=flag, criteria=[rec], severity="low")
    answered(cast, flag, "not_upheld")
    appeal_flag(actor=cast.officer, flag=flag, reasons="Look again.")
    for _ in range(2):
        vote_on_appeal(actor=third_reviewer, flag=flag, outcome="upheld", reasons="So it is.")
    kinds = list(flag.steps.values_list("kind", flat=True))
    assert kinds == ["raised", "replied", "sorted", "answered", "appealed", "voted"]
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="not_upheld", reasons="On second thought.")
    vote_on_appeal(actor=third_reviewer, flag=flag, outcome="upheld", reasons="So it is.")
    assert FlagStep.objects.filter(flag=flag, kind="voted").count() == 3


def test_each_letter_says_what_happened(cast, edition, flag, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answered(cast, flag)
        link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))
    mine = [message for message in mail.outbox if message.to == [cast.officer.email]]
    assert [message.subject for message in mine] == [
        "Your report was answered",
        "Is it put right? About a report of yours",
    ]
    for message in mine:
        assert str(flag.reference) not in message.body + message.alternatives[0].content


def test_a_critical_report_on_a_candidate_pauses_the_step_once_officers_would_take_it(cast):
    candidate = make_candidate([cast.agency, cast.second_agency])
    flag = make_flag(candidate, by=cast.reviewer, severity="critical")
    assert not StepPause.objects.exists()
    publish_edition(actor="test", edition=candidate, agencies=[])
    assert StepPause.objects.standing().get().flag == Flag.objects.get(pk=flag.pk)


def test_a_critical_report_on_a_candidate_that_went_back_pauses_the_next_one_where_its_place_still_stands(cast):
    candidate = make_candidate([cast.agency, cast.second_agency])
    make_flag(candidate, by=cast.reviewer, severity="critical")
    make_flag(candidate, by=cast.reviewer, severity="high")
    send_back_edition(actor=cast.author, edition=candidate, reasons="No.")
    newer = next_edition(candidate)
    assert StepPause.objects.standing().get().step.edition == newer


def test_a_panel_that_cannot_be_filled_says_so_and_administrators_can_change_it(cast, client, flag):
    answered(cast, flag)
    appeal_flag(actor=cast.officer, flag=flag, reasons="Look again.")
    client.force_login(cast.outside_author)
    page = client.get(flag.get_absolute_url()).content.decode()
    assert "2 agencies are no party and may vote." in page
    assert "Fewer agencies or perspectives may vote than a decision needs." in page
    rules = {"panel_votes": 2, "panel_perspectives": 2}
    assert client.post("/docket/rules/else/", rules).status_code == 403
    client.force_login(cast.administrator)
    assert client.post("/docket/rules/else/", {"panel_votes": 1, "panel_perspectives": 2}).status_code == 400
    assert client.post("/docket/rules/else/", rules).status_code == 302
    client.force_login(cast.outside_author)
    assert "Fewer agencies" not in client.get(flag.get_absolute_url()).content.decode()


def test_an_appeal_says_beforehand_that_every_agency_will_read_it(cast, client, flag):
    client.force_login(cast.officer)
    form = client.get(f"/flags/raise/{flag.edition.digest}/{flag.step.key}/?block={flag.block_id}").content.decode()
    assert "every agency may read it and vote on it" in form
    answered(cast, flag)
    assert "An appeal opens the report to every agency" in client.get(flag.get_absolute_url()).content.decode()


def test_a_candidate_shows_what_waits_since_an_older_edition(cast, client, edition, flag):
    newer = next_edition(edition)
    client.force_login(cast.author)
    page = client.get(f"/sign-off/{newer.reference}/{flag.step.position}/").content.decode()
    assert flag.get_absolute_url() in page
    assert f'data-report-at="b-{flag.block_id}"' in page
    assert f'id="b-{flag.block_id}"' in page


def test_of_very_many_reports_those_at_the_same_place_are_offered_and_any_other_by_its_reference(
    cast, client, edition, flag, django_assert_max_num_queries
):
    step = flag.step
    for n, block in enumerate([step.blocks[0]["id"], *[step.blocks[1]["id"]] * 60]):
        Flag.objects.create(
            kind="block", module=edition.module, edition=edition, step=step, block_id=block, severity="low",
            claim=f"Claim {n}.", flagger_kind="officer", due_on=flag.due_on,
        )  # fmt: skip
    client.force_login(cast.author)
    with django_assert_max_num_queries(60):
        page = client.get(flag.get_absolute_url()).content.decode()
    assert page.count("<option") < 110
    assert "Claim 0." in page
    far = Flag.objects.get(claim="Claim 5.")
    assert str(far.reference) not in page
    address = f"{flag.get_absolute_url()}do/"
    assert client.post(f"{address}merge/", {}).status_code == 400
    assert client.post(f"{address}merge/", {"reference": "nonsense"}).status_code == 400
    assert client.post(f"{address}relate/", {"reference": far.reference}).status_code == 302
    assert client.post(f"{address}merge/", {"reference": far.reference}).status_code == 302
    flag.refresh_from_db()
    assert (flag.merged_into, flag.related.get()) == (far, far)


def test_the_minute_at_which_somebody_reported_is_shown_to_nobody(cast, client, flag):
    answered(cast, flag)
    client.force_login(cast.author)
    page = client.get(flag.get_absolute_url()).content.decode()
    raised, answer = flag.steps.get(kind="raised"), flag.steps.get(kind="answered")
    assert f"{date_format(timezone.localtime(answer.created_at), 'DATETIME_FORMAT')}: Answered" in page
    assert f"{date_format(timezone.localtime(raised.created_at), 'DATE_FORMAT')}: Raised" in page
    assert "answer due by" not in page


def test_what_is_upheld_about_a_rule_stands_in_the_log_with_how_it_reads_now(cast, client):
    rule = ProvisionFactory(fact_id="A-20", title="Old words.")
    flag = make_flag(RegisterTarget(rule), by=cast.author, claim="It is older.")
    material = make_flag(MaterialTarget(material=MaterialFactory(), start=0, end=1), by=cast.author)
    for row in (flag, material):
        answer_flag(actor=cast.second_author, flag=row, outcome="upheld", reasons="Yes.", published_claim="In public.")
    page = client.get("/corrections/").content.decode()
    assert page.count("In public.") == 1
    assert "Old words." in page
    assert "Not yet put right." in page
    rule.title = "New words."
    rule.save()
    page = client.get("/corrections/").content.decode()
    assert "It says now" in page
    assert "New words." in page
    table = client.get("/corrections/corrections.csv").getvalue().decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(table)))
    assert "Old words." in row["old text"]
    assert "New words." in row["new text"]


def test_each_answer_form_says_where_the_claim_will_be_published(cast, client, flag):
    material = make_flag(MaterialTarget(material=MaterialFactory(), start=0, end=1), by=cast.author)
    client.force_login(cast.second_author)
    for row, words in ((flag, "How the corrections log will put the claim"), (material, "How the dossier will put")):
        page = client.get(row.get_absolute_url()).content.decode()
        assert words in page
        assert ("Published with the dossier if you uphold it." in page) == (row == material)


def test_what_was_upheld_is_found_until_it_is_put_right(cast, client, edition, flag):
    url = "/docket/?state=unfixed"

    def listed(person=cast.second_author):
        client.force_login(person)
        return flag.get_absolute_url() in client.get(url).content.decode()

    assert not listed()
    answered(cast, flag)
    assert listed()
    assert not listed(cast.outside_author)
    link_fix(actor=cast.author, flag=flag, edition=next_edition(edition))
    assert not listed()
    client.force_login(cast.officer)
    assert f"{flag.get_absolute_url()}#check-fix" in client.get("/flags/").content.decode()
    check_fix(actor=cast.officer, flag=flag, right=False, reasons="It still says so.")
    assert listed()
    close_flag(actor=cast.author, flag=flag, no_fix_reason="It is another number.")
    assert not listed()
