"""An agency that does not write a module sees nothing of it in the editor."""

import pytest
from django.urls import reverse

from tests.factories.modules import block, make_module

SECRET = "Words of one agency only"
PAGE_VIEWS = [
    "edit", "copy", "move", "delete", "usage", "history", "history_results", "unpublish", "revisions_index", "lock",
    "unlock", "convert_alias", "preview_on_edit", "view_draft", "set_privacy", "subpages", "workflow_history",
]  # fmt: skip


@pytest.fixture
def lesson(cast):
    module = make_module([cast.agency, cast.second_agency], title=f"{SECRET} module", with_scenario=False)
    page = module.get_children().first().specific
    page.title = SECRET
    page.body = [block("text", f"<p>{SECRET}</p>")]
    page.save_revision(user=cast.author)
    page.save()
    return page


@pytest.fixture
def own_module(cast):
    return make_module([cast.outside_agency], title="Our own")


def every_address(page):
    revision = page.latest_revision_id
    yield reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    yield reverse("wagtailadmin_explore", args=[page.pk])
    for name in PAGE_VIEWS:
        try:
            yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        except Exception:  # noqa: BLE001, S112 - not every name exists in every version
            continue
    for name in ("revisions_revert", "revisions_view"):
        yield reverse(f"wagtailadmin_pages:{name}", args=[page.pk, revision])
    yield reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    yield reverse("wagtailadmin_pages:add", args=["modules", "lessonpage", page.get_parent().pk])
    yield reverse("wagtailadmin_pages:move_confirm", args=[page.pk, page.get_parent().pk])


@pytest.mark.parametrize("who", ["outside_author", "reviewer", "coordinator", "auditor"])
def test_others_see_nothing_of_the_drafts(cast, client, lesson, own_module, who):
    client.force_login(getattr(cast, who))

    for url in every_address(lesson):
        response = client.get(url)
        shown = response.content.decode() if response.status_code == 200 else ""
        assert SECRET not in shown, url
        assert response.status_code in (302, 403, 404, 405, 200), url


@pytest.mark.parametrize(
    "url",
    [
        "/admin/pages/search/?q=Words",
        "/admin/pages/search/results/?q=Words",
        "/admin/choose-page/",
        "/admin/choose-page/search/?q=Words",
        "/admin/choose-page/?page_type=modules.lessonpage",
        "/admin/pages/",
        "/admin/",
        "/admin/reports/site-history/",
        "/admin/reports/locked/",
        "/admin/reports/aging-pages/",
        "/admin/reports/page-types-usage/",
    ],
)
def test_lists_and_choosers_leave_out_modules_of_others(cast, client, lesson, own_module, url):
    client.force_login(cast.outside_author)

    response = client.get(url, follow=True)

    assert SECRET not in response.content.decode()


def test_chooser_below_the_shelf_leaves_out_modules_of_others(cast, client, lesson, own_module):
    client.force_login(cast.outside_author)

    for parent in (lesson.get_parent().get_parent().pk, lesson.get_parent().pk):
        response = client.get(reverse("wagtailadmin_choose_page_child", args=[parent]))
        assert SECRET not in response.content.decode()


def test_others_cannot_save_copy_or_delete(cast, client, lesson, own_module):
    client.force_login(cast.outside_author)
    before = lesson.get_parent().numchild

    client.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), {"title": "Taken over", "slug": "x"})
    client.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    client.post(
        reverse("wagtailadmin_pages:copy", args=[lesson.pk]),
        {"new_title": "Copied", "new_slug": "copied", "new_parent_page": own_module.pk},
    )

    lesson.refresh_from_db()
    own_module.refresh_from_db()
    assert lesson.title == SECRET
    assert lesson.get_parent().numchild == before
    assert own_module.numchild == 2


def test_co_authors_see_and_edit_but_cannot_publish(cast, client, lesson):
    for user in (cast.author, cast.second_author):
        client.force_login(user)
        response = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
        assert response.status_code == 200
        assert SECRET in response.content.decode()
        assert 'name="action-publish"' not in response.content.decode()
        assert not lesson.permissions_for_user(user).can_publish()
        assert client.get(reverse("wagtailadmin_pages:history", args=[lesson.pk])).status_code == 200
        assert client.get(reverse("wagtailadmin_pages:usage", args=[lesson.pk])).status_code == 200
        listed = client.get(reverse("wagtailadmin_explore", args=[lesson.get_parent().pk])).content.decode()
        assert SECRET in listed


def test_nobody_may_publish_not_even_an_administrator(cast, lesson):
    for user in cast.everyone().values():
        if user is not None:
            assert not lesson.permissions_for_user(user).can_publish()


def test_co_author_previews_the_draft_as_an_officer_would_see_it(cast, client, lesson):
    client.force_login(cast.author)

    response = client.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))

    html = response.content.decode()
    assert response.status_code == 200
    assert "This is a draft as an officer would see it" in html
    assert html.count("<h1") == 1
