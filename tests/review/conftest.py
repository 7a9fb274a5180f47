"""People whom several tests of reviewing need besides the cast."""

import pytest

from people.enums import Perspective
from people.models import User
from tests.factories.people import AgencyFactory, RoleGrantFactory, UserFactory


@pytest.fixture
def third_reviewer(db: None) -> User:
    """Of a third agency with a perspective of its own: party to nothing, so that it may sit on a panel."""
    person = UserFactory(name="Tia Third")
    agency = AgencyFactory(name="Example Third", perspective=Perspective.RESEARCH)
    RoleGrantFactory(user=person, role="reviewer", agency=agency)
    return person
