"""Querysets put into SQL once for each connection, for what every page asks.

Building a queryset and compiling it takes Django 0.3 to 2 ms of processor time, several times what the database needs
to answer. A `Prepared` keeps the SQL and puts new values into its slots (about 0.1 ms); rows come out as of the
queryset. It is for the few queries of pages that officers open all day. Everything else stays a plain queryset.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import copy
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import ValuesListIterable
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
NONE_KNOWN: Mapping[Any, Any] = {}
PLACE = re.compile("%%|%s")


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
        self.sql, self.params = with_constants(*self.compiler.as_sql())
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
            else:
                cursor.cursor = self.connection.connection.cursor(factory=_SQLiteCursor)
            cursor.execute(self.sql, params)
            fetched = cursor.fetchall()
        if self.compiler.has_extra_select:  # what it is sorted by, asked for beside what was selected
            fetched = [row[: self.compiler.col_count] for row in fetched]
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


class _SQLiteCursor(SQLiteCursorWrapper):
    """Django's, which puts SQLite's placeholders into a statement each time; here it is done once."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        return _converted(query)


@lru_cache(maxsize=256)
def _converted(query: str) -> str:
    return PLACE.sub(lambda found: "?" if found[0] == "%s" else "%", query)


def with_constants(sql: str, params: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
    """Write the words and numbers that never change into the statement; what is left are slots, and other types.

    SQLite plans a statement anew with each call when a partial index may fit a value that is given (`state = ?`), and
    PostgreSQL uses no such index in a plan that it keeps.
    """
    given = iter(params)
    left: list[Any] = []

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(given)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(int(value))
        if isinstance(value, str) and not set(value) & set("%\\\0"):
            return "'{}'".format(str.__str__(value).replace("'", "''"))
        left.append(value)
        return "%s"

    return PLACE.sub(put, sql), tuple(left)
