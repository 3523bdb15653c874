"""Opening a SQLite database of ours: what is written to, what never is, and SQLite's errors in our words."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from moneyquote.errors import MoneyquoteError, NotADatabase, PathNotFound, StoreError, StoreLocked, UnwritableTarget
from moneyquote.stores.filesystems import check_local
from moneyquote.stores.migrations import Migration, apply_migration, shipped_migrations, stored_version
from moneyquote.stores.parquet.folders import database_of

_HEADER = b"SQLite format 3\x00"
# A writer holds the lock for milliseconds. SQLite waits by itself within one attempt; several attempts with a
# random pause let the losers of one race not meet again.
ATTEMPTS = 5
WAIT_SECONDS = 30.0


def connect(
    path: Path, *, wait: float = WAIT_SECONDS, migrations: Sequence[Migration] | None = None
) -> sqlite3.Connection:
    """Open a database for writing; make it, or bring it to the newest version, where it has to be.

    A file that is not ours is never written to. A lock is waited for ``wait`` seconds.

    Raises:
        UnwritableTarget: if the file cannot be made or written.
        NetworkFolder: if it lies on a network file system.
        NotADatabase: if the file is no database, or that of another application.
        NewerSchema: if a newer moneyquote wrote it.
        StoreLocked: if another process holds it for longer than ``wait``.
    """
    known = shipped_migrations() if migrations is None else migrations
    _check_place(path)
    check_local(path)
    with translated(path):
        connection = sqlite3.connect(path, timeout=wait / ATTEMPTS, isolation_level=None)
    try:
        with translated(path):
            version = stored_version(connection, str(path), known[-1].version)
            connection.execute("PRAGMA foreign_keys = ON")
            _turn_to_wal(connection, wait)
            # Pages of log (40 MB) before it is written into the database, which waits for the disk: at the usual
            # 1,000, every tenth article would.
            connection.execute("PRAGMA wal_autocheckpoint = 10000")
            if version < known[-1].version:
                _migrate(connection, path, known)
    except BaseException:  # also when interrupted: cleaned up and raised on
        connection.close()
        raise
    return connection


def connect_readonly(path: Path) -> sqlite3.Connection:
    """Open a database of ours, or that of a folder of Parquet datasets, for reading.

    Raises:
        PathNotFound: if there is no such file.
        NotADatabase: if it is no database of ours, or has no schema yet.
        NewerSchema: if a newer moneyquote wrote it.
        StoreError: if an older one did.
    """
    path = database_of(path)
    if not os.path.isfile(path):
        raise PathNotFound(
            str(path), "no such file", "Give the database that extract wrote: moneyquote extract … --to FILE.db"
        )
    _check_header(path)
    latest = shipped_migrations()[-1].version
    with translated(path):
        connection = _open_readonly(path)
    try:
        with translated(path):
            version = stored_version(connection, str(path), latest)
    except BaseException:  # also when interrupted: cleaned up and raised on
        connection.close()
        raise
    if version == latest:
        return connection
    connection.close()
    if not version:
        raise NotADatabase(str(path), "an empty database, without articles", "Run: moneyquote extract … --to FILE.db")
    raise StoreError(
        str(path),
        f"schema version {version} is older than {latest}",
        "Run extract on it once, which brings it up to date",
    )


def _open_readonly(path: Path) -> sqlite3.Connection:
    """Open for reading; a WAL database in a folder that we cannot write to opens only as immutable."""
    address = path.resolve().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, timeout=WAIT_SECONDS)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        unwritable = _primary_code(error) in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not unwritable or Path(f"{path}-wal").exists():
            raise
        return sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path, *, durable: bool = False) -> Iterator[None]:
    """Run the body in one write transaction: committed at its end, undone by any exception.

    The lock is taken at the start, so that nothing in the body has to wait. All survives the death of the process. A
    power cut may undo the last transactions, whole and from the end, but for what came before a ``durable`` one: only
    that waits for the disk, which takes ten times as long as saving an article does (20 ms, busy disk, 2026-11).

    Raises:
        StoreLocked: if another process holds the database through every attempt.
        StoreError: for what SQLite reports, in our words.
    """
    with translated(path):
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        _begin(connection)
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:  # also when interrupted: cleaned up and raised on
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _turn_to_wal(connection: sqlite3.Connection, wait: float) -> None:
    """Keep a write-ahead log from now on. SQLite itself does not wait where two processes do that to a new file."""
    patience = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if time.monotonic() > patience or _primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(random.uniform(0.01, 0.1))
        else:
            return


def _begin(connection: sqlite3.Connection) -> None:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if attempt == ATTEMPTS or _primary_code(error) != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(random.uniform(0.01, 0.1) * attempt)
        else:
            return


def _migrate(connection: sqlite3.Connection, path: Path, known: Sequence[Migration]) -> None:
    for migration in known:
        with transaction(connection, path):
            # Read again under the lock: another process may have migrated since.
            if stored_version(connection, str(path), known[-1].version) < migration.version:
                apply_migration(connection, migration)


def _check_place(path: Path) -> None:
    # os.path's functions, for pathlib's raise where a folder above may not be looked into: SQLite then tells that.
    if os.path.isdir(path):
        raise UnwritableTarget(str(path), "a folder stands there", "Give the path of a file")
    if not os.path.isdir(path.parent):
        raise UnwritableTarget(str(path), f"no folder {path.parent}", "Make the folder first, or give another path")
    if os.path.exists(path):
        _check_header(path)


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_HEADER))
    except OSError as error:
        raise UnwritableTarget(
            str(path), f"cannot be opened ({error.strerror})", "Check the file's permissions"
        ) from error
    if head and head != _HEADER:
        raise NotADatabase(str(path), "not a SQLite database; it was left as it is", "Give the path of a database")


def _primary_code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise SQLite's errors as ours; constraint errors pass, since only the caller knows what they mean."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise _our_error(path, error) from error


def _our_error(path: Path, error: sqlite3.Error) -> MoneyquoteError:
    where, code = str(path), _primary_code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreLocked(
            where, "another process holds the database", "Wait for it to finish, then run the same command again"
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return NotADatabase(where, f"damaged ({error})", "Restore it from a copy, or run extract into a new file")
    if code == sqlite3.SQLITE_FULL:
        return UnwritableTarget(
            where, "no room left on the disk; what was finished is kept", "Make room, then run the same command again"
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
        return UnwritableTarget(
            where, f"cannot be written ({error})", "Check the permissions and the disk, then run the same command again"
        )
    return StoreError(
        where, f"SQLite reports: {error}", "Run the same command again; if it persists, report it with this message"
    )
