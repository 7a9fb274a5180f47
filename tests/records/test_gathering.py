"""Values gathered into a list are those of the plain rows, on both databases."""

import pytest
from django.db.models import BigIntegerField, OuterRef, Subquery

from people.models import Department, Officer
from records.gathering import Gathered
from records.prepared import Prepared, Slot

pytestmark = pytest.mark.django_db


def with_officers(**which):
    rows = Officer.objects.filter(department=OuterRef("pk"), **which).order_by().values("department")
    return Department.objects.annotate(gathered=Subquery(rows.annotate(all=Gathered("pk")).values("all")))


def test_each_row_has_its_own(cast, django_assert_num_queries) -> None:
    Officer.objects.filter(pk=cast.teammate.officer.pk).update(active=False)
    for which in ({}, {"active": True}, {"active": False}, {"badge": "nobody's"}):
        with django_assert_num_queries(1):
            found = {row.pk: sorted(row.gathered or []) for row in with_officers(**which)}
        assert found == {
            department.pk: sorted(department.officers.filter(**which).values_list("pk", flat=True))
            for department in Department.objects.all()
        }


def test_it_can_be_prepared(cast) -> None:
    asked = Prepared(lambda: with_officers().filter(pk=Slot("pk", BigIntegerField())).values_list("slug", "gathered"))
    for department in Department.objects.all():
        [(slug, officers)] = asked.ask(pk=department.pk)
        assert slug == department.slug
        assert set(officers or []) == set(department.officers.values_list("pk", flat=True))
