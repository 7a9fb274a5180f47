"""Two reviewers at the same second, and one note sent twice at once: nothing is lost, nothing doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections

from people.models import User
from review.models import Coverage, Criterion, Flag, FlagStep, MaterialVersion
from review.services.covering import record_coverage
from review.services.flagging import raise_flag
from review.services.transcribing import add_line
from review.targets import MaterialTarget
from tests.cast import make_cast
from tests.factories.review import CriterionFactory, MaterialVersionFactory

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite" and not connection.settings_dict["TEST"]["NAME"],
        reason="threads need a database file; TEST_DATABASE names one",
    ),
]
EACH = 4


def at_once(*actions):
    gate = Barrier(len(actions))

    def one(action):
        try:
            gate.wait(20)
            action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        list(pool.map(one, actions))


def reviewing(person: User, version: MaterialVersion, criterion: Criterion, token: UUID) -> None:
    """Marks the same seconds again and again, tells what was watched, types a line, and sends one note twice."""
    target = MaterialTarget(material=version.material, version=version, start=10, end=12)
    for n in range(EACH):
        raise_flag(actor=person, target=target, criteria=[criterion], claim=f"Note {n}.", token=uuid4())
        record_coverage(actor=person, version=version, kind="watched", spans=[(n * 10, n * 10 + 10)])
    raise_flag(actor=person, target=target, criteria=[criterion], claim="Once.", token=token)


def typing(person: User, version: MaterialVersion, start: int, token: UUID) -> None:
    add_line(actor=person, version=version, start=start, end=start + 5, speaker="", text="Words.", token=token)


def test_what_reviewers_do_at_the_same_second_is_all_kept_and_nothing_doubled():
    cast = make_cast()
    version, criterion = MaterialVersionFactory(), CriterionFactory(code="REC-1")
    first, second, line = uuid4(), uuid4(), uuid4()
    at_once(
        lambda: reviewing(cast.reviewer, version, criterion, first),
        lambda: reviewing(cast.reviewer, version, criterion, first),  # the same person in a second tab
        lambda: reviewing(cast.second_reviewer, version, criterion, second),
        lambda: [typing(cast.reviewer, version, 0, line), typing(cast.reviewer, version, 5, uuid4())],
        lambda: [typing(cast.reviewer, version, 0, line), typing(cast.second_reviewer, version, 10, uuid4())],
    )
    assert Flag.objects.exclude(claim="Once.").count() == 3 * EACH
    assert Flag.objects.filter(claim="Once.").count() == 2
    assert FlagStep.objects.filter(kind="raised").count() == Flag.objects.count()
    assert [row.spans for row in Coverage.objects.all()] == [[[0, EACH * 10]]] * 2
    assert list(version.lines.order_by("n").values_list("n", "start")) == [(1, 0), (2, 5), (3, 10)]
