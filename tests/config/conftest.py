"""What the whole cast gets when it asks every address: asked once, read by several tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.config.addresses import Address, walk
from tests.config.world import World, arguments, make_world, queries


@dataclass(frozen=True)
class Answer:
    """What one person got at one address."""

    person: str
    address: Address
    path: str
    status: int
    kind: str
    text: str

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.kind.startswith("text/html")

    def __str__(self) -> str:
        return f"{self.person} at {self.path}: {self.status}"


@dataclass(frozen=True)
class Walk:
    """What the walk found. Plain data: the world it walked is rolled back before any test runs."""

    answers: list[Answer]
    undescribed: list[str]
    officers: list[str]
    first_officers_email: str


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walk is long: whoever reads it runs where it was made."""
    for item in items:
        if "cast_walk" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("cast-walk"))


@pytest.fixture(scope="package")
def cast_walk(django_db_setup: None, django_db_blocker: Any) -> Walk:
    """Every address of ours asked with GET by everybody. Whatever asking changes is undone for the next person."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world()
        found: list[Answer] = []
        for name, person in world.cast.everyone().items():
            with transaction.atomic():
                found += list(_asked(world, name, person))
                transaction.set_rollback(True)
        undescribed = [a.name for a in walk() if a.ours and a.name and arguments(world, a) is None]
        transaction.set_rollback(True)
    officers = [world.cast.officer, world.cast.teammate, world.cast.outside_officer]
    return Walk(found, undescribed, [officer.name for officer in officers], world.cast.officer.email)


@pytest.fixture
def answers(cast_walk: Walk) -> list[Answer]:
    return cast_walk.answers


def _asked(world: World, name: str, person: User | None) -> Iterator[Answer]:
    client = Client(raise_request_exception=False)
    if person and not isinstance(person, AnonymousUser):
        client.force_login(person)
    for address in walk():
        if not address.ours or not address.name:
            continue
        given = arguments(world, address)
        if given is None:
            continue
        for query in queries(world, address):
            path = reverse(address.name, kwargs=given) + query
            got = client.get(path)
            content = b"".join(got.streaming_content) if got.streaming else got.content
            kind = got.get("Content-Type", "")
            text = content.decode(errors="replace") if kind.startswith("text/html") else ""
            yield Answer(name, address, path, got.status_code, kind, text)
