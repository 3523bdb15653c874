"""The ledger and the leases of a SQLite database: where every input stands, and who works what.

Every function here runs inside the transaction that its caller has begun.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from moneyquote.stores.owners import is_alive, this_process
from moneyquote.stores.protocol import Expected

_KNOWN = """
CREATE TEMP TABLE known AS
SELECT given.place, given.location, given.stamp, ledger.stamp AS former, ledger.state, (
        ledger.stamp = given.stamp AND ledger.pipeline = ? AND (
            ledger.state IN ({settled})
            OR (ledger.state = 'read' AND NOT EXISTS (
                SELECT 1 FROM ledger AS part WHERE part.file = given.location AND part.state IN ({unsettled})))
        )) IS TRUE AS is_settled
FROM given LEFT JOIN ledger ON ledger.location = given.location
"""
_COUNTS = """
SELECT state, count(DISTINCT location) FROM known WHERE is_settled AND state <> 'read' GROUP BY state
UNION ALL
SELECT state, count(*) FROM ledger
WHERE file IN (SELECT location FROM known WHERE is_settled AND state = 'read') GROUP BY state
"""
_DROP_PARTS = """
DELETE FROM ledger WHERE file IN (SELECT location FROM known WHERE state IS NOT NULL AND stamp IS NOT former)
"""
# Makes pending what is new, has changed, or was worked by another pipeline.
_ENTER = """
INSERT INTO ledger (location, state, stamp, pipeline)
SELECT location, 'pending', stamp, ? FROM known WHERE NOT is_settled ORDER BY place
ON CONFLICT (location) DO UPDATE
SET state = 'pending', stamp = excluded.stamp, pipeline = excluded.pipeline, sha256 = NULL
WHERE excluded.stamp IS NOT stamp OR excluded.pipeline <> pipeline
"""

# Runs that a store of this process has begun and not finished: a run of ours that is not among them holds nothing.
_OWN_RUNS: set[str] = set()


def begin(connection: sqlite3.Connection, run: str) -> None:
    """Note that this process runs a run, and free what dead runs held."""
    connection.execute("UPDATE runs SET owner = ? WHERE id = ?", (this_process(), run))
    _OWN_RUNS.add(run)
    for (other,) in connection.execute("SELECT DISTINCT run FROM leases").fetchall():
        if not _is_live(connection, other):
            connection.execute("DELETE FROM leases WHERE run = ?", (other,))


def end(run: str) -> None:
    """Note that this process runs a run no longer: what it still holds is free."""
    _OWN_RUNS.discard(run)


def drop_leases(connection: sqlite3.Connection, run: str) -> None:
    """Free what a run holds."""
    connection.execute("DELETE FROM leases WHERE run = ?", (run,))


def holds(connection: sqlite3.Connection, sha256: str, run: str) -> bool:
    """Tell whether a run holds some content."""
    found = connection.execute("SELECT 1 FROM leases WHERE sha256 = ? AND run = ?", (sha256, run)).fetchone()
    return found is not None


def is_held_elsewhere(connection: sqlite3.Connection, sha256: str, run: str) -> bool:
    """Tell whether another run, one that lives, holds some content."""
    found = connection.execute("SELECT run FROM leases WHERE sha256 = ? AND run <> ?", (sha256, run)).fetchone()
    return found is not None and _is_live(connection, found[0])


def lease(connection: sqlite3.Connection, sha256: str, run: str) -> None:
    """Let a run hold some content, in place of any other."""
    connection.execute(
        "INSERT OR REPLACE INTO leases (sha256, run, since) VALUES (?, ?, ?)", (sha256, run, time.time())
    )


def free(connection: sqlite3.Connection, sha256: str) -> None:
    """Let nobody hold some content."""
    connection.execute("DELETE FROM leases WHERE sha256 = ?", (sha256,))


def settle(
    connection: sqlite3.Connection,
    state: str,
    location: str,
    pipeline: str,
    *,
    sha256: str | None = None,
    file: str | None = None,
) -> None:
    """Enter where an input stands; its file and stamp stay where they are known."""
    connection.execute(
        "INSERT INTO ledger (location, file, state, pipeline, sha256) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (location) DO UPDATE SET file = coalesce(excluded.file, file), state = excluded.state,"
        " pipeline = excluded.pipeline, sha256 = excluded.sha256",
        (location, file, state, pipeline, sha256),
    )


def is_settled(connection: sqlite3.Connection, state: str, location: str, pipeline: str, sha256: str) -> bool:
    """Tell whether an input stands so, with that content and pipeline."""
    found = connection.execute(
        "SELECT 1 FROM ledger WHERE location = ? AND state = ? AND pipeline = ? AND sha256 = ?",
        (location, state, pipeline, sha256),
    ).fetchone()
    return found is not None


def expect(connection: sqlite3.Connection, files: Sequence[tuple[str, str]], pipeline: str, *, retry: bool) -> Expected:
    """Enter files as pending inputs and return which are to be read; see ``Store.expect``.

    Each file is looked up once, however many are settled; what follows is about those that are not, or hold several.
    """
    connection.execute("CREATE TEMP TABLE given (place INTEGER PRIMARY KEY, location TEXT, stamp TEXT)")
    connection.executemany("INSERT INTO given (location, stamp) VALUES (?, ?)", files)
    settled = ["done"] if retry else ["done", "quarantined"]
    unsettled = ["pending", "quarantined"] if retry else ["pending"]
    known = _KNOWN.format(settled=_marks(settled), unsettled=_marks(unsettled))
    connection.execute(known, (pipeline, *settled, *unsettled))
    counts = dict.fromkeys(("done", "quarantined"), 0)
    for state, count in connection.execute(_COUNTS).fetchall():
        counts[state] += count
    open_files = connection.execute("SELECT location FROM known WHERE NOT is_settled ORDER BY place").fetchall()
    connection.execute(_DROP_PARTS)
    connection.execute(_ENTER, (pipeline,))
    for table in ("given", "known"):
        connection.execute(f"DROP TABLE temp.{table}")
    return Expected(open=[row[0] for row in open_files], **counts)


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))


def _is_live(connection: sqlite3.Connection, run: str) -> bool:
    row = connection.execute(
        "SELECT owner, finished, (SELECT max(since) FROM leases WHERE run = id) FROM runs WHERE id = ?", (run,)
    ).fetchone()
    if row is None or row[1] is not None:
        return False
    if row[0] == this_process():
        return run in _OWN_RUNS
    return is_alive(row[0], row[2] or 0.0)
