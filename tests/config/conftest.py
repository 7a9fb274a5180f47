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


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world of tests.config.world for all tests of this folder; rolled back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="package")
def answers(world: World, django_db_blocker: Any) -> list[Answer]:
    """Every address of ours asked with GET by everybody. Whatever asking changes is undone for the next person."""
    found = []
    with django_db_blocker.unblock():
        for name, person in world.cast.everyone().items():
            with transaction.atomic():
                found += list(_asked(world, name, person))
                transaction.set_rollback(True)
    return found


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
