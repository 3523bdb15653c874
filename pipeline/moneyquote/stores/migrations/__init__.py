"""The database's versions: one SQL file a version, named ``0001_what.sql`` and so on, never changed once released.

Numbers may leave gaps: a database is brought up to date by every migration above its version, in order.
The version stands in ``PRAGMA user_version``, and ``PRAGMA application_id`` tells our databases from others.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib import resources

from moneyquote.errors import NewerSchema, NotADatabase

APPLICATION_ID = int.from_bytes(b"MQuo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The statements that bring a database from the version before to ``version``."""

    version: int
    statements: tuple[str, ...]


def shipped_migrations() -> tuple[Migration, ...]:
    """Read the migrations that ship with the package, in order of version."""
    files = sorted(
        (file for file in resources.files(__name__).iterdir() if file.name.endswith(".sql")), key=lambda f: f.name
    )
    return tuple(
        Migration(version=int(file.name[:4]), statements=tuple(split_statements(file.read_text(encoding="utf-8"))))
        for file in files
    )


def split_statements(script: str) -> list[str]:
    """Split SQL into its statements, the bodies of triggers kept whole.

    ``sqlite3.executescript`` would do, but it commits the transaction that it is called in.
    """
    statements, lines = [], ""
    for line in script.splitlines(keepends=True):
        lines += line
        if sqlite3.complete_statement(lines):
            statements.append(lines.strip())
            lines = ""
    return statements


def stored_version(connection: sqlite3.Connection, where: str, latest: int) -> int:
    """Return the version of an open database; 0 is an empty one. Reads only.

    Raises:
        NotADatabase: if it is the database of another application.
        NewerSchema: if it is newer than ``latest``.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if application or version or tables:
            raise NotADatabase(
                where, "a SQLite database of another application; it was left as it is", "Give another path"
            )
        return 0
    if version > latest:
        raise NewerSchema(
            where,
            f"the database has schema version {version}, this moneyquote knows versions up to {latest}",
            "Install the newer moneyquote that wrote it, or give another path",
        )
    return version


def apply_migration(connection: sqlite3.Connection, migration: Migration) -> None:
    """Run one migration inside the transaction that the caller has begun."""
    for statement in migration.statements:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    connection.execute(f"PRAGMA user_version = {migration.version:d}")
