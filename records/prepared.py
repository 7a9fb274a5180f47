"""Querysets put into SQL once for each connection, for what every page asks.

Building a queryset and compiling it takes Django 0.3 to 2 ms of processor time, several times what the database needs
to answer. A `Prepared` keeps the SQL and puts new values into its slots (about 0.1 ms); rows come out as of the
queryset. It is for the few queries of pages that officers open all day. Everything else stays a plain queryset.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import ValuesListIterable
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
NONE_KNOWN: Mapping[Any, Any] = {}


class Slot(Expression):
    """A value that is given when the query is asked, never None; `field` says how the database takes it."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", [self]


class Prepared(Generic[Row]):
    """A queryset of models or of tuples with slots; no prefetching, and no lists of varying length."""

    def __init__(self, make: Callable[[], QuerySet[Any, Row]]) -> None:
        self._make = make  # called when first asked: models are all there then

    def ask(self, **values: Any) -> list[Row]:
        """The rows for these values (one query). KeyError when the value of a slot is missing."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept: dict[Prepared[Any], _Compiled] = vars(connection).setdefault("prepared_queries", {})
        compiled = kept.get(self)
        if compiled is None:
            compiled = kept[self] = _Compiled(self._make(), connection)
        return compiled.rows(values)

    def first(self, **values: Any) -> Row | None:
        return next(iter(self.ask(**values)), None)


class _Compiled:
    """The SQL of one queryset on one connection. Django's own code makes the rows, with a compiler that is done."""

    def __init__(self, queryset: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.iterable: Any = queryset._iterable_class  # type: ignore[attr-defined]
        self.compiler: Any = queryset.query.get_compiler(connection=connection)
        self.locks = queryset.query.select_for_update and connection.features.has_select_for_update
        self.sql, self.params = self.compiler.as_sql()
        self.converters = self.compiler.get_converters([column[0] for column in self.compiler.select])
        self.compiler.get_converters = lambda expressions: self.converters

    def rows(self, values: dict[str, Any]) -> list[Any]:
        if self.locks and self.connection.get_autocommit():
            raise TransactionManagementError("rows are locked within a transaction only")
        params = tuple(self._taken(one, values) if isinstance(one, Slot) else one for one in self.params)
        with self.connection.cursor() as cursor:
            if self.connection.vendor == "postgresql":
                # values travel beside the statement, so that psycopg has the server plan it once (`prepare_threshold`)
                cursor.cursor = psycopg.Cursor(self.connection.connection)
            cursor.execute(self.sql, params)
            fetched = cursor.fetchall()
        if self.iterable is ValuesListIterable:
            return [*map(tuple, self.compiler.apply_converters(fetched, self.converters))]
        compiler = copy(self.compiler)  # of this call alone: threads may share a connection
        compiler.execute_sql = lambda *given, **named: [fetched]
        query = SimpleNamespace(get_compiler=lambda *given, **named: compiler)
        stand_in = SimpleNamespace(db=self.connection.alias, query=query, _known_related_objects=NONE_KNOWN)
        return list(self.iterable(stand_in))

    def _taken(self, slot: Slot, values: dict[str, Any]) -> Any:
        value = values[slot.name]
        if value is None:
            raise ValueError(f"{slot.name}: nothing equals NULL; ask another query")
        return slot.output_field.get_db_prep_value(value, self.connection)
