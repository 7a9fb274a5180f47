"""The authors' first page in the admin, starting a module, its problems, its co-authors."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission

from modules.models import CoAuthorship, ModulePage
from modules.panels import lines_for
from people.services.roles import agency_group
from records.models import LedgerEntry
from tests.factories.modules import add_lesson, block, make_current_edition, make_module


def test_the_first_page_lists_own_modules_with_their_problems(cast, client):
    module = make_module([cast.agency], title="Our bulletin")
    add_lesson(module, [block("text", "<p></p>")])
    make_module([cast.outside_agency], title="Somebody else's")
    client.force_login(cast.author)

    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Our bulletin" in html
    assert "1 problem" in html
    assert reverse("review_put_up", args=[module.pk]) in html
    assert "Somebody else" not in html


def test_the_first_page_of_others_has_no_such_list(cast, client):
    client.force_login(cast.coordinator)

    assert "My modules" not in client.get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_modules_asks_the_same_number_of_queries(cast, django_assert_num_queries, rows):
    for number in range(rows):
        make_module([cast.agency], title=f"Module {number}")
    assert cast.author.role_grants.exists()

    with django_assert_num_queries(20):
        lines_for(cast.author)


def test_an_author_starts_a_module_led_by_the_own_agency(cast, client):
    client.force_login(cast.author)

    response = client.post(
        reverse("modules_admin:start"), {"title": "New one", "language": "en", "agency": cast.agency.pk}
    )

    module = ModulePage.objects.get()
    assert response.url == reverse("wagtailadmin_pages:edit", args=[module.pk])
    assert (module.slug, module.live) == ("new-one", False)
    assert module.coauthorships.get().agency == cast.agency
    assert LedgerEntry.objects.filter(action="modules.module.started").count() == 1
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("data", [{"title": "", "language": "en"}, {"title": "…", "language": "en"}])
def test_a_module_without_a_usable_title_is_refused(cast, client, data):
    client.force_login(cast.author)

    response = client.post(reverse("modules_admin:start"), data | {"agency": cast.agency.pk})

    assert response.status_code == 200
    assert not ModulePage.objects.exists()


def test_a_module_is_not_started_for_another_agency(cast, client):
    client.force_login(cast.author)

    client.post(reverse("modules_admin:start"), {"title": "x y", "language": "en", "agency": cast.outside_agency.pk})

    assert not ModulePage.objects.exists()


@pytest.mark.parametrize("name", ["start", "problems", "coauthors", "inline_choices"])
def test_the_pages_are_closed_to_others(cast, client, name):
    module = make_module([cast.agency])
    url = reverse(f"modules_admin:{name}", args=[module.pk] if name in ("problems", "coauthors") else [])
    for who in ("officer", "coordinator", "auditor", "reviewer"):
        client.force_login(getattr(cast, who))
        assert client.get(url).status_code in (302, 403), who
    client.logout()
    assert client.get(url).status_code == 302


def test_problems_are_listed_with_links_to_their_blocks(cast, client):
    module = make_module([cast.agency])
    page = add_lesson(module, [block("image", {"image": None, "alt": "", "caption": ""}, "the-image")])
    client.force_login(cast.author)

    html = client.get(reverse("modules_admin:problems", args=[module.pk])).content.decode()

    assert f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#block-the-image-section" in html
    client.force_login(cast.outside_author)
    assert client.get(reverse("modules_admin:problems", args=[module.pk])).status_code == 404


def test_an_administrator_sets_co_authors_and_permissions_follow(cast, client):
    module = make_module([cast.agency])
    client.force_login(cast.administrator)
    url = reverse("modules_admin:coauthors", args=[module.pk])

    client.post(url, {f"agency_{cast.second_agency.pk}": "lead",
                      f"agency_{cast.outside_agency.pk}": "co_author"})  # fmt: skip

    assert set(CoAuthorship.objects.values_list("agency__slug", "role")) == {
        (cast.second_agency.slug, "lead"),
        (cast.outside_agency.slug, "co_author"),
    }
    held = set(GroupPagePermission.objects.filter(page=module).values_list("group__name", "permission__codename"))
    assert held == {
        (agency_group(cast.second_agency).name, "add_page"),
        (agency_group(cast.second_agency).name, "change_page"),
        (agency_group(cast.outside_agency).name, "change_page"),
    }
    assert ModulePage.objects.get().approvals_needed == 1


def test_fewer_agencies_than_must_sign_are_refused(cast, client):
    module = make_module([cast.agency, cast.outside_agency], approvals_needed=2)
    client.force_login(cast.administrator)

    client.post(
        reverse("modules_admin:coauthors", args=[module.pk]),
        {f"agency_{cast.second_agency.pk}": "lead"},
    )

    assert ModulePage.objects.get().coauthorships.count() == 2


def test_saving_a_draft_changes_neither_co_authors_nor_their_rule(cast):
    module = make_module([cast.agency, cast.second_agency], approvals_needed=2)
    draft = ModulePage.objects.get(pk=module.pk)
    draft.title = "Renamed"
    draft.save_revision(user=cast.author)
    draft.save()

    module = ModulePage.objects.get(pk=module.pk)
    assert module.approvals_needed == 2
    assert module.coauthorships.count() == 2


def test_a_module_with_editions_is_not_deleted(cast, client):
    edition = make_current_edition([cast.agency])
    client.force_login(cast.administrator)

    client.post(reverse("wagtailadmin_pages:delete", args=[edition.module_id]))

    assert ModulePage.objects.filter(pk=edition.module_id).exists()


def test_an_author_adds_a_lesson_in_the_editor_without_naming_its_address(cast, client):
    module = make_module([cast.agency], with_lesson=False, with_scenario=False)
    client.force_login(cast.author)

    response = client.post(
        reverse("wagtailadmin_pages:add", args=["modules", "lessonpage", module.pk]),
        {
            "title": "Taking a report",
            "minutes": "5",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "content_note",
            "body-0-id": "",
            "body-0-value-text": "Mentions an injury.",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )

    module.refresh_from_db()
    page = module.get_children().get().specific
    assert response.status_code == 302
    assert (page.slug, page.live, page.minutes) == ("taking-a-report", False, 5)
    assert page.latest_revision.content["body"]


def test_an_author_who_asks_to_publish_only_saves_a_draft(cast, client):
    module = make_module([cast.agency])
    lesson = module.get_children().first()
    client.force_login(cast.author)

    client.post(
        reverse("wagtailadmin_pages:edit", args=[lesson.pk]),
        {"title": "x", "minutes": "5", "body-count": "0", "action-publish": "action-publish",
         "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"},
    )  # fmt: skip

    lesson.refresh_from_db()
    assert not lesson.live


def test_a_step_has_a_preview_and_the_module_itself_says_that_it_has_none(cast, client):
    module = make_module(agencies=[cast.agency])
    client.force_login(cast.author)
    step = module.get_children().first()
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[step.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[module.pk])).status_code in (302, 403)
