"""Statements: queries whose SQL is put together once, and run again and again with other values.

For what nearly every page asks. Putting SQL together takes Django several times as long as the database needs to answer
it (docs/performance.md), and Django keeps nothing of it from one request to the next.

A statement is made by a cached function, which takes what changes the SQL, such as the keys of an `IN`; all else is a
`Parameter`:

    @lru_cache(100)
    def stores_of(sellers: tuple[int, ...]) -> Statement[Campaign]:
        return Statement(Campaign.objects.filter(seller__in=sellers, name=Parameter("name")))

    stores_of((1, 2)).run(name="Home")
"""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, QuerySet

Row = TypeVar("Row")


class Parameter(Expression):
    """Stands for a value on the right side of a condition; each run of the statement gives it. Not within a list, and
    never for None, which takes another condition."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: object, connection: object) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


class Statement(Generic[Row]):
    """A query with its SQL. It holds no connection and no rows, so all threads may share it."""

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        try:
            self.sql, values = self.compiler.as_sql()
        except EmptyResultSet:  # a condition that nothing meets, such as an empty list
            self.sql, values = "", ()
        self.values: tuple[Any, ...] = tuple(values)
        del self.compiler.connection

    def run(self, **parameters: Any) -> list[Row]:
        """The rows that the queryset would yield. Each parameter is given by its name."""
        values = self.filled_in(parameters)
        # Django's compiler as it was when it had put the SQL together: it knows what each column becomes.
        compiler = copy(self.compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]
        compiler.as_sql = lambda *_, **__: (self.sql, values)
        rows = self.rows.all()
        rows.query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]
        return list(rows)

    def filled_in(self, parameters: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of the SQL, in its order."""
        adapt = connections[DEFAULT_DB_ALIAS].ops.adapt_datetimefield_value  # SQLite's driver knows no times in zones
        given = {name: adapt(one) if isinstance(one, datetime) else one for name, one in parameters.items()}
        return tuple(given[one.name] if isinstance(one, Parameter) else one for one in self.values)
