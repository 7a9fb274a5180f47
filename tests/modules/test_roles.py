"""What an agency may do in a module follows from its role: in the editor, in our own pages and in the services."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Comment

from modules.models import ModulePage
from modules.rules import can_comment, can_edit_steps, can_order_steps, leads_module
from modules.services.coauthoring import NoCoauthors, set_coauthors
from modules.services.commenting import BlockGone, comment_on_block
from modules.services.translating import start_translation
from modules.services.wording import hits_of, justify_wording
from review.services.signing import put_up_for_sign_off
from tests.factories.modules import LanguageNoteFactory, make_current_edition, make_module

ROLES = ["lead", "co_author", "legal_reviewer", "translator"]
EDITORS = ["lead", "co_author"]
READERS = ["legal_reviewer", "translator"]


@pytest.fixture
def module(cast):
    """Led by the cast's second agency; its first agency gets the role under test."""
    return make_module([cast.second_agency])


def give(cast, module, role):
    roles = {cast.second_agency: "lead", cast.agency: role}
    set_coauthors(actor="test", module=module, agencies=roles)
    return ModulePage.objects.get(pk=module.pk)


def lesson_of(module):
    return module.get_children().first().specific


def edit_form(page, **fields):
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {"title": page.title, "minutes": "5", "body-count": "0"} | comments | fields


@pytest.mark.parametrize("role", ROLES)
def test_rules_by_role(cast, module, role):
    module = give(cast, module, role)

    assert leads_module(cast.author, module) == (role == "lead")
    assert can_order_steps(cast.author, module) == (role == "lead")
    assert can_edit_steps(cast.author, module) == (role in EDITORS)
    assert can_comment(cast.author, module)
    assert can_comment(cast.reviewer, module)
    assert not can_edit_steps(cast.reviewer, module)
    assert not can_comment(cast.outside_author, module)


@pytest.mark.parametrize("role", ROLES)
def test_the_editor_opens_for_leads_and_co_authors_only(cast, client, module, role):
    page = lesson_of(give(cast, module, role))
    client.force_login(cast.author)

    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(url).status_code == (200 if role in EDITORS else 404)
    client.post(url, edit_form(page, title="Changed"))

    page.refresh_from_db()
    assert (page.get_latest_revision_as_object().title == "Changed") == (role in EDITORS)


@pytest.mark.parametrize("role", ROLES)
def test_steps_are_added_ordered_and_removed_by_who_leads(cast, client, module, role):
    module = give(cast, module, role)
    page, last = lesson_of(module), module.get_children().last()
    client.force_login(cast.author)
    add = reverse("wagtailadmin_pages:add", args=["modules", "lessonpage", module.pk])

    client.post(add, edit_form(page, title="Added"))
    client.post(reverse("wagtailadmin_pages:set_page_position", args=[last.pk]) + "?position=0")
    order = list(ModulePage.objects.get(pk=module.pk).get_children().values_list("title", flat=True))
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    left = ModulePage.objects.get(pk=module.pk).get_children()
    assert left.filter(title="Added").exists() == (role == "lead")
    assert (order[0] == last.title) == (role == "lead")
    assert left.filter(pk=page.pk).exists() == (role != "lead")


@pytest.mark.parametrize("role", ROLES)
def test_steps_are_removed_in_bulk_by_who_leads(cast, client, module, role):
    page = lesson_of(give(cast, module, role))
    client.force_login(cast.author)

    client.post(f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}")

    assert module.get_children().filter(pk=page.pk).exists() == (role != "lead")


@pytest.mark.parametrize("role", ROLES)
def test_putting_up_is_for_who_leads(cast, client, module, role):
    module = give(cast, module, role)
    client.force_login(cast.author)

    url = reverse("review_put_up", args=[module.pk])
    assert client.get(url).status_code == (200 if role == "lead" else 302 if role in READERS + EDITORS else 404)
    if role == "lead":
        assert put_up_for_sign_off(actor=cast.author, module=module)
    else:
        with pytest.raises(PermissionDenied):
            put_up_for_sign_off(actor=cast.author, module=module)


@pytest.mark.parametrize("role", ROLES)
def test_words_are_justified_by_who_may_edit(cast, module, role):
    LanguageNoteFactory(pattern="arrested")
    module = give(cast, module, role)
    answer = {"actor": cast.author, "agency": cast.agency, "module": module, "place": hits_of(module)[0].key}

    if role in EDITORS:
        assert justify_wording(**answer, reason="Why.")
    else:
        with pytest.raises(PermissionDenied):
            justify_wording(**answer, reason="Why.")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_of_the_module_reads_and_comments(cast, client, module, role):
    page = lesson_of(give(cast, module, role))
    block_id = str(page.body[0].id)
    url = reverse("modules_admin:comments", args=[page.pk])

    for person in (cast.author, cast.reviewer):
        client.force_login(person)
        assert client.get(reverse("modules_admin:comments", args=[module.pk])).url == url
        assert "A person who reports is covered" in client.get(url).content.decode()
        client.post(url, {"block": block_id, "text": f"Says {person.name}"})
        assert f"Says {person.name}" in client.get(url).content.decode()

    first = Comment.objects.get(user=cast.author)
    assert first.contentpath == f"body.{block_id}"
    assert first.has_valid_contentpath(page)
    client.post(url, {"comment": first.pk, "text": "An answer"})
    assert first.replies.get().user == cast.reviewer


def test_a_comment_on_a_block_with_fields_stands_at_its_first_field(cast, module):
    for page in (lesson_of(module), module.get_children().last().specific):
        stream = page.body if hasattr(page, "body") else page.items
        for block in stream:
            comment = comment_on_block(actor=cast.second_author, step=page, block_id=str(block.id), text="Look.")
            assert comment.has_valid_contentpath(page), block.block_type


def test_an_empty_comment_or_one_on_a_block_that_is_gone_is_refused(cast, client, module):
    page = lesson_of(module)
    with pytest.raises(ValidationError):
        comment_on_block(actor=cast.second_author, step=page, block_id=str(page.body[0].id), text=" ")
    with pytest.raises(BlockGone):
        comment_on_block(actor=cast.second_author, step=page, block_id="gone", text="Look.")
    client.force_login(cast.second_author)
    shown = client.post(reverse("modules_admin:comments", args=[page.pk]), {"block": "gone", "text": "x"}, follow=True)
    assert "no longer there" in shown.content.decode()
    assert not Comment.objects.exists()


def test_others_neither_read_nor_comment(cast, client, module):
    page = lesson_of(module)
    url = reverse("modules_admin:comments", args=[page.pk])
    with pytest.raises(PermissionDenied):
        comment_on_block(actor=cast.outside_author, step=page, block_id=str(page.body[0].id), text="Look.")
    for who in ("author", "outside_author", "reviewer"):
        client.force_login(getattr(cast, who))
        assert client.get(url).status_code == 404
        assert client.post(url, {"block": str(page.body[0].id), "text": "x"}).status_code == 404
    for who in ("officer", "coordinator", "auditor"):
        client.force_login(getattr(cast, who))
        assert client.get(url).status_code in (302, 403)
    assert not Comment.objects.exists()


def test_where_none_leads_every_co_author_does(cast):
    module = make_module([cast.agency, cast.second_agency])

    assert leads_module(cast.author, module)
    assert leads_module(cast.second_author, module)
    assert module.permissions_for_user(cast.second_author).can_add_subpage()


def test_a_changed_role_changes_what_the_editor_allows(cast, module):
    for role in ("lead", "legal_reviewer", "co_author"):
        module = give(cast, module, role)
        person = type(cast.author).objects.get(pk=cast.author.pk)
        allowed = module.permissions_for_user(person)
        assert (allowed.can_add_subpage(), allowed.can_edit()) == (role == "lead", role in EDITORS), role


@pytest.mark.parametrize("roles", [{}, {"agency": "legal_reviewer"}, {"agency": "translator"}])
def test_somebody_must_write(cast, module, roles):
    with pytest.raises(NoCoauthors):
        set_coauthors(actor="test", module=module, agencies={getattr(cast, name): role for name, role in roles.items()})


def test_my_modules_offer_what_the_role_allows(cast, client, module):
    page = reverse("wagtailadmin_pages:edit", args=[module.pk])
    client.force_login(cast.author)
    for role in ROLES:
        give(cast, module, role)
        html = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (page in html) == (role in EDITORS), role
        assert (reverse("review_put_up", args=[module.pk]) in html) == (role == "lead"), role
        assert reverse("modules_admin:comments", args=[module.pk]) in html


def test_translators_write_a_translation_and_not_its_source(cast):
    source = make_current_edition([cast.second_agency]).module
    page = start_translation(actor=cast.second_author, source=source, language="es", translators=[cast.agency]).page
    page = ModulePage.objects.get(pk=page.pk)

    assert can_edit_steps(cast.author, page)
    assert page.permissions_for_user(cast.author).can_edit()
    assert not page.permissions_for_user(cast.author).can_add_subpage()
    assert not can_edit_steps(cast.author, source)
    assert not source.permissions_for_user(cast.author).can_edit()
