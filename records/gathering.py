"""Many values of a column as one, so that a page asks once less."""

from typing import Any

from django.db.models import Aggregate, JSONField


class Gathered(Aggregate):
    """The values as a list, in no order; on PostgreSQL None when there are none, on SQLite then an empty list."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="json_group_array", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(compiler, connection, function="jsonb_agg", **context)
