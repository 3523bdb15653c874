"""Where records go: SQLite, PostgreSQL, Parquet, JSON Lines or standard output, behind one small protocol."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from moneyquote.errors import MissingExtra, UnwritableTarget
from moneyquote.stores.addresses import is_address, is_postgres, shown
from moneyquote.stores.database import Database
from moneyquote.stores.jsonl import JsonlStore
from moneyquote.stores.organizations import OrganizationStore
from moneyquote.stores.parquet.folders import SUFFIX, ledger_of
from moneyquote.stores.parquet.store import ParquetStore
from moneyquote.stores.protocol import Claim, Expected, Store
from moneyquote.stores.sqlite import SqliteStore

if TYPE_CHECKING:
    from moneyquote.stores.postgres import PostgresSession, PostgresStore

__all__ = [
    "DEFAULT_TARGET",
    "Claim",
    "Expected",
    "JsonlStore",
    "ParquetStore",
    "SqliteStore",
    "Store",
    "is_database",
    "open_database",
    "open_database_store",
    "open_organizations",
    "open_store",
]

DEFAULT_TARGET = "moneyquote.db"
_DATABASES = (".db", ".sqlite", ".sqlite3")


def is_database(target: str) -> bool:
    """Tell whether a target is a database to read: an address, a name like ``*.db``, or a folder of our datasets."""
    path = Path(target)
    return is_postgres(target) or path.suffix.lower() in _DATABASES or os.path.isfile(ledger_of(path))


def open_store(target: str = DEFAULT_TARGET) -> Store:
    """Open the store that a target names.

    That is ``*.db`` or ``*.sqlite``, ``postgresql://…``, ``*.parquet`` (a folder of datasets), ``*.jsonl`` (a file of
    records), or ``-`` for standard output.

    Raises:
        UnwritableTarget: if the target names no such store, or its place may not be written.
        NotADatabase: if a database is not one of ours.
        NewerSchema: if a newer moneyquote wrote it.
        StoreLocked: if another process holds it.
        MissingExtra: if it takes a package that is not installed.
        ServerUnavailable: if a server cannot be reached.
        ServerRefused: if it refuses the user, or what the user wants to do.
        BrokenRecord: if a JSON Lines file holds a line that is no article record.
    """
    if target == "-":
        return JsonlStore.of_stdout()
    if not is_address(target) and _suffix(target) == ".jsonl":
        return JsonlStore.of_path(Path(target))
    return open_database_store(target)


def open_database_store(target: str) -> SqliteStore | PostgresStore:
    """Open a database for writing, or a folder of datasets, which has one; raises what ``open_store`` does."""
    if is_postgres(target):
        _need_psycopg(target)
        from moneyquote.stores.postgres import PostgresStore

        return PostgresStore(target)
    _be_no_other_address(target)
    suffix = _suffix(target)
    if suffix in _DATABASES:
        return SqliteStore(Path(target))
    if suffix == SUFFIX:
        return ParquetStore(Path(target))
    raise UnwritableTarget(
        shown(target),
        f"no store for names that end in {suffix or 'nothing'}",
        "Give FILE.db, FILE.sqlite, FOLDER.parquet or postgresql://USER@HOST/DATABASE; extract takes FILE.jsonl, - too",
    )


def open_database(target: str) -> Database:
    """Open a database for reading, SQLite unless the target is an address.

    Raises:
        MissingExtra: if it takes a package that is not installed.
        PathNotFound: if there is no such file.
        StoreError: if it cannot be reached or is none of ours.
    """
    _be_no_other_address(target)
    return Database(_session(target).reading(target) if is_postgres(target) else Path(target))


def open_organizations(target: str) -> OrganizationStore:
    """Open a database for resolving, SQLite unless the target is an address; raises what ``open_database`` does."""
    _be_no_other_address(target)
    return OrganizationStore(_session(target).writing(target) if is_postgres(target) else Path(target))


def _suffix(target: str) -> str:
    return Path(shown(target)).suffix.lower()


def _be_no_other_address(target: str) -> None:
    """Raise UnwritableTarget for the address of a database that is not PostgreSQL; it would be taken for a path."""
    if is_address(target) and not is_postgres(target):
        raise UnwritableTarget(
            shown(target),
            "no database that is kept, or read, by such an address",
            "Give postgresql://USER@HOST/DATABASE, or the path of a SQLite file: FILE.db",
        )


def _session(target: str) -> type[PostgresSession]:
    _need_psycopg(target)
    from moneyquote.stores.postgres import PostgresSession

    return PostgresSession


def _need_psycopg(target: str) -> None:
    try:
        import psycopg  # noqa: F401 - whether it can be imported is the question
    except ImportError as error:
        raise MissingExtra(
            shown(target),
            f"PostgreSQL needs the package psycopg, which does not load ({str(error).splitlines()[0]})",
            "Install it: pip install 'moneyquote[postgres]'",
        ) from error
