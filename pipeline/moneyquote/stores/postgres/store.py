"""The PostgreSQL store: whole articles or nothing, one transaction each, by any number of writers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from moneyquote.errors import StoreError
from moneyquote.records import Article, ArticleRecord, Failure, Run
from moneyquote.stores.checking import check_record
from moneyquote.stores.postgres import ledger
from moneyquote.stores.postgres.connection import translated
from moneyquote.stores.postgres.link import REFUSALS, WAIT_SECONDS, Link
from moneyquote.stores.postgres.migrations import Connection
from moneyquote.stores.postgres.rows import add_article, add_records, drop_records, name_article
from moneyquote.stores.protocol import Claim, Expected
from moneyquote.stores.texts import bound, printable, storable

# All that claiming and saving an article depend on, in one question.
_STANDING = """
SELECT articles.key, articles.run, runs.pipeline, articles.id, articles.title, articles.published, articles.source,
    (SELECT min(location) FROM locations WHERE article = articles.key) AS first,
    EXISTS (SELECT 1 FROM locations WHERE article = articles.key AND md5(location) = md5(%(location)s)) AS is_placed,
    EXISTS (SELECT 1 FROM failures WHERE md5(location) = md5(%(location)s) OR sha256 = %(sha256)s) AS has_failed,
    ledger.state, ledger.pipeline AS ledger_pipeline, ledger.sha256 AS ledger_sha256, leases.run AS holder
FROM (SELECT) AS one
LEFT JOIN articles ON articles.sha256 = %(sha256)s
LEFT JOIN runs ON runs.id = articles.run
LEFT JOIN ledger ON md5(ledger.location) = md5(%(location)s)
LEFT JOIN leases ON leases.sha256 = %(sha256)s
"""
_FAIL = """
INSERT INTO failures (location, stage, code, what, mend, sha256, run) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (md5(location), stage) DO UPDATE
SET code = excluded.code, what = excluded.what, mend = excluded.mend, sha256 = excluded.sha256, run = excluded.run
"""
_FORGET = "WHERE md5(location) IN (SELECT md5(folder) FROM unnest(%s::text[]) AS folder)"
_PUT_RUN = """
INSERT INTO runs (id, started, finished, version, pipeline, done, skipped, failed)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (id) DO UPDATE SET finished = excluded.finished, done = excluded.done, skipped = excluded.skipped,
    failed = excluded.failed
"""

Standing = dict[str, Any]


class PostgresStore:
    """A PostgreSQL database that this process writes to; others may write to it at the same time, from anywhere.

    What is saved is on the server's disk, by the server's setting of ``synchronous_commit``, before ``save`` returns.
    A server that goes away is waited for ``wait`` seconds.
    """

    keeps_order = False  # exports are in an order of their own

    def __init__(self, target: str, *, wait: float = WAIT_SECONDS) -> None:
        self._link = Link(target, wait=wait)
        self._pipelines: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection; a second call does nothing."""
        self._link.close()

    def begin_run(self, run: Run) -> None:
        """Note that a run has begun, in this session."""

        def work(connection: Connection) -> None:
            _put_run(connection, run)
            ledger.drop_dead_leases(connection)

        with translated(self._link.where):
            self._link.hold(run.id)
            self._link.write(work)
        self._pipelines[run.id] = run.pipeline

    def finish_run(self, run: Run) -> None:
        """Note the end of a run and its counts, and free what it still holds."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM leases WHERE run = %s", (run.id,))
            _put_run(connection, run)

        with translated(self._link.where):
            self._link.write(work)
            self._link.release(run.id)

    def expect(self, files: Sequence[tuple[str, str]], run_id: str, *, retry: bool = False) -> Expected:
        """Enter files as pending inputs; return those that are to be read."""
        names = {printable(location): location for location, _ in files}
        given = [(printable(location), stamp) for location, stamp in files]
        pipeline = self._pipeline(run_id)
        with translated(self._link.where):
            found = self._link.write(
                lambda connection: ledger.expect(connection, given, pipeline, retry=retry), pipelined=False
            )
        return replace(found, open=[names[name] for name in found.open])

    def forget(self, folders: Sequence[str]) -> None:
        """Drop the failures of folders that can be looked into now, and with them those folders as inputs."""
        names = [printable(folder) for folder in folders]

        def work(connection: Connection) -> None:
            for table in ("failures", "ledger"):
                connection.execute(f"DELETE FROM {table} {_FORGET}".encode(), (names,))

        with translated(self._link.where):
            self._link.write(work)

    def claim(
        self, article: Article, run_id: str, *, file: str | None = None, redo: bool = False, retry: bool = False
    ) -> Claim:
        """Ask to work an article and enter its location in the ledger."""
        pipeline, place = self._pipeline(run_id), file and printable(file)

        def work(connection: Connection) -> Claim:
            standing = _locked_standing(connection, article, durable=False)
            if not redo and standing["pipeline"] == pipeline:
                if not _is_noted(standing, article, pipeline):
                    _place(connection, standing["key"], standing, article)
                    _settle(connection, "done", article, pipeline, file=place)
                return Claim.DONE
            if standing["holder"] not in (None, run_id) and ledger.is_held_by_living(connection, article.sha256):
                _settle(connection, "pending", article, pipeline, file=place)
                return Claim.ELSEWHERE
            if not (redo or retry) and _is_settled(standing, "quarantined", article, pipeline):
                return Claim.QUARANTINED
            _settle(connection, "pending", article, pipeline, file=place, holder=run_id)
            return Claim.GRANTED

        with translated(self._link.where), storable(article, REFUSALS):
            return self._link.write(work)

    def save(self, article: Article, record: ArticleRecord, run_id: str) -> bool:
        """Keep an article and its record in place of older records of the same content.

        Returns False, and keeps what stands, where another run has finished that content meanwhile.

        Raises:
            BrokenRecord: if the record is not of this article, contradicts itself or cannot be stored (a lone
                surrogate, a NUL).
            OffsetMismatch: if a span does not give its text.
        """
        check_record(article, record)
        pipeline = self._pipeline(run_id)

        def work(connection: Connection) -> bool:
            standing = _locked_standing(connection, article)
            key = standing["key"]
            if key is None:
                key = add_article(connection, article, run_id)
            elif standing["pipeline"] == pipeline and run_id not in (standing["run"], standing["holder"]):
                return False
            else:
                drop_records(connection, key, run_id)
            _place(connection, key, standing, article)
            add_records(connection, key, record, article.text)
            _settle(connection, "done", article, pipeline)
            return True

        with storable(article, REFUSALS):
            return self._link.write(work)

    def fail(self, failure: Failure, run_id: str, *, file: str | None = None) -> None:
        """Keep a failure in place of an older one of the same location and stage."""
        fields = (failure.location, failure.stage, failure.code, failure.what, failure.mend)
        location, stage, *texts = map(printable, fields)
        sha256, place, pipeline = failure.sha256, file and printable(file), self._pipeline(run_id)

        def work(connection: Connection) -> None:
            if sha256 is not None:
                ledger.lock_content(connection, sha256)
            connection.execute(_FAIL, (location, stage, *texts, sha256, run_id))
            # A failure of another stage at that place is the story of an earlier try.
            connection.execute("DELETE FROM failures WHERE md5(location) = md5(%s) AND stage <> %s", (location, stage))
            connection.execute("DELETE FROM leases WHERE sha256 = %s AND run = %s", (sha256, run_id))
            ledger.settle(connection, "quarantined", location, pipeline, sha256=sha256, file=place)

        with translated(self._link.where):
            self._link.write(work)

    def note_read(self, file: str, run_id: str) -> None:
        """Note that a file of several articles has been read to its end."""
        pipeline = self._pipeline(run_id)
        with translated(self._link.where):
            self._link.write(lambda connection: ledger.settle(connection, "read", printable(file), pipeline))

    def _pipeline(self, run_id: str) -> str:
        """Return the pipeline of a run; begun by another store of this database, it is looked up."""
        if run_id not in self._pipelines:
            query = "SELECT pipeline FROM runs WHERE id = %s"
            with translated(self._link.where):
                row = self._link.read(lambda connection: connection.execute(query, (run_id,)).fetchone())
            if row is None:
                raise StoreError(self._link.where, f"no run {run_id!r} has begun", "Call begin_run first")
            self._pipelines[run_id] = row["pipeline"]
        return self._pipelines[run_id]


def _put_run(connection: Connection, run: Run) -> None:
    values = (run.id, run.started, run.finished, run.version, run.pipeline, run.done, run.skipped, run.failed)
    connection.execute(_PUT_RUN, values)


def _locked_standing(connection: Connection, article: Article, *, durable: bool = True) -> Standing:
    """Return what stands of an article's content and location, which nobody else changes until the transaction ends."""
    ledger.lock_content(connection, article.sha256, durable=durable)
    names = {"location": printable(article.location), "sha256": article.sha256}
    found = connection.execute(_STANDING, names).fetchone()
    assert found is not None  # left joins to one row
    return found


def _leads(standing: Standing, article: Article) -> bool:
    """Tell whether this is the first location of an article that bears another head."""
    if standing["first"] is not None and printable(article.location) > standing["first"]:
        return False
    head = (standing["id"], standing["title"], standing["published"], standing["source"])
    return head != (article.id, article.title, article.published, article.source)


def _is_settled(standing: Standing, state: str, article: Article, pipeline: str) -> bool:
    """Tell whether an input stands so, with that content and pipeline."""
    found = (standing["state"], standing["ledger_pipeline"], standing["ledger_sha256"])
    return found == (state, pipeline, article.sha256)


def _is_noted(standing: Standing, article: Article, pipeline: str) -> bool:
    """Tell whether all that ``claim`` would write about a finished article stands already."""
    if standing["pipeline"] != pipeline or not standing["is_placed"] or standing["has_failed"]:
        return False
    return not _leads(standing, article) and _is_settled(standing, "done", article, pipeline)


def _place(connection: Connection, key: int, standing: Standing, article: Article) -> None:
    """Note a location; the first in order of location names and dates the article."""
    if not standing["is_placed"]:
        connection.execute(
            "INSERT INTO locations (article, location) VALUES (%s, %s)", (key, printable(article.location))
        )
    if standing["key"] is not None and _leads(standing, article):
        bound((article.id, article.title, article.published, article.source))
        name_article(connection, key, article)


def _settle(
    connection: Connection,
    state: str,
    article: Article,
    pipeline: str,
    *,
    file: str | None = None,
    holder: str | None = None,
) -> None:
    location, sha256 = printable(article.location), article.sha256
    ledger.settle(connection, state, location, pipeline, sha256=sha256, file=file, holder=holder)
