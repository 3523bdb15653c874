"""Where records go: a SQLite database, a JSON Lines file or standard output, behind one small protocol."""

from __future__ import annotations

from pathlib import Path

from moneyquote.errors import UnwritableTarget
from moneyquote.stores.jsonl import JsonlStore
from moneyquote.stores.protocol import Claim, Expected, Store
from moneyquote.stores.sqlite import SqliteStore

__all__ = ["DEFAULT_TARGET", "Claim", "Expected", "JsonlStore", "SqliteStore", "Store", "open_store"]

DEFAULT_TARGET = "moneyquote.db"
_DATABASES = (".db", ".sqlite", ".sqlite3")


def open_store(target: str = DEFAULT_TARGET) -> Store:
    """Open the store that a target names: ``*.db`` or ``*.sqlite``, ``*.jsonl``, or ``-`` for standard output.

    Raises:
        UnwritableTarget: if the target names no such store, or its place may not be written.
        NotADatabase: if a database is not one of ours.
        NewerSchema: if a newer moneyquote wrote it.
        StoreLocked: if another process holds it.
        BrokenRecord: if a JSON Lines file holds a line that is no article record.
    """
    if target == "-":
        return JsonlStore.of_stdout()
    suffix = Path(target).suffix.lower()
    if suffix in _DATABASES:
        return SqliteStore(Path(target))
    if suffix == ".jsonl":
        return JsonlStore.of_path(Path(target))
    raise UnwritableTarget(
        target, f"no store for names that end in {suffix or 'nothing'}", "Give FILE.db, FILE.sqlite, FILE.jsonl, or - "
    )
