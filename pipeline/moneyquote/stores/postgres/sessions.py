"""A PostgreSQL database that records are read back from, and organizations resolved in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Self

from moneyquote.stores.addresses import shown
from moneyquote.stores.postgres.connection import connect_for_reading, connect_for_writing, translated
from moneyquote.stores.postgres.migrations import Connection


class PostgresSession:
    """A PostgreSQL database; see ``moneyquote.stores.sessions.Session``."""

    exact = ""  # sums are numeric

    def __init__(self, connection: Connection, where: str) -> None:
        self.where = where
        self._connection = connection

    @classmethod
    def reading(cls, target: str) -> Self:
        """Open a database for reading; see ``connect_for_reading``."""
        return cls(connect_for_reading(target), shown(target))

    @classmethod
    def writing(cls, target: str) -> Self:
        """Open a database that holds articles for writing; see ``connect_for_reading`` and ``connect_for_writing``."""
        connect_for_reading(target).close()  # which tells where extract has not been: nothing is made there
        return cls(connect_for_writing(target), shown(target))

    def rows(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return the rows of a query."""
        with translated(self.where):
            return self._connection.execute(_marked(query), values).fetchall()

    def execute(self, query: str, *values: object) -> None:
        """Run a statement."""
        with translated(self.where):
            self._connection.execute(_marked(query), values)

    def execute_many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        with translated(self.where), self._connection.cursor() as cursor:
            cursor.executemany(_marked(query), values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the body in one transaction; others of this kind, and records that replace older ones, wait."""
        with translated(self.where), self._connection.transaction():
            self._connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('moneyquote organizations', 0))")
            yield

    def working(self) -> list[str]:
        """Return the ids of the runs that are not finished and whose session lives."""
        return [row["id"] for row in self.rows("SELECT id FROM live_runs ORDER BY id")]

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._connection.close()


def _marked(query: str) -> bytes:
    """Return a query with psycopg's marks for values. Queries are our own, and hold no question marks but those."""
    return query.replace("%", "%%").replace("?", "%s").encode()
