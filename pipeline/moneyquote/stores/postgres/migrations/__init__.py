"""The versions of the PostgreSQL schema: one SQL file a version, never changed once released.

The table ``schema_versions`` says which have been applied. They have numbers of their own, not those of SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import psycopg

from moneyquote.errors import NewerSchema, NotADatabase

Connection = psycopg.Connection[dict[str, Any]]

_STANDING = """
SELECT to_regnamespace('moneyquote') IS NOT NULL AS has_schema,
    to_regclass('moneyquote.schema_versions') IS NOT NULL AS is_ours,
    (SELECT count(*) FROM pg_class WHERE relnamespace = to_regnamespace('moneyquote')) AS relations
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """The SQL that brings a database from the version before to ``version``."""

    version: int
    script: str


def shipped_migrations() -> tuple[Migration, ...]:
    """Read the migrations that ship with the package, in order of version."""
    files = [file for file in resources.files(__name__).iterdir() if file.name.endswith(".sql")]
    return tuple(
        Migration(version=int(file.name[:4]), script=file.read_text(encoding="utf-8"))
        for file in sorted(files, key=lambda file: file.name)
    )


def stored_version(connection: Connection, where: str, latest: int) -> int:
    """Return the version of a database; 0 where it holds nothing of ours. Reads only.

    Raises:
        NotADatabase: if the schema ``moneyquote`` is another application's.
        NewerSchema: if the version is newer than ``latest``.
    """
    standing = connection.execute(_STANDING).fetchone()
    assert standing is not None  # a query without FROM gives one row
    if not standing["is_ours"]:
        if standing["relations"]:
            raise NotADatabase(
                where,
                "its schema moneyquote holds tables of another application; they were left as they are",
                "Give another database",
            )
        return 0
    row = connection.execute("SELECT coalesce(max(version), 0) AS version FROM moneyquote.schema_versions").fetchone()
    version = int(row["version"]) if row else 0
    if version > latest:
        raise NewerSchema(
            where,
            f"the database has schema version {version}, this moneyquote knows versions up to {latest}",
            "Install the newer moneyquote that wrote it, or give another database",
        )
    return version


def migrate(connection: Connection, where: str, known: Sequence[Migration]) -> None:
    """Bring a database to the newest version, all or nothing; several that try at once take turns.

    Raises:
        NotADatabase: if the schema ``moneyquote`` is another application's.
        NewerSchema: if a newer moneyquote wrote it.
    """
    latest = known[-1].version
    if stored_version(connection, where, latest) == latest:
        return
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('moneyquote migrations', 0))")
        version = stored_version(connection, where, latest)  # another process may have migrated since
        standing = connection.execute(_STANDING).fetchone()
        if not standing or not standing["has_schema"]:
            connection.execute("CREATE SCHEMA moneyquote")
        if not version:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS moneyquote.schema_versions"
                " (version integer PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())"
            )
        for migration in known:
            if migration.version > version:
                connection.execute(migration.script.encode())
                connection.execute("INSERT INTO moneyquote.schema_versions (version) VALUES (%s)", (migration.version,))
