"""Dossiers: drafted from what was upheld, frozen, signed by two agencies, answered, compared with what came after."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from jsonschema import Draft202012Validator

from records.models import LedgerEntry
from review.dossier.findings import fates_in, findings_of
from review.models import CriterionScore, Dossier, DossierEdition, DossierSignOff, Flag, PublisherAnswer, RequestStep
from review.services.appealing import appeal_flag
from review.services.dossiers import (
    DossierMoved,
    put_up_dossier,
    sign_dossier,
    start_dossier,
    withdraw_dossier,
    write_dossier,
)
from review.services.publishers import ask_publisher, check_finding, follow_request, keep_publisher_answer
from review.services.reanchoring import reanchor_version
from review.services.rubrics import publish_rubric_version, score_criterion
from review.views.dossiers import schema
from tests.factories.dossiers import (
    LINES,
    make_dossier,
    make_published_dossier,
    make_rubric,
    make_version,
    sign_by,
    upheld,
)
from tests.factories.review import CriterionFactory


@pytest.fixture
def dossier(cast) -> Dossier:
    return make_dossier(cast)


def test_what_is_frozen_fits_its_schema_and_names_no_person(cast, dossier):
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    Draft202012Validator(schema()).validate(edition.content)
    assert hashlib.sha256(edition.canonical.encode()).hexdigest() == edition.digest
    assert [row["claim"] for row in edition.findings] == ["No source for thirteen.", "Condoms prove nothing."]
    assert edition.findings[1]["fix"] == "Say that condoms are never evidence."
    assert [row["claim"] for row in edition.content["keep"]] == ["Help comes first."]
    assert {(row["name"], row["reviewers"], row["reports"]) for row in edition.content["reviewers"]} == {
        (cast.agency.name, 1, 2),
        (cast.second_agency.name, 1, 1),
    }
    people = [str(getattr(person, "reference", "-")) for person in cast.everyone().values() if person]
    marks = Flag.objects.values_list("flagger_mark", flat=True)
    assert not [secret for secret in [*people, *marks] if secret in edition.canonical]


def test_only_what_stands_upheld_is_a_finding(cast, dossier):
    version = dossier.version
    refused = upheld(version, 4, by=cast.reviewer, judge=cast.second_reviewer, outcome="not_upheld", claim="No.")
    before_panel = Flag.objects.get(claim="No source for thirteen.")
    appeal_flag(actor=cast.reviewer, flag=before_panel, reasons="It is worse than that.")
    keys = {finding.flag.pk for finding in findings_of(version)}
    assert refused.pk not in keys
    assert before_panel.pk not in keys
    assert len(keys) == 2


def test_two_signatures_publish_and_bind_the_digest(cast, dossier):
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    assert sign_by(cast, edition, cast.reviewer).state == "candidate"
    published = sign_by(cast, edition, cast.second_reviewer)
    assert published.state == "current"
    assert published.published_at
    assert set(DossierSignOff.objects.values_list("digest", flat=True)) == {edition.digest}
    actions = set(LedgerEntry.objects.values_list("action", flat=True))
    assert {"review.dossier.put_up", "review.dossier.approve", "review.dossier.published"} <= actions


def test_later_changes_never_touch_what_was_signed(cast):
    edition = make_published_dossier(cast)
    before = edition.canonical
    words = {"title": "Another title", "summary": "Changed.", "method": "Changed."}
    dossier = write_dossier(actor=cast.reviewer, dossier=edition.dossier, **words)
    Flag.objects.filter(claim="Condoms prove nothing.").update(claim="Changed.")
    edition.refresh_from_db()
    assert edition.canonical == before
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierEdition.objects.filter(pk=edition.pk).update(canonical="{}")
    with pytest.raises(IntegrityError), transaction.atomic():
        DossierSignOff.objects.all().delete()
    second = sign_by(cast, put_up_dossier(actor=cast.reviewer, dossier=dossier), cast.reviewer, cast.second_reviewer)
    edition.refresh_from_db()
    assert (edition.state, second.state, second.title) == ("superseded", "current", "Another title")


def test_an_objection_sends_it_back_and_a_new_edition_replaces_a_candidate(cast, dossier):
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    with pytest.raises(ValidationError):
        sign_dossier(actor=cast.second_reviewer, agency=cast.second_agency, edition=edition, answer="object")
    signed = sign_dossier(
        actor=cast.second_reviewer, agency=cast.second_agency, edition=edition, answer="object", reasons="Too sure."
    )
    assert signed.edition.state == "sent_back"
    with pytest.raises(DossierMoved):
        sign_by(cast, edition, cast.reviewer)
    open_one = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    put_up_dossier(actor=cast.reviewer, dossier=dossier)
    open_one.refresh_from_db()
    assert open_one.state == "sent_back"


def test_the_same_answer_twice_is_one_and_another_digest_is_refused(cast, dossier):
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    sign_by(cast, edition, cast.reviewer, cast.reviewer)
    assert DossierSignOff.objects.count() == 1
    with pytest.raises(DossierMoved):
        sign_dossier(
            actor=cast.second_reviewer, agency=cast.second_agency, edition=edition, answer="approve", digest="0" * 64
        )


def test_who_may_not(cast, dossier):
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    with pytest.raises(PermissionDenied):
        put_up_dossier(actor=cast.second_reviewer, dossier=dossier)
    with pytest.raises(PermissionDenied):
        write_dossier(actor=cast.outside_author, dossier=dossier, title="T", summary="S", method="M")
    with pytest.raises(PermissionDenied):
        sign_dossier(actor=cast.outside_author, agency=cast.outside_agency, edition=edition, answer="approve")
    with pytest.raises(PermissionDenied):
        sign_dossier(actor=cast.reviewer, agency=cast.second_agency, edition=edition, answer="approve")
    with pytest.raises(PermissionDenied):
        ask_publisher(actor=cast.outside_author, dossier=dossier, asks="Take it down.")


def test_nothing_to_say_or_too_few_to_sign_is_refused(cast):
    version = make_version()
    given = {"actor": cast.reviewer, "lead": cast.agency, "version": version, "rubric": make_rubric(), "title": "T"}
    with pytest.raises(ValidationError):
        start_dossier(**given, agencies=[])
    dossier = start_dossier(**given, agencies=[cast.second_agency])
    assert start_dossier(**given, agencies=[cast.second_agency]) == dossier
    with pytest.raises(ValidationError) as refused:
        put_up_dossier(actor=cast.reviewer, dossier=dossier)
    assert len(refused.value.messages) == 3
    assert not DossierEdition.objects.exists()


def test_a_withdrawn_dossier_says_why(cast):
    edition = make_published_dossier(cast)
    with pytest.raises(ValidationError):
        withdraw_dossier(actor=cast.reviewer, edition=edition, reason=" ")
    withdrawn = withdraw_dossier(actor=cast.reviewer, edition=edition, reason="It named a wrong version.")
    assert (withdrawn.state, withdrawn.withdrawn_reason) == ("withdrawn", "It named a wrong version.")
    with pytest.raises(DossierMoved):
        withdraw_dossier(actor=cast.reviewer, edition=edition, reason="Again.")


def test_requests_and_answers_keep_their_days(cast):
    edition = make_published_dossier(cast)
    dossier, flag = edition.dossier, Flag.objects.get(claim="Condoms prove nothing.")
    yesterday = timezone.localdate() - timedelta(days=1)
    request = ask_publisher(actor=cast.reviewer, dossier=dossier, asks="Cut the scene.", findings=[flag], on=yesterday)
    follow_request(actor=cast.second_reviewer, request=request, kind="promised", words="In spring.")
    assert [step.kind for step in request.steps.all()] == ["sent", "promised"]
    assert request.newest.kind == "promised"
    answer = keep_publisher_answer(actor=cast.reviewer, dossier=dossier, flag=flag, words="We agree.", on=yesterday)
    assert answer.on == yesterday
    for model in (RequestStep, PublisherAnswer):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(words="Never said.")
    with pytest.raises(ValidationError):
        follow_request(actor=cast.reviewer, request=request, kind="refused")
    with pytest.raises(ValidationError):
        follow_request(actor=cast.reviewer, request=request, kind="done", on=date(2999, 1, 1))


def test_what_is_sent_twice_is_entered_once(cast):
    """It is public and can never be taken back, so pressing a button twice must not say it twice."""
    dossier, flag = make_published_dossier(cast).dossier, Flag.objects.get(claim="Condoms prove nothing.")
    said = {"actor": cast.reviewer, "dossier": dossier}
    asked = [ask_publisher(**said, asks="Cut the scene.", findings=[flag]) for _ in range(2)]
    assert asked[0] == asked[1]
    assert ask_publisher(**said, asks="Cut the scene.").number == 2
    steps = [follow_request(actor=cast.reviewer, request=asked[0], kind="done", words="Cut.") for _ in range(2)]
    assert steps[0] == steps[1]
    answers = [keep_publisher_answer(**said, flag=flag, words="We agree.") for _ in range(2)]
    assert answers[0] == answers[1]
    assert LedgerEntry.objects.filter(action__startswith="review.publisher").count() == 4


def test_nothing_happens_to_a_request_before_it_is_sent(cast):
    request = ask_publisher(actor=cast.reviewer, dossier=make_published_dossier(cast).dossier, asks="Cut the scene.")
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        follow_request(actor=cast.reviewer, request=request, kind="done", on=yesterday)
    assert set(refused.value.message_dict) == {"on"}


def test_nothing_is_asked_before_it_is_published(cast, dossier):
    with pytest.raises(ValidationError):
        ask_publisher(actor=cast.reviewer, dossier=dossier, asks="Cut the scene.")


def test_in_a_newer_version_words_that_stand_are_still_there_and_gone_ones_are_for_a_person(cast, dossier):
    first = dossier.version
    changed = [LINES[0], (10, 20, "Condoms are never evidence of anything here."), *LINES[2:]]
    second = make_version("Second cut", first.material, changed)
    reanchor_version(second)
    fresh = upheld(second, 4, by=cast.reviewer, judge=cast.second_reviewer, claim="Still a promise.")
    findings = findings_of(first)
    fates = {row.finding.flag.claim: str(row.fate) for row in fates_in(second, findings)}
    assert fates == {
        "No source for thirteen.": "still_there",
        "Condoms prove nothing.": "changed",
        "Help comes first.": "still_there",
        "Still a promise.": "new",
    }
    gone = Flag.objects.get(claim="Condoms prove nothing.")
    check_finding(actor=cast.reviewer, flag=gone, version=second, verdict="fixed", words="The line is new.")
    gone.refresh_from_db()
    assert gone.state == "closed"
    assert {str(row.fate) for row in fates_in(second, findings) if row.finding.flag == gone} == {"fixed"}
    carried = {row.flag.claim: row.carried_from for row in findings_of(second)}
    assert carried == {"No source for thirteen.": "First cut", "Help comes first.": "First cut", fresh.claim: ""}
    with pytest.raises(ValidationError):
        check_finding(actor=cast.reviewer, flag=fresh, version=second, verdict="fixed")
    with pytest.raises(PermissionDenied):
        check_finding(actor=cast.officer, flag=gone, version=second, verdict="fixed")


def test_a_rubric_keeps_its_versions(cast):
    first = make_rubric(["REC-1"])
    assert make_rubric(["REC-1"]) == first
    second = publish_rubric_version(
        actor=cast.administrator, key="house", title="The house's rubric",
        criteria=[{"code": "REC-1", "title": "Clearer", "question": "Is it so?"}],
    )  # fmt: skip
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert first.criteria[0]["title"] != "Clearer"
    with pytest.raises(IntegrityError), transaction.atomic():
        type(first).objects.update(criteria=[])


def test_an_agency_adds_its_own_rubric_under_its_own_codes(cast):
    CriterionFactory(code="REC-1", title="The house's words")
    given = {"actor": cast.reviewer, "agency": cast.agency, "key": "peer", "title": "Peers ask"}
    own = {"code": "PEER-PAY", "title": "Unpaid labor", "question": "Does it ask for unpaid work?"}
    version = publish_rubric_version(**given, criteria=[{"code": "REC-1", "title": "Not ours"}, own])
    assert [row["title"] for row in version.criteria] == ["The house's words", "Unpaid labor"]
    for rows in ([], [own, own], [{"code": "lower"}], [{"code": "REC-77", "title": "T", "question": "Q"}]):
        with pytest.raises(ValidationError):
            publish_rubric_version(**given, criteria=rows)
    with pytest.raises(PermissionDenied):
        publish_rubric_version(**given | {"actor": cast.second_reviewer}, criteria=[own])
    with pytest.raises(PermissionDenied):
        publish_rubric_version(**given | {"agency": None, "key": "ours"}, criteria=[own])


def test_scores_rest_on_evidence(cast, dossier):
    version, rubric = dossier.version, dossier.rubric_version
    flag = Flag.objects.get(claim="Condoms prove nothing.")
    given = {"actor": cast.reviewer, "agency": cast.agency, "version": version, "rubric": rubric}
    given["criterion"] = flag.criteria.get()
    with pytest.raises(ValidationError):
        score_criterion(**given, score="not_met")
    with pytest.raises(PermissionDenied):
        score_criterion(**given | {"agency": cast.second_agency}, score="met")
    score_criterion(**given, score="met")
    score_criterion(**given, score="not_met", evidence=[flag], words="One scene says the opposite.")
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    assert CriterionScore.objects.count() == 2
    assert [(row["score"], row["evidence"]) for row in edition.content["scores"]] == [
        ("not_met", [str(flag.reference)])
    ]


def subjects(mailoutbox, *people):
    return [[letter.subject for letter in mailoutbox if person.email in letter.to] for person in people]


def test_those_who_sign_are_told_that_it_waits_that_it_came_back_and_that_it_is_out(
    cast, mailoutbox, django_capture_on_commit_callbacks
):
    dossier = make_dossier(cast)
    people = (cast.reviewer, cast.second_reviewer, cast.outside_author, cast.officer)
    with django_capture_on_commit_callbacks(execute=True):
        edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    waits = "A dossier to sign: What the film teaches"
    assert subjects(mailoutbox, *people) == [[waits], [waits], [], []]
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sign_dossier(
            actor=cast.second_reviewer, agency=cast.second_agency, edition=edition, answer="object", reasons="Not so."
        )
    assert subjects(mailoutbox, *people) == [["A dossier came back: What the film teaches"], [], [], []]
    edition = put_up_dossier(actor=cast.reviewer, dossier=dossier)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        sign_by(cast, edition, cast.reviewer, cast.second_reviewer)
    out = "A dossier is published: What the film teaches"
    assert subjects(mailoutbox, *people) == [[out], [out], [], []]
