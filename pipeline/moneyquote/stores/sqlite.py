"""The SQLite store: whole articles or nothing, one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from moneyquote.errors import BrokenRecord
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.stores import connection as opening
from moneyquote.stores import rows
from moneyquote.stores.checking import check_record
from moneyquote.stores.connection import transaction, translated

_CHILDREN = ("grants", "quotes", "amounts", "mentions", "entities")  # those that refer before those referred to
_MEND = "Mend the article's text or fields, or report it if they are right"


class SqliteStore:
    """A database file that this process writes to; others may write to it at the same time."""

    def __init__(self, path: Path, *, wait: float = opening.WAIT_SECONDS) -> None:
        self.path = path
        self._connection = opening.connect(path, wait=wait)
        self._connection.row_factory = sqlite3.Row

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._connection.close()

    def begin_run(self, run: Run) -> None:
        """Note that a run has begun."""
        self._put_run(run)

    def finish_run(self, run: Run) -> None:
        """Note the end of a run and its counts."""
        self._put_run(run)

    def is_done(self, sha256: str, pipeline: str) -> bool:
        """Tell whether that content has a record of the pipeline with that fingerprint."""
        found = self._first(
            "SELECT 1 FROM articles JOIN runs ON runs.id = articles.run WHERE sha256 = ? AND pipeline = ?",
            (sha256, pipeline),
        )
        return found is not None

    def note_location(self, article: Article) -> None:
        """Note one more place where finished content stands, and drop the failures of that place."""
        key = self._key(article.sha256)
        if key is None or self._is_noted(key, article):
            return
        where = _where(article)
        with transaction(self._connection, self.path), _storable(where):
            self._place(key, article)
            self._forgive(article)

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> None:
        """Keep an article and its record in place of older records of the same content.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or cannot be stored (a lone
                surrogate, a NUL).
            OffsetMismatch: if a span does not give its text.
        """
        check_record(article, record)
        with transaction(self._connection, self.path), _storable(_where(article)):
            key = self._key(article.sha256)
            if key is None:
                key = self._add_article(article, run_id)
            else:
                self._connection.execute("UPDATE articles SET run = ? WHERE key = ?", (run_id, key))
                for table in _CHILDREN:
                    self._connection.execute(f"DELETE FROM {table} WHERE article = ?", (key,))
            self._place(key, article)
            self._add_records(key, record, article.text)
            self._forgive(article)

    def fail(self, failure: Failure, run_id: str) -> None:
        """Keep a failure in place of an older one of the same location and stage."""
        texts = (failure.location, failure.stage, failure.code, failure.what, failure.mend)
        with transaction(self._connection, self.path):
            self._connection.execute(
                "INSERT INTO failures (location, stage, code, what, mend, sha256, run) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (location, stage) DO UPDATE SET code = excluded.code, what = excluded.what,"
                " mend = excluded.mend, sha256 = excluded.sha256, run = excluded.run",
                (*map(_printable, texts), failure.sha256, run_id),
            )

    def _put_run(self, run: Run) -> None:
        values = (run.id, run.started, run.finished, run.version, run.pipeline, run.done, run.skipped, run.failed)
        with transaction(self._connection, self.path):
            self._connection.execute(
                "INSERT INTO runs (id, started, finished, version, pipeline, done, skipped, failed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET finished = excluded.finished,"
                " done = excluded.done, skipped = excluded.skipped, failed = excluded.failed",
                values,
            )

    def _first(self, query: str, values: tuple[object, ...]) -> sqlite3.Row | None:
        with translated(self.path):
            row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return row

    def _key(self, sha256: str) -> int | None:
        row = self._first("SELECT key FROM articles WHERE sha256 = ?", (sha256,))
        return None if row is None else int(row["key"])

    def _insert(self, table: str, row: rows.Row) -> int:
        """Insert one row; table and column names are ours, every value is bound."""
        marks = ", ".join("?" * len(row))
        cursor = self._connection.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", _bound(row.values())
        )
        return int(cursor.lastrowid or 0)

    def _add_article(self, article: Article, run_id: str) -> int:
        return self._insert(
            "articles",
            {
                "id": article.id,
                "title": article.title,
                "published": article.published,
                "source": article.source,
                "words": len(article.text.split()),
                "sha256": article.sha256,
                "run": run_id,
                "text": article.text,
            },
        )

    def _add_records(self, key: int, record: ArticleRecord, text: str) -> None:
        """Insert in the record's order: the keys keep it."""
        for entity in record.entities:
            self._insert("entities", rows.entity_row(key, entity))
        for mention in record.mentions:
            self._insert("mentions", rows.mention_row(key, mention))
        for amount in record.amounts:
            self._insert("amounts", rows.amount_row(key, amount))
        for quote in record.quotes:
            parent = self._insert("quotes", rows.quote_row(key, quote, rows.quote_content(quote, text)))
            for span in quote.content:
                values = {"quote": parent, "text": span.text, "text_start": span.start, "text_end": span.end}
                self._insert("quote_spans", values)
        for grant in record.grants:
            self._insert("grants", rows.grant_row(key, grant, text))

    def _place(self, key: int, article: Article) -> None:
        """Note a location; the first in order of location names and dates the article."""
        self._connection.execute(
            "INSERT OR IGNORE INTO locations (article, location) VALUES (?, ?)", (key, _printable(article.location))
        )
        if self._leads(key, article):
            self._connection.execute(
                "UPDATE articles SET id = ?, title = ?, published = ?, source = ? WHERE key = ?",
                _bound((article.id, article.title, article.published, article.source, key)),
            )

    def _leads(self, key: int, article: Article) -> bool:
        """Tell whether this is the first location of an article that bears another head."""
        row = self._first(
            "SELECT id, title, published, source, (SELECT min(location) FROM locations WHERE article = key) AS first"
            " FROM articles WHERE key = ?",
            (key,),
        )
        if row is None or _printable(article.location) > row["first"]:
            return False
        return tuple(row)[:4] != (article.id, article.title, article.published, article.source)

    def _is_noted(self, key: int, article: Article) -> bool:
        location = _printable(article.location)
        row = self._first(
            "SELECT EXISTS (SELECT 1 FROM locations WHERE article = ? AND location = ?)"
            " AND NOT EXISTS (SELECT 1 FROM failures WHERE location = ? OR sha256 = ?)",
            (key, location, location, article.sha256),
        )
        return row is not None and bool(row[0]) and not self._leads(key, article)

    def _forgive(self, article: Article) -> None:
        self._connection.execute(
            "DELETE FROM failures WHERE location = ? OR sha256 = ?", (_printable(article.location), article.sha256)
        )


def _where(article: Article) -> str:
    return f"{article.location} (article {article.id})"


def _printable(text: str) -> str:
    r"""Return a text that any database takes: lone surrogates and NUL as escapes (``\udc80``)."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


@contextmanager
def _storable(where: str) -> Iterator[None]:
    """Raise what the database refuses about a record as BrokenRecord, with the article it came from."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise BrokenRecord(
            where, f"a text holds U+{ord(error.object[error.start]):04X}, half of a surrogate pair", _MEND
        ) from error
    except _NulFound as error:
        raise BrokenRecord(where, "a text holds U+0000, at which databases cut texts off", _MEND) from error
    except sqlite3.IntegrityError as error:
        raise BrokenRecord(where, f"the database refuses the record: {error}", _MEND) from error


class _NulFound(Exception):
    """A value that holds U+0000."""


def _bound(values: Iterable[object]) -> tuple[object, ...]:
    """Return the values to bind."""
    bound = tuple(values)
    if any(isinstance(value, str) and "\0" in value for value in bound):
        raise _NulFound
    return bound
