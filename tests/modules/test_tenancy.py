"""An agency that does not write a module sees nothing of it in the editor."""

import pytest
from django.urls import reverse
from wagtail.admin.models import EditingSession

from media.services.collections import agency_collection
from modules.services.coauthoring import set_coauthors
from people.enums import RoleName
from tests.factories.media import ContentImageFactory, RecordingFactory
from tests.factories.modules import ProvisionFactory, block, make_module
from tests.factories.people import RoleGrantFactory, UserFactory

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
    for action in ("delete", "move", "publish", "unpublish"):
        yield f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}&next=/admin/"
    yield f"/admin/api/main/pages/{page.pk}/"
    for name in ("comments", "wording", "problems", "scenario_map"):
        yield reverse(f"modules_admin:{name}", args=[page.pk])
        yield reverse(f"modules_admin:{name}", args=[page.get_parent().pk])
    yield reverse("modules_admin:beside", args=[page.pk, "outline"])
    yield reverse("review_put_up", args=[page.get_parent().pk])


STRANGERS = ["outside_author", "outside_reviewer", "officer", "coordinator", "auditor"]
ROLES = ["lead", "co_author", "legal_reviewer", "translator"]


def stranger(cast, who):
    if who != "outside_reviewer":
        return getattr(cast, who)
    return RoleGrantFactory(user=UserFactory(), role=RoleName.REVIEWER, agency=cast.outside_agency).user


@pytest.mark.parametrize("who", STRANGERS)
def test_others_see_nothing_of_the_drafts(cast, client, lesson, own_module, who):
    """Whatever the person's part in another module; the address itself is tried, not a link."""
    client.force_login(stranger(cast, who))

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
        "/admin/reports/aging-pages/results/",
        "/admin/reports/locked/results/",
        "/admin/reports/workflow/",
        "/admin/reports/workflow_tasks/",
        "/admin/api/main/pages/",
        "/admin/api/main/pages/?search=Words",
        "/admin/api/main/pages/?type=modules.LessonPage&fields=*",
        "/admin/choose-page/search/?q=Words&page_type=modules.lessonpage",
        "/admin/my-account/",
        "/sign-off/",
        "/docket/",
    ],
)
@pytest.mark.parametrize("role", ROLES)
def test_lists_and_choosers_leave_out_modules_of_others(cast, client, lesson, own_module, url, role):
    """Whatever role the person's agency has in its own modules."""
    set_coauthors(actor="test", module=own_module, agencies={cast.agency: "lead", cast.outside_agency: role})
    client.force_login(cast.outside_author)

    response = client.get(url, follow=True)

    assert SECRET not in response.content.decode()


def test_chooser_below_the_shelf_leaves_out_modules_of_others(cast, client, lesson, own_module):
    client.force_login(cast.outside_author)

    for parent in (lesson.get_parent().get_parent().pk, lesson.get_parent().pk):
        response = client.get(reverse("wagtailadmin_choose_page_child", args=[parent]))
        assert SECRET not in response.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_usage_of_a_rule_or_a_picture_does_not_name_modules_of_others(cast, client, lesson, own_module, role):
    rule, image = ProvisionFactory(), ContentImageFactory(collection=agency_collection(cast.outside_agency))
    lesson.body = [
        block("provision", {"provision": rule.pk, "note": ""}),
        block("image", {"image": image.pk, "alt": "x"}),
    ]
    lesson.save()
    set_coauthors(actor="test", module=own_module, agencies={cast.agency: "lead", cast.outside_agency: role})
    client.force_login(cast.outside_author)

    for url in (
        reverse("wagtailsnippets_modules_provision:usage", args=[rule.pk]),
        reverse("wagtailsnippets_modules_provision:delete", args=[rule.pk]),
        reverse("wagtailimages:image_usage", args=[image.pk]),
        reverse("wagtailimages:delete", args=[image.pk]),
    ):
        assert SECRET not in client.get(url, follow=True).content.decode(), url


def test_bulk_actions_do_not_name_pictures_of_others(cast, client, own_module):
    image = ContentImageFactory(title=SECRET, collection=agency_collection(cast.agency))
    film = RecordingFactory(title=SECRET, collection=agency_collection(cast.agency))
    client.force_login(cast.outside_author)

    for row, kind in ((image, "media/contentimage"), (film, "media/recording")):
        for action in ("delete", "add_tags", "add_to_collection"):
            shown = client.get(f"/admin/bulk/{kind}/{action}/?id={row.pk}", follow=True)
            assert SECRET not in shown.content.decode(), (kind, action)


def test_who_edits_is_not_told_to_others(cast, client, lesson, own_module):
    client.force_login(cast.author)
    client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    session = EditingSession.objects.get()
    client.force_login(cast.outside_author)

    answer = client.post(
        reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", lesson.pk, session.pk])
    )

    assert cast.author.name not in answer.content.decode()
    assert answer.status_code in (302, 403, 404)


def test_changes_of_others_in_bulk_or_by_position_are_refused(cast, client, lesson, own_module):
    client.force_login(cast.outside_author)
    parent = lesson.get_parent()

    client.post(f"/admin/bulk/wagtailcore/page/delete/?id={lesson.pk}")
    client.post(f"/admin/bulk/wagtailcore/page/move/?id={lesson.pk}", {"chooser": own_module.pk})
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, own_module.pk]))
    client.post(reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk]) + "?position=0")
    client.post(
        reverse("wagtailadmin_pages:revisions_revert", args=[lesson.pk, lesson.latest_revision_id]), {"title": "Mine"}
    )

    lesson.refresh_from_db()
    assert lesson.get_parent() == parent
    assert lesson.get_latest_revision_as_object().title == SECRET


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


@pytest.mark.parametrize("role", ["legal_reviewer", "translator"])
def test_readers_of_the_module_do_not_find_it_in_the_explorer(cast, client, lesson, role):
    module = lesson.get_parent().specific
    set_coauthors(actor="test", module=module, agencies={cast.agency: "lead", cast.second_agency: role})
    client.force_login(cast.second_author)

    for name in PAGE_VIEWS:
        assert client.get(f"/admin/pages/{lesson.pk}/{name}/").status_code in (302, 403, 404, 405), name
    assert SECRET in client.get(reverse("modules_admin:comments", args=[lesson.pk])).content.decode()


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
