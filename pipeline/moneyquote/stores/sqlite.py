"""The SQLite store: whole articles or nothing, one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from moneyquote.errors import StoreError
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.stores import connection as opening
from moneyquote.stores import ledger, rows
from moneyquote.stores.checking import check_record
from moneyquote.stores.connection import transaction, translated
from moneyquote.stores.protocol import Claim, Expected
from moneyquote.stores.texts import bound, printable, storable

_CHILDREN = ("grants", "quotes", "amounts", "mentions", "entities")  # those that refer before those referred to


class SqliteStore:
    """A database file that this process writes to; others may write to it at the same time."""

    keeps_order = False  # exports are in an order of their own

    def __init__(self, path: Path, *, wait: float = opening.WAIT_SECONDS) -> None:
        self.path = path
        self._connection = opening.connect(path, wait=wait)
        self._connection.row_factory = sqlite3.Row
        self._pipelines: dict[str, str] = {}  # of the runs that this store has begun

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        for run in self._pipelines:
            ledger.end(run)
        self._connection.close()

    def begin_run(self, run: Run) -> None:
        """Note that a run has begun, in this process."""
        self._put_run(run)
        self._pipelines[run.id] = run.pipeline
        with transaction(self._connection, self.path):
            ledger.begin(self._connection, run.id)

    def finish_run(self, run: Run) -> None:
        """Note the end of a run and its counts, and free what it still holds."""
        with transaction(self._connection, self.path):
            ledger.drop_leases(self._connection, run.id)
        self._put_run(run, durable=True)
        ledger.end(run.id)

    def expect(self, files: Sequence[tuple[str, str]], run_id: str, *, retry: bool = False) -> Expected:
        """Enter files as pending inputs; return those that are to be read."""
        names = {printable(location): location for location, _ in files}
        given = [(printable(location), stamp) for location, stamp in files]
        with transaction(self._connection, self.path):
            found = ledger.expect(self._connection, given, self._pipeline(run_id), retry=retry)
        return replace(found, open=[names[name] for name in found.open])

    def forget(self, folders: Sequence[str]) -> None:
        """Drop the failures of folders that can be looked into now, and with them those folders as inputs."""
        names = [(printable(folder),) for folder in folders]
        with transaction(self._connection, self.path):
            for table in ("failures", "ledger"):
                self._connection.executemany(f"DELETE FROM {table} WHERE location = ?", names)

    def claim(
        self, article: Article, run_id: str, *, file: str | None = None, redo: bool = False, retry: bool = False
    ) -> Claim:
        """Ask to work an article and enter its location in the ledger."""
        pipeline, location, sha256 = self._pipeline(run_id), printable(article.location), article.sha256
        key = self._key(sha256)
        if not redo and key is not None and self._is_noted(key, article, pipeline):
            return Claim.DONE  # the usual answer to a run that goes on, and nothing to write
        with transaction(self._connection, self.path), storable(article, sqlite3.IntegrityError):
            if not redo and self._is_done(sha256, pipeline):
                self._place(self._key(sha256) or 0, article)
                self._forgive(article)
                self._settle("done", article, run_id, file)
                return Claim.DONE
            if ledger.is_held_elsewhere(self._connection, sha256, run_id):
                self._settle("pending", article, run_id, file)
                return Claim.ELSEWHERE
            if not (redo or retry) and ledger.is_settled(self._connection, "quarantined", location, pipeline, sha256):
                return Claim.QUARANTINED
            ledger.lease(self._connection, sha256, run_id)
            self._settle("pending", article, run_id, file)
        return Claim.GRANTED

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> bool:
        """Keep an article and its record in place of older records of the same content.

        Returns False, and keeps what stands, where another run has finished that content meanwhile.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or cannot be stored (a lone
                surrogate, a NUL).
            OffsetMismatch: if a span does not give its text.
        """
        check_record(article, record)
        with transaction(self._connection, self.path), storable(article, sqlite3.IntegrityError):
            key = self._key(article.sha256)
            if key is not None and self._is_finished_by_another(key, article.sha256, run_id):
                return False
            if key is None:
                key = self._add_article(article, run_id)
            else:
                self._connection.execute("UPDATE articles SET run = ? WHERE key = ?", (run_id, key))
                for table in _CHILDREN:
                    self._connection.execute(f"DELETE FROM {table} WHERE article = ?", (key,))
            self._place(key, article)
            self._add_records(key, record, article.text)
            self._forgive(article)
            ledger.free(self._connection, article.sha256)
            self._settle("done", article, run_id)
        return True

    def fail(self, failure: Failure, run_id: str, *, file: str | None = None) -> None:
        """Keep a failure in place of an older one of the same location and stage."""
        location, *texts = map(printable, (failure.location, failure.stage, failure.code, failure.what, failure.mend))
        with transaction(self._connection, self.path):
            self._connection.execute(
                "INSERT INTO failures (location, stage, code, what, mend, sha256, run) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (location, stage) DO UPDATE SET code = excluded.code, what = excluded.what,"
                " mend = excluded.mend, sha256 = excluded.sha256, run = excluded.run",
                (location, *texts, failure.sha256, run_id),
            )
            # A failure of another stage at that place is the story of an earlier try.
            self._connection.execute(
                "DELETE FROM failures WHERE location = ? AND stage <> ?", (location, printable(failure.stage))
            )
            if failure.sha256 is not None and ledger.holds(self._connection, failure.sha256, run_id):
                ledger.free(self._connection, failure.sha256)
            place = file and printable(file)
            pipeline = self._pipeline(run_id)
            ledger.settle(self._connection, "quarantined", location, pipeline, sha256=failure.sha256, file=place)

    def note_read(self, file: str, run_id: str) -> None:
        """Note that a file of several articles has been read to its end."""
        with transaction(self._connection, self.path):
            ledger.settle(self._connection, "read", printable(file), self._pipeline(run_id))

    def _pipeline(self, run_id: str) -> str:
        """Return the pipeline of a run; begun by another store of this database, it is looked up."""
        if run_id not in self._pipelines:
            row = self._first("SELECT pipeline FROM runs WHERE id = ?", (run_id,))
            if row is None:
                raise StoreError(str(self.path), f"no run {run_id!r} has begun", "Call begin_run first")
            self._pipelines[run_id] = row["pipeline"]
        return self._pipelines[run_id]

    def _settle(self, state: str, article: Article, run_id: str, file: str | None = None) -> None:
        location, place = printable(article.location), file and printable(file)
        ledger.settle(self._connection, state, location, self._pipeline(run_id), sha256=article.sha256, file=place)

    def _is_done(self, sha256: str, pipeline: str) -> bool:
        found = self._first(
            "SELECT 1 FROM articles JOIN runs ON runs.id = articles.run WHERE sha256 = ? AND pipeline = ?",
            (sha256, pipeline),
        )
        return found is not None

    def _is_finished_by_another(self, key: int, sha256: str, run_id: str) -> bool:
        """Tell whether another run has a record of this content and pipeline, and this run does not hold it."""
        row = self._first("SELECT run, pipeline FROM articles JOIN runs ON runs.id = run WHERE key = ?", (key,))
        if row is None or row["run"] == run_id or row["pipeline"] != self._pipeline(run_id):
            return False
        return not ledger.holds(self._connection, sha256, run_id)

    def _put_run(self, run: Run, *, durable: bool = False) -> None:
        values = (run.id, run.started, run.finished, run.version, run.pipeline, run.done, run.skipped, run.failed)
        with transaction(self._connection, self.path, durable=durable):
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
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", bound(row.values())
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
            "INSERT OR IGNORE INTO locations (article, location) VALUES (?, ?)", (key, printable(article.location))
        )
        if self._leads(key, article):
            self._connection.execute(
                "UPDATE articles SET id = ?, title = ?, published = ?, source = ? WHERE key = ?",
                bound((article.id, article.title, article.published, article.source, key)),
            )

    def _leads(self, key: int, article: Article) -> bool:
        """Tell whether this is the first location of an article that bears another head."""
        row = self._first(
            "SELECT id, title, published, source,"
            " (SELECT min(location) FROM locations WHERE article = articles.key) AS first FROM articles WHERE key = ?",
            (key,),
        )
        if row is None or printable(article.location) > row["first"]:
            return False
        return tuple(row)[:4] != (article.id, article.title, article.published, article.source)

    def _is_noted(self, key: int, article: Article, pipeline: str) -> bool:
        """Tell whether all that ``claim`` would write about a finished article stands already."""
        location, sha256 = printable(article.location), article.sha256
        row = self._first(
            "SELECT EXISTS (SELECT 1 FROM locations WHERE article = ? AND location = ?)"
            " AND NOT EXISTS (SELECT 1 FROM failures WHERE location = ? OR sha256 = ?)",
            (key, location, location, sha256),
        )
        if row is None or not row[0] or self._leads(key, article) or not self._is_done(sha256, pipeline):
            return False
        with translated(self.path):
            return ledger.is_settled(self._connection, "done", location, pipeline, sha256)

    def _forgive(self, article: Article) -> None:
        self._connection.execute(
            "DELETE FROM failures WHERE location = ? OR sha256 = ?", (printable(article.location), article.sha256)
        )
