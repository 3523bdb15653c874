"""Opening a PostgreSQL database, and what goes wrong there in our words: never with a password in them."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row
from psycopg.types.datetime import TimestamptzLoader
from psycopg.types.string import TextLoader

from moneyquote.errors import NotADatabase, ServerRefused, ServerUnavailable, StoreError, StoreLocked, UnwritableTarget
from moneyquote.stores.addresses import shown, without_driver
from moneyquote.stores.postgres.migrations import (
    Connection,
    Migration,
    migrate,
    shipped_migrations,
    stored_version,
)

OLDEST_SERVER = 120000  # version 12: what its predecessors lack (SQL that we use) is not worked around
# The server notices within a minute that a machine is gone, and frees what its runs held.
_SETTINGS = {
    "search_path": "moneyquote",
    "timezone": "UTC",
    "datestyle": "ISO",
    "lock_timeout": "60s",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
_DEFAULTS = {
    "connect_timeout": "10",
    "fallback_application_name": "moneyquote",
    "client_encoding": "UTF8",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
_PASSING = ("starting up", "shutting down", "recovery", "too many", "connection slots")
# What it says of a connection that breaks goes to whoever asks for logs, not to the terminal: we tell it in our words.
logging.getLogger("psycopg").addHandler(logging.NullHandler())
_AGAIN = "then run the same command again, which goes on from there"


class _IsoLoader(TimestamptzLoader):
    """Reads a time as our records write it: ISO 8601 in UTC."""

    def load(self, data: Any) -> Any:
        return super().load(data).isoformat()


def connect(target: str) -> Connection:
    """Open a connection in autocommit mode, with dicts as rows; reads and writes nothing yet.

    Raises:
        UnwritableTarget: if the address is none, or the database does not hold UTF-8, or the server is too old.
        ServerUnavailable: if the server cannot be reached, or takes no connections now.
        ServerRefused: if it refuses this user, password or database.
    """
    where, target = shown(target), without_driver(target)
    given = _parameters(target, where)
    conninfo = make_conninfo(target, **{name: value for name, value in _DEFAULTS.items() if name not in given})
    try:
        connection = psycopg.Connection[dict[str, Any]].connect(conninfo, autocommit=True, row_factory=dict_row)
    except psycopg.Error as error:
        raise _unopened(where, error) from error
    try:
        _check_server(connection, where)
        connection.adapters.register_loader("jsonb", TextLoader)
        connection.adapters.register_loader("timestamptz", _IsoLoader)
        settings = ", ".join(["set_config(%s, %s, false)"] * len(_SETTINGS))
        with translated(where):
            connection.execute(
                f"SELECT {settings}".encode(),
                [word for setting in _SETTINGS.items() for word in setting],
            )
    except BaseException:  # also when interrupted: cleaned up and raised on
        connection.close()
        raise
    return connection


def connect_for_writing(target: str, migrations: Sequence[Migration] | None = None) -> Connection:
    """Open a database for writing; make its tables, or bring them to the newest version, where it has to be.

    Raises:
        ServerRefused: if the user may not make the tables.
        NotADatabase: if the schema ``moneyquote`` is another application's.
        NewerSchema: if a newer moneyquote wrote it.
        StoreError: what ``connect`` raises.
    """
    connection, where = connect(target), shown(target)
    try:
        with translated(where):
            migrate(connection, where, migrations or shipped_migrations())
    except BaseException:  # also when interrupted: cleaned up and raised on
        connection.close()
        raise
    return connection


def connect_for_reading(target: str) -> Connection:
    """Open a database of ours for reading one snapshot, whatever is written to it meanwhile.

    Raises:
        NotADatabase: if it holds nothing of ours.
        NewerSchema: if a newer moneyquote wrote it.
        StoreError: if an older one did, or what ``connect`` raises.
    """
    connection, where, latest = connect(target), shown(target), shipped_migrations()[-1].version
    try:
        with translated(where):
            version = stored_version(connection, where, latest)
            if not version:
                raise NotADatabase(
                    where, "no articles of moneyquote there", f"Run: moneyquote extract PATH... --to {where}"
                )
            if version < latest:
                raise StoreError(
                    where,
                    f"schema version {version} is older than {latest}",
                    "Run extract on it once, which brings it up to date",
                )
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    except BaseException:  # also when interrupted: cleaned up and raised on
        connection.close()
        raise
    return connection


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Raise psycopg's errors as ours."""
    try:
        yield
    except psycopg.Error as error:
        raise our_error(where, error) from error


def our_error(where: str, error: psycopg.Error) -> StoreError:
    """Return an error of an open connection in our words."""
    state, what = error.sqlstate or "", _first_line(error)
    if state == "42501":
        return ServerRefused(
            where,
            f"the user may not do this: {what}",
            "Let the database's owner run: CREATE SCHEMA moneyquote AUTHORIZATION the_user; or give another user",
        )
    if state == "55P03":
        return StoreLocked(where, "another session holds a lock for longer than a minute", f"Wait for it, {_AGAIN}")
    if state == "25006":
        return UnwritableTarget(where, "the server takes no writes", "Give the address of the primary server")
    if state.startswith("53"):
        return UnwritableTarget(where, f"the server has no room left: {what}", f"Make room there, {_AGAIN}")
    is_lost = not state and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    if is_lost or state.startswith(("08", "57P")):
        return ServerUnavailable(where, f"the connection was lost: {what}", f"See that the server runs, {_AGAIN}")
    return StoreError(
        where, f"PostgreSQL reports: {what}", "Run the same command again; if it persists, report it with this message"
    )


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _parameters(target: str, where: str) -> dict[str, Any]:
    """Return what an address says. Where it is none, libpq's own message may quote the password: it is dropped."""
    try:
        given = conninfo_to_dict(target)
    except psycopg.Error:
        given = {"port": "?"}
    ports = str(given.get("port") or "0").split(",")
    if not all(port.isdecimal() for port in ports if port) or "@" in str(given.get("dbname") or ""):
        raise UnwritableTarget(
            where,
            "not an address of a PostgreSQL database",
            "Give postgresql://USER@HOST:PORT/DATABASE; in a password, write @ : / ? # % as %40 %3A %2F %3F %23 %25",
        ) from None
    return given


def _check_server(connection: Connection, where: str) -> None:
    version, encoding = connection.info.server_version, connection.info.parameter_status("server_encoding")
    if version < OLDEST_SERVER:
        raise UnwritableTarget(
            where, f"the server has version {version // 10000}, and 12 is the oldest that will do", "Use a newer server"
        )
    if encoding != "UTF8":
        raise UnwritableTarget(
            where,
            f"the database's encoding is {encoding}, which cannot hold every text",
            "Give a database in UTF-8: createdb --encoding UTF8 --template template0 NAME",
        )


def _unopened(where: str, error: psycopg.Error) -> StoreError:
    """Return why no connection came about. The server's words tell it: libpq hands on no code here."""
    told = " ".join(str(error).split())
    refusal = told.rpartition("FATAL:")[2].strip() if "FATAL:" in told else ""
    lacks_password = bool(error.pgconn and error.pgconn.needs_password)
    if refusal and any(word in refusal for word in _PASSING):
        return ServerUnavailable(where, f"the server takes no connections now: {refusal}", f"Wait, {_AGAIN}")
    if not refusal and not lacks_password:
        return ServerUnavailable(
            where,
            f"the server cannot be reached ({told.removeprefix('connection failed: ')})",
            "Check host and port, and that the server runs; then run the same command again",
        )
    if lacks_password or "password" in refusal:
        mend = "Check the user, and give the right password in ~/.pgpass or PGPASSWORD"
    elif "does not exist" in refusal and "database" in refusal:
        mend = "Make the database first (createdb NAME), or give the name of one that exists"
    else:
        mend = "Give another user or database, or let the server's administrator allow it"
    return ServerRefused(where, f"the server refuses: {refusal or 'no password was given'}", mend)
