"""Queries kept as SQL answer as their querysets do."""

import pytest
from django.db.models import BigIntegerField, CharField, DateTimeField, UUIDField, Value

from people.models import Officer
from records.prepared import Prepared, Slot, with_constants


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
def test_what_distinct_rows_are_sorted_by_is_not_among_them(cast):
    def found(slot):
        return Officer.objects.filter(department=slot).order_by("-user__name").values_list("badge", "rank").distinct()

    department = cast.officer.officer.department
    asked = Prepared(lambda: found(Slot("department", BigIntegerField())))
    assert asked.ask(department=department.pk) == list(found(department)) != []


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


@pytest.mark.django_db
@pytest.mark.parametrize("badge", ["plain", "it's", "50 %", "%s", "back\\slash", "'; --", "¿qué?"])
def test_constants_of_a_query_are_what_they_were(cast, badge):
    Officer.objects.filter(pk=cast.officer.officer.pk).update(badge=badge)

    def found(user):
        named = {"said": Value(badge), "number": Value(7), "yes": Value(value=True), "rank_too": Value("50 %")}
        return Officer.objects.annotate(**named).filter(user=user, badge=badge, badge__in=[badge, "other"])

    asked = Prepared(lambda: found(Slot("user", BigIntegerField())).values_list("badge", "said", "number", "yes"))
    for _ in range(8):  # more often than it takes PostgreSQL's driver to prepare it
        assert asked.ask(user=cast.officer.pk) == [(badge, badge, 7, True)]
    assert asked.ask(user=cast.teammate.pk) == []


def test_what_is_written_into_a_statement_and_what_is_left():
    slot = Slot("one", CharField())
    written = with_constants("a = %s and b = %s and c like '%%s' and d = %s and e = %s", ("it's", slot, 7, "50 %"))
    assert written == ("a = 'it''s' and b = %s and c like '%%s' and d = 7 and e = %s", (slot, "50 %"))
