"""Sessions are read as Django's own store reads them."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http.cookie import parse_cookie
from django.utils import timezone

from people.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**data) -> str:
    store = db.SessionStore()
    store.update(data)
    store.create()
    return store.session_key


def test_it_reads_what_django_reads(django_assert_num_queries) -> None:
    for key in (kept(seen="yes"), kept(other=[1, 2]), kept(), "nosuchkey" * 3, None, "short"):
        plain, ours = db.SessionStore(key), SessionStore(key)
        with django_assert_num_queries(1 if ours.session_key else 0):
            found = dict(ours.items())
        assert found == dict(plain.items())
        assert ours.session_key == plain.session_key


def test_one_that_is_over_is_not_read_nor_its_key_used_again() -> None:
    key = kept(seen="yes")
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    store = SessionStore(key)
    assert dict(store.items()) == {}
    assert store.session_key is None
    store["seen"] = "anew"
    store.save()
    assert store.session_key != key


def test_data_that_was_tampered_with_is_nothing() -> None:
    key = kept(seen="yes")
    Session.objects.filter(pk=key).update(session_data="forged:data")
    assert dict(SessionStore(key).items()) == {}


def test_what_was_written_is_read_at_once_and_gone_when_deleted() -> None:
    store = SessionStore(kept(seen="yes"))
    store["seen"] = "twice"
    store.save()
    assert SessionStore(store.session_key)["seen"] == "twice"
    store.flush()
    assert dict(SessionStore(store.session_key).items()) == {}


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000b"', "é" * 12, '"a b c d e f"', "'--drop--table"])
def test_a_key_that_is_none_of_ours_is_no_session(key) -> None:
    store = SessionStore(parse_cookie(f"sessionid={key}")["sessionid"])
    assert dict(store.items()) == {}
    assert store.session_key is None
