"""Fixtures that every room's tests share."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from modules.referrals import forget_referrals
from tests.cast import Cast, make_cast
from tests.migrated import fill


@receiver(connection_created)
def begin_with_all_migrations(*, connection: Any, **kwargs: Any) -> None:
    """A new test database begins as a copy of one that is migrated already."""
    fill(connection)


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


EMPTIED = pytest.StashKey[bool]()
ASKS_THE_DATABASE = {"db", "transactional_db"}
# Characters or bytes; what is longer makes no name that a person reads.
LONGEST_NAME = 80


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What a second database is asked: all that asks a database itself, and every page once, by the walk of the cast.

    The rest passed on SQLite already, and says the same of any database.
    """
    if connection.vendor == "sqlite":
        return
    asking = [item for item in items if _asks_the_database(item)]
    known = set(asking)
    config.hook.pytest_deselected(items=[item for item in items if item not in known])
    items[:] = asking


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    asks = bool(item.get_closest_marker("django_db") or ASKS_THE_DATABASE & fixtures)
    return asks and "client" not in fixtures


def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Tests that commit empty the database behind them."""
    if any(marker.kwargs.get("transaction") for marker in item.iter_markers("django_db")):
        item.config.stash[EMPTIED] = True


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name long values by their length: a whole file may differ between workers, as a zip with its hour does."""
    if isinstance(val, str | bytes) and len(val) > LONGEST_NAME:
        return f"{argname}-of-{len(val)}"
    return None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Speak English; and put back what the migrations wrote before a test that follows one that commits."""
    translation.activate(settings.LANGUAGE_CODE)
    if item.config.stash.get(EMPTIED, False):
        item.config.stash[EMPTIED] = False
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
            ContentType.objects.clear_cache()


@pytest.fixture(autouse=True)
def referrals_of_this_test() -> None:
    """What one test showed is not remembered in the next."""
    forget_referrals()
