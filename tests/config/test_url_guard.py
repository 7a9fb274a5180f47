"""Every address is guarded, or stands on the short list of public ones."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.views.generic import RedirectView

from tests.config.addresses import Address, pages_of_ours, walk

PUBLIC = {
    "home",
    "about",
    "healthz",
    "page_sign_in",  # leads to the one sign-in page
    "people:language",
    "people:demo_sign_in",  # answers 404 outside the demo
    "records:verify",
    "records:verify_serial",
    "records:verify_holder",  # the secret in the address is the key
    "records:proof",
    "records:ledger",
    "records:checkpoint",
    "records:public_key",
    "review:corrections",
    "review:corrections_csv",
    "review:dossiers",
    "review:dossier",
    "review:dossier_pdf",
    "review:dossier_csv",
    "review:dossier_json",
    "review:dossier_canonical",
    "review:dossier_schema",
    "review:public_annotations",
    "review:public_report",
    "review:link_answer",  # the signed secret in the address is the key
    "review:link_step",
    "modules:library",
    "modules:module",
    "modules:reading",
    "modules:asset",
    "modules:edition",
    "modules:canonical",
    "modules:edition_schema",
    "modules:module_editions",
    "modules:signatures",
    "modules:edition_step",
    "modules:comparison",
    "modules:licensed",  # the token in the address is the key
    "modules:licensed_step",
    "modules:authorities",
    "modules:sources",
    "modules:authority",
    "modules:card",
    "modules:card_in",
    "modules:card_pdf",
    "modules:card_pdf_in",
    "modules:card_worker",
    "modules:differential",
    "modules:differential_json",
    "modules:glossary",
    "modules:resources",
}
OTHERS = {
    "wagtail_serve": "published pages, which are public",
    "wagtailcore_authenticate_with_password": "pages shared with a password",
    "wagtailcore_login": "shadowed: the same path sends to the one sign-in page",
}
WORKSPACE_OPEN = {
    "wagtailadmin_login",  # sends to the one sign-in page
    "wagtailadmin_sprite",  # icons
    "wagtailadmin_javascript_catalog",  # translations
}
SAMPLES = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1"}


def test_every_view_of_ours_is_guarded_or_listed_as_public():
    unguarded = [str(a) for a in pages_of_ours() if not getattr(a.view, "guard", "") and a.name not in PUBLIC]
    assert unguarded == []


def test_public_list_names_only_addresses_that_exist_and_have_no_guard():
    known = {a.name for a in pages_of_ours() if not getattr(a.view, "guard", "")}
    assert PUBLIC - known == set()


def test_every_address_of_ours_has_a_name():
    assert [a.route for a in pages_of_ours() if not a.name] == []


def redirects(address: Address) -> bool:
    return getattr(address.view, "view_class", None) is RedirectView


def test_views_of_others_outside_the_workspace_are_known():
    strangers = [
        f"{a.route} ({a.module})"
        for a in walk()
        if not (a.in_workspace or a.of_accounts or a.ours or a.name in OTHERS or redirects(a))
    ]
    assert strangers == []


def workspace_addresses() -> Iterator[Address]:
    return (a for a in walk() if a.in_workspace and a.name not in WORKSPACE_OPEN)


def filled(address: Address) -> str | None:
    """The path with a sample for every argument; None for a pattern written as a regular expression."""
    path = "/" + address.route
    if any(sign in path for sign in "^(?$\\"):
        return None
    while "<" in path:
        before, _, rest = path.partition("<")
        argument, _, after = rest.partition(">")
        kind = argument.split(":")[0] if ":" in argument else "str"
        path = before + SAMPLES.get(kind, "x") + after
    return path


@pytest.mark.django_db
def test_every_workspace_address_sends_anonymous_to_sign_in():
    client = Client()
    wrong = []
    for address in workspace_addresses():
        path = filled(address)
        if path is None:
            continue
        answer = client.get(path)
        sign_in = answer.status_code == 302 and answer.url.startswith(
            (settings.WAGTAILADMIN_LOGIN_URL, "/accounts/login/")
        )
        closed = answer.status_code in {403, 405} or (answer.status_code == 404 and "password_reset" in address.name)
        if not sign_in and not closed:
            wrong.append(f"{path} answered {answer.status_code}")
    assert wrong == []


@pytest.mark.django_db
def test_officer_may_not_enter_the_workspace(cast):
    client = Client()
    client.force_login(cast.officer)
    entered = [
        path for a in workspace_addresses() if (path := filled(a)) and client.get(path).status_code in {200, 500}
    ]
    assert entered == []
