"""Queries kept as SQL answer as their querysets do."""

import pytest
from django.db.models import BigIntegerField, CharField, DateTimeField, UUIDField

from people.models import Officer
from records.prepared import Prepared, Slot


def of_department(slot):
    return (
        Officer.objects.filter(department=slot)
        .select_related("user", "unit")
        .order_by("user__name")
        .only("badge", "unit__name", "user__reference", "user__date_joined")
    )


@pytest.mark.django_db
def test_models_come_with_what_was_selected(cast, django_assert_num_queries):
    asked = Prepared(lambda: of_department(Slot("department", BigIntegerField())))
    for department in (cast.officer.officer.department, cast.outside_officer.officer.department):
        with django_assert_num_queries(1):
            found = asked.ask(department=department.pk)
            told = [(row.badge, row.unit.name, row.user.reference, row.user.date_joined) for row in found]
        plain = list(of_department(department))
        assert found == plain
        assert told == [(row.badge, row.unit.name, row.user.reference, row.user.date_joined) for row in plain]
        assert told
    assert not asked.ask(department=0)


@pytest.mark.django_db
def test_tuples_and_single_values(cast):
    users = type(cast.officer).objects.order_by("email")
    earlier = Prepared(
        lambda: users.filter(date_joined__lte=Slot("moment", DateTimeField())).values_list("reference", "date_joined")
    )
    moment = cast.officer.date_joined
    assert earlier.ask(moment=moment) == list(
        users.filter(date_joined__lte=moment).values_list("reference", "date_joined")
    )
    known = Prepared(
        lambda: users.filter(reference=Slot("reference", UUIDField()), email=Slot("email", CharField())).values_list(
            "name", flat=True
        )
    )
    assert known.first(reference=cast.officer.reference, email=cast.officer.email) == cast.officer.name
    assert known.first(reference=cast.officer.reference, email="' or 1=1 --") is None


@pytest.mark.django_db
def test_it_is_built_once_and_asked_with_values_of_each_call(cast):
    built = []

    def make():
        built.append(True)
        return Officer.objects.filter(user=Slot("user", BigIntegerField()))

    asked = Prepared(make)
    for _ in range(8):  # more often than it takes PostgreSQL's driver to prepare it
        for user in (cast.officer, cast.teammate):
            assert asked.first(user=user.pk) == user.officer
    assert len(built) == 1


@pytest.mark.django_db
def test_nothing_is_asked_without_every_value(cast):
    asked = Prepared(lambda: Officer.objects.filter(user=Slot("user", BigIntegerField())))
    with pytest.raises(KeyError):
        asked.ask()
    with pytest.raises(ValueError, match="NULL"):
        asked.ask(user=None)
