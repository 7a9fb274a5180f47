"""What the public may read, and what it may not."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from modules.enums import AuthorityStatus, ResourceStatus
from modules.models import Edition
from modules.services.publishing import publish_edition, withdraw_edition
from tests.factories.modules import (
    AuthorityFactory,
    GlossaryTermFactory,
    ProvisionFactory,
    ResourceFactory,
    block,
    make_candidate,
    make_current_edition,
    next_edition,
)


def only_one_heading(html: str) -> bool:
    return html.count("<h1") == 1


def test_library_lists_current_editions_with_their_signers(cast, client):
    edition = make_current_edition([cast.agency, cast.second_agency])
    candidate = make_candidate([cast.agency], title="Not signed yet")

    html = client.get(reverse("modules:library")).content.decode()

    assert edition.title in html
    assert cast.second_agency.name in html
    assert candidate.title not in html
    assert only_one_heading(html)


def test_library_says_how_to_fill_it_when_empty(db, client):
    assert "No module has been signed yet" in client.get(reverse("modules:library")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_library_queries_do_not_grow(cast, client, django_assert_num_queries, rows):
    for number in range(rows):
        make_current_edition([cast.agency], title=f"Module {number}")

    with django_assert_num_queries(4):  # editions, their agencies, their languages, the card
        client.get(reverse("modules:library"))


def test_reading_a_lesson_shows_rules_with_layer_and_notes(cast, client):
    provision = ProvisionFactory(title="No arrest", cite="Penal Code 647.3(a)")
    edition = make_current_edition([cast.agency], provision=provision)
    step = edition.steps.get(kind="lesson")

    html = client.get(reverse("modules:reading", args=[edition.module.slug, step.slug])).content.decode()

    assert 'class="cg-badge cg-badge--state_law"' in html
    assert "Penal Code 647.3(a)" in html
    assert 'href="#note-1"' in html
    assert 'id="note-1"' in html
    assert f'id="b-{step.blocks[0]["id"]}"' in html
    assert "Report a problem" not in html
    assert only_one_heading(html)


def test_a_quiz_is_shown_without_its_answers(cast, client):
    edition = make_current_edition([cast.agency])
    step = edition.steps.get(kind="scenario")

    html = client.get(reverse("modules:reading", args=[edition.module.slug, step.slug])).content.decode()

    assert "A woman reports a robbery." in html
    assert "She stays and talks." not in html
    assert "They prove nothing." not in html


def test_a_candidate_is_not_public(cast, client):
    edition = make_candidate([cast.agency])
    step = edition.steps.first()

    for url in (
        reverse("modules:edition", args=[edition.digest]),
        reverse("modules:canonical", args=[edition.digest]),
        reverse("modules:edition_step", args=[edition.digest, step.slug]),
        reverse("modules:module", args=[edition.module.slug]),
        reverse("modules:reading", args=[edition.module.slug, step.slug]),
    ):
        assert client.get(url).status_code == 404


def test_edition_page_shows_digest_signatures_and_history(cast, client):
    first = make_current_edition([cast.agency])
    second = next_edition(first)

    html = client.get(reverse("modules:edition", args=[first.digest])).content.decode()

    assert first.digest in html
    assert second.digest[:16] in html
    assert cast.agency.name in html
    assert "Superseded" in html
    assert only_one_heading(html)


def test_the_download_is_exactly_what_the_digest_says(cast, client):
    edition = make_current_edition([cast.agency])

    response = client.get(reverse("modules:canonical", args=[edition.digest]))

    assert hashlib.sha256(response.content).hexdigest() == edition.digest
    assert response["Content-Type"] == "application/json"


def test_comparison_shows_what_changed_and_no_answers(cast, client):
    old = make_current_edition([cast.agency])
    lesson = old.module.get_children().first().specific
    raw = list(lesson.body.get_prep_value())
    raw[0] = block(
        "text", "<h2>Who is covered</h2><p>A person who <b>witnesses</b> is covered &amp; safe</p>", raw[0]["id"]
    )
    lesson.body = raw
    lesson.save_revision()
    new = next_edition(old)

    html = client.get(reverse("modules:comparison", args=[new.digest, old.digest])).content.decode()

    assert '<ins class="cg-diff__ins">witnesses</ins>' in html
    assert '<del class="cg-diff__del">reports</del>' in html
    assert "They prove nothing." not in html
    assert only_one_heading(html)


def test_comparison_with_another_module_is_not_found(cast, client):
    one, other = make_current_edition([cast.agency]), make_current_edition([cast.agency], title="Another")

    assert client.get(reverse("modules:comparison", args=[one.digest, other.digest])).status_code == 404


def test_a_withdrawn_edition_leaves_the_library_but_not_the_history(cast, client):
    edition = withdraw_edition(
        actor=cast.administrator, edition=make_current_edition([cast.agency]), reason="Wrong rule."
    )

    assert edition.title not in client.get(reverse("modules:library")).content.decode()
    assert "Withdrawn" in client.get(reverse("modules:edition", args=[edition.digest])).content.decode()


def test_landing_on_a_page_of_the_drafts_leads_to_the_edition(cast, client):
    edition = make_current_edition([cast.agency])
    response = edition.module.serve(None)

    assert response.url == reverse("modules:module", args=[edition.module.slug])


def test_registers_are_public(cast, client):
    authority = AuthorityFactory(status=AuthorityStatus.UNKNOWN, status_note="Nobody has confirmed it.")
    provision = ProvisionFactory(authority=authority, status_unknown=True)
    GlossaryTermFactory(term="Harm reduction")

    listed = client.get(reverse("modules:authorities")).content.decode()
    page = client.get(reverse("modules:authority", args=[authority.key])).content.decode()
    words = client.get(reverse("modules:glossary")).content.decode()

    assert authority.short_title in listed
    assert "Status unknown" in page
    assert provision.summary in page
    assert "Nobody has confirmed it." in page
    assert "Harm reduction" in words
    assert all(only_one_heading(html) for html in (listed, page, words))


def test_resources_show_only_what_was_checked_lately(db, client):
    today = timezone.localdate()
    ResourceFactory(name="Alive", last_checked=today - timedelta(days=90))
    ResourceFactory(name="Expired", last_checked=today - timedelta(days=91))
    ResourceFactory(name="Never checked", last_checked=None)
    ResourceFactory(name="Closed", status=ResourceStatus.CLOSED)

    html = client.get(reverse("modules:resources")).content.decode()

    assert "Alive" in html
    assert all(name not in html for name in ("Expired", "Never checked", "Closed"))


def test_publishing_twice_is_refused(cast):
    edition = make_current_edition([cast.agency])

    with pytest.raises(Exception, match="not Up for sign-off"):
        publish_edition(actor=cast.administrator, edition=Edition.objects.get(pk=edition.pk))


@pytest.mark.parametrize("kind", ["lesson", "scenario"])
def test_signed_in_readers_report_a_problem_with_each_block_and_item(cast, client, kind):
    edition = make_current_edition([cast.agency])
    step = edition.steps.get(kind=kind)
    client.force_login(cast.outside_officer)

    html = client.get(reverse("modules:reading", args=[edition.module.slug, step.slug])).content.decode()

    where = reverse("review:raise_flag_step", args=[edition.digest, step.key])
    links = re.findall(rf'href="({where}\?(?:block|item)=[^"]+)"', html)
    assert len(links) == html.count('class="cg-block"')
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_draft_of_the_summary_does_not_reach_readers(cast, client):
    edition = make_current_edition([cast.agency])
    module = edition.module
    module.title, module.summary = "Drafted title", "Drafted summary."
    module.save_revision()
    module.save()

    for url in (reverse("modules:library"), reverse("modules:module", args=[module.slug])):
        html = client.get(url).content.decode()
        assert edition.summary in html
        assert "Drafted" not in html
