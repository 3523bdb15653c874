"""What goes wrong with a server: told plainly, without a password, and with the database as it was."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.postgres_server import PASSWORD, Server
from tests.stores.fabricated import made_run, other_text
from tests.stores.test_postgres_conformance import kept

from moneyquote import stores
from moneyquote.errors import (
    MissingExtra,
    MoneyquoteError,
    NewerSchema,
    NotADatabase,
    ServerRefused,
    ServerUnavailable,
    StoreError,
    StoreLocked,
    UnwritableTarget,
)
from moneyquote.stores import Claim, open_database, open_organizations, open_store
from moneyquote.stores.addresses import shown
from moneyquote.stores.postgres import PostgresStore
from moneyquote.stores.postgres.connection import connect_for_writing
from moneyquote.stores.postgres.migrations import Migration, shipped_migrations

ROOT = Path(__file__).resolve().parents[2]
OPENERS: tuple[Callable[[str], object], ...] = (open_store, open_database, open_organizations)


def told(error: type[MoneyquoteError], address: str, opener: Callable[[str], object] = open_store) -> str:
    """Return the message of opening an address, which must not have the password, nor any cause of it."""
    with pytest.raises(error) as caught:
        opener(address)
    cause: BaseException | None = caught.value
    while cause:
        assert PASSWORD not in f"{cause}{cause!r}"
        cause = cause.__cause__
    return str(caught.value)


@pytest.mark.parametrize("opener", OPENERS)
def test_what_the_server_refuses_is_told_with_the_way_out(
    postgres_server: Server, address: str, opener: Callable[[str], object]
) -> None:
    database = address.rpartition("/")[2]
    wrong = postgres_server.address(database, password=f"{PASSWORD}-not")
    assert "PGPASSWORD" in told(ServerRefused, wrong, opener)
    assert "PGPASSWORD" in told(ServerRefused, address.replace(f":{PASSWORD}", ""), opener)
    assert "createdb" in told(ServerRefused, postgres_server.address("nowhere"), opener)
    closed = f"postgresql://ada:{PASSWORD}@127.0.0.1:1/{database}"
    assert "cannot be reached" in told(ServerUnavailable, closed, opener)
    assert "cannot be reached" in told(ServerUnavailable, f"postgres://ada:{PASSWORD}@nowhere.invalid/x", opener)


@pytest.mark.parametrize(
    ("given", "kept_of_it"),
    [
        ("postgresql://ada:se@me@host/db", "postgresql://ada@host/db"),
        ("postgres://ada:a/b@host:99/db?sslmode=require", "postgres://ada@host:99/db?sslmode=require"),
        ("postgresql://ada@host/db?a=1&password=se&sslpassword=x&b=1", "postgresql://ada@host/db?a=1"),
        ("postgresql://ada:a?b@host/db", "postgresql://ada@host/db"),
        ("postgresql:/ada:se@host/db", "postgresql://ada@host/db"),
        ("postgresql:///db?host=/tmp", "postgresql://db?host=/tmp"),
        ("news:a@b.db", "news:a@b.db"),
    ],
)
def test_an_address_is_shown_without_its_password(given: str, kept_of_it: str) -> None:
    assert shown(given) == kept_of_it


@pytest.mark.parametrize(
    "given",
    [
        "postgresql://ada:{}/x@host/db",
        "postgresql://ada:{}@host:port/db",
        "postgresql://ada:{}@[host/db",
        "postgresql://ada@host/db?password={}&nonsense=1",
        "postgresql:/ada:{}@host/db",
        "postgresql:/ada:a.{}@host",
    ],
)
def test_what_is_no_address_is_refused_without_the_password(given: str) -> None:
    told(UnwritableTarget, given.replace("{}", PASSWORD))


def test_a_user_who_may_make_no_tables_is_told_what_to_ask_for(postgres_server: Server, address: str) -> None:
    database = address.rpartition("/")[2]
    postgres_server.sql(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    guest = postgres_server.address(database, user="guest")
    try:
        message = told(ServerRefused, guest)
        assert "CREATE SCHEMA moneyquote AUTHORIZATION" in message
        assert "no articles of moneyquote" in told(NotADatabase, guest, open_database)
        postgres_server.sql("CREATE SCHEMA moneyquote AUTHORIZATION guest", database)
        open_store(guest).close()
    finally:
        postgres_server.sql("DROP OWNED BY guest", database)
        postgres_server.sql("DROP ROLE guest")


def test_r26_a_newer_schema_and_that_of_another_application_are_left_alone(
    postgres_server: Server, address: str
) -> None:
    database = address.rpartition("/")[2]
    postgres_server.sql("CREATE SCHEMA moneyquote; CREATE TABLE moneyquote.theirs (a int)", database)
    for opener in OPENERS:
        assert "another application" in told(NotADatabase, address, opener)
    postgres_server.sql("DROP SCHEMA moneyquote CASCADE", database)
    open_store(address).close()
    postgres_server.sql("INSERT INTO moneyquote.schema_versions VALUES (99)", database)
    for opener in OPENERS:
        assert "version 99" in told(NewerSchema, address, opener)


def test_r26_a_migration_that_fails_changes_nothing_and_two_take_turns(postgres_server: Server, address: str) -> None:
    database = address.rpartition("/")[2]
    shipped = shipped_migrations()
    broken = Migration(version=99, script="CREATE TABLE later (a int); CREATE TABLE later (a int);")
    with pytest.raises(StoreError, match="later"):
        connect_for_writing(address, [*shipped, broken])
    assert postgres_server.sql("SELECT to_regnamespace('moneyquote')", database) == [(None,)]
    failed: list[Exception] = []

    def make() -> None:
        try:
            open_store(address).close()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert postgres_server.sql("SELECT version FROM moneyquote.schema_versions ORDER BY 1", database) == [
        (1,),
        (2,),
        (3,),
    ]


def test_a_database_of_another_encoding_is_refused(postgres_server: Server) -> None:
    postgres_server.sql("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        assert "LATIN1" in told(UnwritableTarget, postgres_server.address("latin"))
    finally:
        postgres_server.sql("DROP DATABASE latin")


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for opener in OPENERS:
        assert "moneyquote[postgres]" in told(MissingExtra, f"postgresql://ada:{PASSWORD}@host/db", opener)


def test_nothing_but_an_address_loads_psycopg() -> None:
    script = "import sys; import moneyquote.stores; assert 'psycopg' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
    assert stores.open_store is open_store


def test_r20_a_server_started_anew_costs_only_time(
    postgres_server: Server, address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with open_store(address) as store, open_store(address) as other:
        store.begin_run(made_run("r1"))
        held, saved = other_text(1), other_text(2)
        assert store.claim(held[0], "r1") is Claim.GRANTED
        for mode in ("fast", "immediate"):
            postgres_server.stop(mode)
            threading.Timer(1.0, postgres_server.start).start()
            assert store.claim(saved[0], "r1") in (Claim.GRANTED, Claim.DONE)
            store.save(*saved, "r1")
            other.begin_run(made_run("r2"))
            assert other.claim(held[0], "r2") is Claim.ELSEWHERE  # the first has its lease again
        store.save(*held, "r1")
        assert other.claim(held[0], "r2") is Claim.DONE
    assert kept(address) == {article.sha256: record for article, record in (held, saved)}
    assert PASSWORD not in caplog.text + "".join(capfd.readouterr())


def test_r20_a_server_that_stays_away_ends_the_run(postgres_server: Server, address: str) -> None:
    store = PostgresStore(address, wait=1.0)
    store.begin_run(made_run())
    postgres_server.stop()
    try:
        with pytest.raises(ServerUnavailable) as caught:
            store.save(*other_text(1), "r1")
        assert "goes on from there" in str(caught.value) or "cannot be reached" in str(caught.value)
        assert PASSWORD not in str(caught.value)
        store.close()
    finally:
        postgres_server.start()


def test_r20_a_held_lock_is_waited_for_then_reported(postgres_server: Server, address: str) -> None:
    with PostgresStore(address) as store, psycopg.connect(address) as rival:
        store.begin_run(made_run())
        store._link.connection.execute("SET lock_timeout = '200ms'")
        rival.execute("LOCK TABLE moneyquote.articles")
        with pytest.raises(StoreLocked):
            store.save(*other_text(1), "r1")
        rival.rollback()
        assert store.save(*other_text(1), "r1")


def test_r20_writers_that_wait_for_each_other_crosswise_try_again(address: str) -> None:
    """Two sessions lock what the other wants; the server undoes one, which does its work again."""
    with PostgresStore(address) as store, psycopg.connect(address) as rival:
        store.begin_run(made_run())
        article, record = other_text(1)
        store.save(article, record, "r1")
        store._link.connection.execute("SET deadlock_timeout = '3s'")  # looks when the other has come to wait
        rival.execute("SET deadlock_timeout = '60s'")
        rival.execute("LOCK TABLE moneyquote.failures IN EXCLUSIVE MODE")
        done: list[bool] = []
        thread = threading.Thread(target=lambda: done.append(store.save(article, record, "r1")))
        thread.start()
        time.sleep(1)
        rival.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", (article.sha256,))
        rival.rollback()
        thread.join()
        assert done == [True]


def test_a_dead_run_holds_nobody_up_and_a_finished_one_is_not_working(address: str) -> None:
    article = other_text(1)[0]
    with open_store(address) as dying, open_store(address) as store:
        dying.begin_run(made_run("r1"))
        dying.claim(article, "r1")
        store.begin_run(made_run("r2"))
        with open_database(address) as database:
            assert database.working() == ["r1", "r2"]
        dying.close()
        with open_database(address) as database:
            assert database.working() == ["r2"]
        assert store.claim(article, "r2") is Claim.GRANTED
        store.finish_run(made_run("r2"))
        with open_database(address) as database:
            assert database.working() == []
