"""An open database that SQL is put to, whichever database it is: for reading records back and for resolving them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self

from moneyquote.errors import PathNotFound
from moneyquote.stores.connection import connect, connect_readonly, transaction, translated
from moneyquote.stores.owners import is_alive
from moneyquote.stores.parquet.folders import database_of
from moneyquote.stores.rows import Columns


class Session(Protocol):
    """An open database of ours. Queries are plain SQL that all our databases read, with ``?`` for each value.

    Attributes:
        where: the file or the address without its password, as messages name it.
        exact: what the names of the columns that hold a sum to the last digit end in, after ``value`` and
            ``value_max``.
    """

    where: str
    exact: str

    def rows(self, query: str, *values: object) -> Sequence[Columns]:
        """Return the rows of a query."""
        ...

    def execute(self, query: str, *values: object) -> None:
        """Run a statement."""

    def execute_many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""

    def transaction(self) -> AbstractContextManager[None]:
        """Run the body in one write transaction, and let no other session of this kind write meanwhile."""
        ...

    def working(self) -> list[str]:
        """Return the ids of the runs that are not finished and whose process lives."""
        ...

    def close(self) -> None:
        """Close the database; a second call does nothing."""


class SqliteSession:
    """A SQLite database."""

    exact = "_exact"

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.where = str(path)
        self._path = path
        self._connection = connection
        self._connection.row_factory = sqlite3.Row

    @classmethod
    def reading(cls, path: Path) -> Self:
        """Open a file for reading: one snapshot, whatever is written to it meanwhile; see ``connect_readonly``."""
        session = cls(connect_readonly(path), path)
        session._connection.isolation_level = None
        session.execute("BEGIN")
        return session

    @classmethod
    def writing(cls, path: Path) -> Self:
        """Open a file that exists, or that of a folder of Parquet datasets, for writing; see ``connect``.

        Raises:
            PathNotFound: if there is no such file.
        """
        file = database_of(path)
        if not os.path.isfile(file):
            raise PathNotFound(
                str(path), "no such file", "Give the database that extract wrote: moneyquote extract … --to FILE.db"
            )
        return cls(connect(file), path)

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """Return the rows of a query."""
        with translated(self._path):
            return self._connection.execute(query, values).fetchall()

    def execute(self, query: str, *values: object) -> None:
        """Run a statement."""
        with translated(self._path):
            self._connection.execute(query, values)

    def execute_many(self, query: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        with translated(self._path):
            self._connection.executemany(query, values)

    def transaction(self) -> AbstractContextManager[None]:
        """Run the body in one write transaction."""
        return transaction(self._connection, self._path)

    def working(self) -> list[str]:
        """Return the ids of the runs that are not finished and whose process lives."""
        found = self.rows(
            "SELECT id, owner, (SELECT max(since) FROM leases WHERE run = id) AS since FROM runs WHERE finished IS NULL"
        )
        return [row["id"] for row in found if is_alive(row["owner"], row["since"] or 0.0)]

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._connection.close()
