"""The ledger and the leases of a SQLite database: where every input stands, and who works what.

Every function here runs inside the transaction that its caller has begun.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence

from moneyquote.stores.owners import is_alive, this_process
from moneyquote.stores.protocol import Expected

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
    """Enter files as pending inputs and return which are to be read; see ``Store.expect``."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS given (place INTEGER PRIMARY KEY, location TEXT, stamp TEXT)")
    connection.execute("DELETE FROM given")
    connection.executemany("INSERT INTO given (location, stamp) VALUES (?, ?)", files)
    states = ("done", "quarantined") if not retry else ("done",)
    unsettled = ("pending",) if not retry else ("pending", "quarantined")
    known = "ledger.stamp = given.stamp AND ledger.pipeline = ?"
    parts = f"SELECT 1 FROM ledger AS part WHERE part.file = ledger.location AND part.state IN ({_marks(unsettled)})"
    settled = f"{known} AND (state IN ({_marks(states)}) OR (state = 'read' AND NOT EXISTS ({parts})))"
    joined = "FROM given LEFT JOIN ledger ON ledger.location = given.location"
    values = (pipeline, *states, *unsettled)
    open_files = connection.execute(
        f"SELECT given.location {joined} WHERE ({settled}) IS NOT TRUE ORDER BY place", values
    ).fetchall()
    counts = dict.fromkeys(("done", "quarantined"), 0)
    for column, whose in (("location", "state <> 'read'"), ("file", "true")):
        counted = connection.execute(
            f"SELECT state, count(*) FROM ledger WHERE {column} IN (SELECT given.location {joined} WHERE {settled})"
            f" AND {whose} GROUP BY state",
            values,
        )
        for state, count in counted.fetchall():
            counts[state] += count
    _enter(connection, pipeline)
    return Expected(open=[row[0] for row in open_files], **counts)


def _enter(connection: sqlite3.Connection, pipeline: str) -> None:
    """Make what is given pending where it is new, has changed, or was worked by another pipeline."""
    changed = "SELECT given.location FROM given JOIN ledger USING (location) WHERE given.stamp IS NOT ledger.stamp"
    connection.execute(f"DELETE FROM ledger WHERE file IN ({changed})")
    connection.execute(
        "INSERT INTO ledger (location, state, stamp, pipeline) SELECT location, 'pending', stamp, ? FROM given"
        " WHERE true ON CONFLICT (location) DO UPDATE SET state = 'pending', stamp = excluded.stamp,"
        " pipeline = excluded.pipeline, sha256 = NULL"
        " WHERE excluded.stamp IS NOT stamp OR excluded.pipeline <> pipeline",
        (pipeline,),
    )


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
