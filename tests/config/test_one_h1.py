"""Every page that anyone of the cast gets: one heading, one main part, labels, nothing inline or from elsewhere."""

import pytest
from django.urls import reverse

from tests.config.page_rules import Page


def test_every_page_of_ours_keeps_the_rules(answers):
    faulty = {}
    for answer in answers:
        if answer.is_page and not answer.address.in_workspace:
            broken = Page(answer.text).broken_rules()
            if broken:
                faulty.setdefault(answer.path, (answer.person, broken))
    assert faulty == {}


def test_pages_of_ours_in_the_workspace_have_one_heading(answers):
    """Those of snippets have Wagtail's own frame, which is Wagtail's to mend."""
    own = [a for a in answers if a.is_page and a.address.in_workspace and "wagtailsnippets" not in a.address.name]
    assert own
    assert [str(answer) for answer in own if "<main" in answer.text and Page(answer.text).counts["h1"] != 1] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_signup"])
def test_sign_in_pages_keep_the_rules(client, name):
    page = Page(client.get(reverse(name)).content.decode())
    assert page.broken_rules() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["account_change_password", "account_email", "account_logout", "mfa_index", "account_reauthenticate"]
)
def test_account_pages_keep_the_rules(client, cast, name):
    client.force_login(cast.officer)
    answer = client.get(reverse(name), follow=True)
    assert answer.status_code == 200
    assert Page(answer.content.decode()).broken_rules() == []


@pytest.mark.django_db
def test_missing_page_keeps_the_rules(client):
    answer = client.get("/there-is-no-such-page/")
    assert answer.status_code == 404
    assert Page(answer.content.decode()).broken_rules() == []


def test_page_rules_notice_what_they_should():
    bad = (
        '<html><head><title> · X</title><style>p{}</style></head><body><h1>a</h1><h1>b</h1><img src="x">'
        '<p id="a" style="x"></p><p id="a"></p><input name="n"><a href="javascript:x()">x</a>'
        '<script>1</script><script src="https://elsewhere.example/x.js"></script></body></html>'
    )
    found = " ".join(Page(bad).broken_rules())
    for words in (
        "inline stylesheet", "2 <h1>", "0 <main>", "without alt", "inline style on", "stands 2 times", "no label",
        "script in href", "inline script", "from elsewhere", "no title", "no language",
    ):  # fmt: skip
        assert words in found
