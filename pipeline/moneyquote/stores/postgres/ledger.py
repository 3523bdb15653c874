"""The ledger and the leases of a PostgreSQL database: where every input stands, and who works what.

Every function here runs inside a transaction of its caller, who holds the lock of the content that it is about.
"""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.stores.postgres.migrations import Connection
from moneyquote.stores.protocol import Expected

_SETTLED = """
CREATE TEMP TABLE known ON COMMIT DROP AS
SELECT given.place, given.location, given.stamp, ledger.state, ledger.stamp AS former, (
        ledger.stamp = given.stamp AND ledger.pipeline = %(pipeline)s AND (
            ledger.state = ANY (%(settled)s)
            OR (ledger.state = 'read' AND NOT EXISTS (
                SELECT 1 FROM ledger AS part WHERE part.file = ledger.location AND part.state = ANY (%(unsettled)s)))
        )) IS TRUE AS is_settled
FROM given LEFT JOIN ledger ON md5(ledger.location) = md5(given.location)
"""
_COUNTS = """
SELECT state, count(DISTINCT location) AS inputs FROM known WHERE is_settled AND state <> 'read' GROUP BY state
UNION ALL
SELECT state, count(*) FROM ledger
WHERE file IN (SELECT location FROM known WHERE is_settled AND state = 'read') GROUP BY state
"""
_SETTLE = """
INSERT INTO ledger (location, file, state, pipeline, sha256)
VALUES (%(location)s, %(file)s, %(state)s, %(pipeline)s, %(sha256)s)
ON CONFLICT (md5(location)) DO UPDATE SET file = coalesce(excluded.file, ledger.file), state = excluded.state,
    pipeline = excluded.pipeline, sha256 = excluded.sha256
"""
_LEASE = """
WITH leased AS (
    INSERT INTO leases (sha256, run) VALUES (%(sha256)s, %(holder)s)
    ON CONFLICT (sha256) DO UPDATE SET run = excluded.run, since = clock_timestamp()
)
"""
_FORGIVE = """
WITH forgiven AS (DELETE FROM failures WHERE md5(location) = md5(%(location)s) OR sha256 = %(sha256)s),
freed AS (DELETE FROM leases WHERE sha256 = %(sha256)s)
"""
_DROP_PARTS = """
DELETE FROM ledger WHERE file IN (
    SELECT location FROM known WHERE state IS NOT NULL AND stamp IS DISTINCT FROM former)
"""
# In the order of the index, so that two runs do not wait for each other crosswise.
_ENTER = """
INSERT INTO ledger (location, state, stamp, pipeline)
SELECT DISTINCT ON (md5(location)) location, 'pending', stamp, %s FROM known WHERE NOT is_settled
ORDER BY md5(location), place DESC
ON CONFLICT (md5(location)) DO UPDATE
SET state = 'pending', stamp = excluded.stamp, pipeline = excluded.pipeline, sha256 = NULL
WHERE excluded.stamp IS DISTINCT FROM ledger.stamp OR excluded.pipeline <> ledger.pipeline
"""


def lock_content(connection: Connection, sha256: str, *, durable: bool = True) -> None:
    """Let nobody else change what stands of some content until the transaction ends.

    Unless that is ``durable``, the server answers before it is on its disk: for what the next run makes good.
    """
    quick = "" if durable else "set_config('synchronous_commit', 'off', true), "
    connection.execute(f"SELECT {quick}pg_advisory_xact_lock(hashtextextended(%s, 2))".encode(), (sha256,))


def drop_dead_leases(connection: Connection) -> None:
    """Free what dead runs held."""
    connection.execute("DELETE FROM leases WHERE sha256 NOT IN (SELECT sha256 FROM live_leases)")


def is_held_by_living(connection: Connection, sha256: str) -> bool:
    """Tell whether a run that lives holds some content."""
    return connection.execute("SELECT 1 FROM live_leases WHERE sha256 = %s", (sha256,)).fetchone() is not None


def settle(
    connection: Connection,
    state: str,
    location: str,
    pipeline: str,
    *,
    sha256: str | None = None,
    file: str | None = None,
    holder: str | None = None,
) -> None:
    """Enter where an input stands; its file and stamp stay where they are known.

    A pending one is leased to the run that is its holder, in place of any other. A done one has no failures, nor has
    its content, and nobody holds that.
    """
    first = _LEASE if holder else _FORGIVE if state == "done" else ""
    names = {"location": location, "file": file, "state": state, "pipeline": pipeline, "sha256": sha256}
    connection.execute(f"{first}{_SETTLE}".encode(), {**names, "holder": holder})


def expect(connection: Connection, files: Sequence[tuple[str, str]], pipeline: str, *, retry: bool) -> Expected:
    """Enter files as pending inputs and return which are to be read; see ``Store.expect``."""
    connection.execute("CREATE TEMP TABLE given (place bigint, location text, stamp text) ON COMMIT DROP")
    with connection.cursor().copy("COPY given FROM STDIN") as copy:
        for place, (location, stamp) in enumerate(files):
            copy.write_row((place, location, stamp))
    connection.execute("ANALYZE given")
    settled = ["done"] if retry else ["done", "quarantined"]
    unsettled = ["pending", "quarantined"] if retry else ["pending"]
    connection.execute(_SETTLED, {"pipeline": pipeline, "settled": settled, "unsettled": unsettled})
    open_files = connection.execute("SELECT location FROM known WHERE NOT is_settled ORDER BY place").fetchall()
    counts = dict.fromkeys(("done", "quarantined"), 0)
    for row in connection.execute(_COUNTS).fetchall():
        counts[row["state"]] += row["inputs"]
    connection.execute(_DROP_PARTS)
    connection.execute(_ENTER, (pipeline,))
    return Expected(open=[row["location"] for row in open_files], **counts)
