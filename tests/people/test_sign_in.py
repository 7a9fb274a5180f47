"""Signing in with an address and a password, and the doors that stay shut."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from people.demo import demo_sign_ins
from tests.cast import Cast
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
PEOPLE_YAML = """
sign_ins:
  - {role: Officer, name: Olive Officer, email: olive@example.org, try_first: Continue your training}
"""


@pytest.fixture(autouse=True)
def _fresh_rate_limits():
    cache.clear()


@pytest.fixture
def person():
    user = UserFactory(email="olive@example.org")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def demo(settings, tmp_path):
    (tmp_path / "people.yaml").write_text(PEOPLE_YAML, encoding="utf-8")
    settings.PROGRAMME_DIR = tmp_path
    settings.DEMO = True
    demo_sign_ins.cache_clear()
    yield
    demo_sign_ins.cache_clear()


def sign_in(client, email="olive@example.org", password=PASSWORD, onward=""):
    query = f"?next={onward}" if onward else ""
    return client.post(reverse("account_login") + query, {"login": email, "password": password, "next": onward})


def test_sign_in_with_address_and_password(client, person):
    answer = sign_in(client)
    assert answer.status_code == 302
    assert answer.url == "/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_sign_in_address_is_compared_without_case(client, person):
    assert sign_in(client, email="Olive@Example.ORG").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"), [("olive@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", "")]
)
def test_sign_in_refused_says_so_and_does_not_say_which(client, person, email, password):
    answer = sign_in(client, email=email, password=password)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "usa-error-message" in answer.content.decode() or "errorlist" in answer.content.decode()


def test_sign_in_of_closed_account_is_refused(client, person):
    person.is_active = False
    person.save()
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_sign_in_goes_on_to_a_page_of_this_site(client, person):
    assert sign_in(client, onward="/account/").url == "/account/"


@pytest.mark.parametrize(
    "onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_sign_in_goes_to_no_other_site(client, person, onward):
    assert sign_in(client, onward=onward).url == "/"


def test_signup_is_closed(client):
    answer = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "closed" in answer.content.decode().lower()
    assert not UserFactory._meta.model.objects.filter(email="new@example.org").exists()


def test_workspace_sign_in_is_the_same_door(client):
    answer = client.get("/admin/login/?next=/admin/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/?next=")


@pytest.mark.parametrize("door", ["/admin/login/", "/pages/_util/login/"])
def test_no_other_door_takes_a_password(client, person, door):
    """Another sign-in form would go round the second factor and the limits on guessing."""
    person.is_superuser = True
    person.save()
    answer = client.post(door, {"username": "olive@example.org", "password": PASSWORD})
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_sign_out_needs_a_post(client, person):
    client.force_login(person)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_many_wrong_passwords_are_slowed_down(client, person):
    for _ in range(12):
        sign_in(client, password="wrong")
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_demo_sign_in_does_not_exist_outside_the_demo(client, person):
    assert client.post(reverse("people:demo_sign_in"), {"person": person.email}).status_code == 404


def test_demo_sign_in_signs_in_the_chosen_person(client, person, demo):
    page = client.get(reverse("account_login")).content.decode()
    assert "Continue your training" in page
    answer = client.post(reverse("people:demo_sign_in"), {"person": person.email, "next": "/account/"})
    assert answer.url == "/account/"
    assert client.session["_auth_user_id"] == str(person.pk)


def test_demo_sign_in_refuses_people_who_are_not_listed(client, demo):
    other = UserFactory()
    assert client.post(reverse("people:demo_sign_in"), {"person": other.email}).status_code == 404


def test_demo_sign_in_goes_to_no_other_site(client, person, demo):
    answer = client.post(reverse("people:demo_sign_in"), {"person": person.email, "next": "https://evil.example/"})
    assert answer.url == "/"


def test_demo_sign_in_needs_a_post(client, demo):
    assert client.get(reverse("people:demo_sign_in")).status_code == 405


@pytest.mark.parametrize("door", ["/admin/", "/admin/login/", "/pages/_util/login/"])
def test_signed_in_officer_is_told_no_instead_of_going_round_in_circles(client, cast: Cast, door: str) -> None:
    client.force_login(cast.officer)
    assert client.get(door, follow=True).status_code == 403
