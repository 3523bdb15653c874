"""A database of version 10 is brought to 11: its grants stay, without totals, further statements and mismatches."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from tests.stores.fabricated import checked_record, made_article, made_record, made_run, other_text

from moneyquote.errors import StoreError
from moneyquote.stores import SqliteStore, open_database
from moneyquote.stores.connection import connect
from moneyquote.stores.migrations import shipped_migrations

BEFORE = [migration for migration in shipped_migrations() if migration.version < 11]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A database of version 10 with the grants of made_record, put there by the columns that it had."""
    new, path = tmp_path / "new.db", tmp_path / "older.db"
    with SqliteStore(new) as store:
        store.begin_run(made_run())
        store.save(made_article(), made_record(), "r1")
        store.finish_run(made_run())
    connect(path, migrations=BEFORE).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ATTACH ? AS new", (str(new),))
        tables = ("runs", "articles", "locations", "entities", "mentions", "amounts", "quotes", "quote_spans", "grants")
        for table in (*tables, "ledger"):
            held = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            names = ", ".join(f'"{name}"' for name in sorted(held))
            connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM new.{table}")
    return path


def test_r26_an_older_database_keeps_its_grants_and_takes_checks(older: Path) -> None:
    SqliteStore(older).close()
    with open_database(str(older)) as database:
        (article,) = database.articles()
        assert database.record(article) == made_record()
        assert [row["mismatches"] for row in database.grants_view(9)] == [0, 0]
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (shipped_migrations()[-1].version,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("SELECT total, also, checks FROM grants").fetchall() == [(None, "[]", "[]")] * 2
    with SqliteStore(older) as store:
        store.begin_run(replace(made_run("r2"), pipeline="p2"))
        store.save(made_article(), checked_record(), "r2")
        store.save(*other_text(1), "r2")
    with open_database(str(older)) as database:
        assert database.record(database.find("larkspur")) == checked_record()
        assert [row["mismatches"] for row in database.grants_view(9)] == [2, 1, 0, 0]


def test_an_older_database_that_is_only_read_is_left_as_it_is_and_the_message_says_what_to_do(older: Path) -> None:
    with pytest.raises(StoreError, match="older than"):
        open_database(str(older))
    with closing(sqlite3.connect(older)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (10,)
