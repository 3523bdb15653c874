"""Connections that are lost at the worst moment: the work is done again, and who lives is told rightly."""

from __future__ import annotations

import time

import psycopg
import pytest
from tests.postgres_server import Server
from tests.stores.fabricated import made_run

from moneyquote.records import Run
from moneyquote.stores import open_database
from moneyquote.stores.postgres import PostgresStore
from moneyquote.stores.postgres import store as postgres_store
from moneyquote.stores.postgres.link import Link
from moneyquote.stores.postgres.migrations import Connection


def end_session(server: Server, connection: Connection) -> None:
    """End a session at the server, as an administrator or a restart does."""
    pid = connection.info.backend_pid
    server.sql(f"SELECT pg_terminate_backend({pid}, 10000)")


def test_r20_work_longer_than_the_wait_is_done_again_all_the_same(postgres_server: Server, address: str) -> None:
    tries: list[int] = []
    link = Link(address, wait=1.0)

    def work(connection: Connection) -> object:
        tries.append(connection.info.backend_pid)
        if len(tries) == 1:
            time.sleep(1.5)
            end_session(postgres_server, connection)
        return connection.execute("SELECT 7 AS seven").fetchone()

    try:
        assert link.write(work) == {"seven": 7}
    finally:
        link.close()
    assert len(set(tries)) == 2


def test_r20_a_pipeline_that_the_client_cannot_leave_is_a_lost_connection(address: str) -> None:
    tries: list[int] = []
    link = Link(address, wait=5.0)

    def work(connection: Connection) -> object:
        tries.append(connection.info.backend_pid)
        if len(tries) == 1:  # what psycopg raises when the server goes between a result and the end of the pipeline
            raise psycopg.OperationalError("cannot exit pipeline mode while busy")
        return connection.execute("SELECT 7 AS seven").fetchone()

    try:
        assert link.write(work) == {"seven": 7}
    finally:
        link.close()
    assert len(set(tries)) == 2, "the connection was made anew"


def working(address: str) -> list[str]:
    with open_database(address) as database:
        return database.working()


def test_r20_a_server_lost_after_the_end_of_a_run_does_not_undo_that_end(
    postgres_server: Server, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = Link.release

    def lost(link: Link, run: str) -> None:
        postgres_server.stop()
        try:
            release(link, run)
        finally:
            postgres_server.start()

    monkeypatch.setattr(Link, "release", lost)
    with PostgresStore(address, wait=5.0) as store:
        store.begin_run(made_run("r1"))
        store.finish_run(made_run("r1"))
        store.begin_run(made_run("r2"))
        assert working(address) == ["r2"]


def test_r20_a_run_whose_beginning_is_undone_and_done_again_lives(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = postgres_store._put_run
    tries: list[str] = []

    def undone_once(connection: Connection, run: Run) -> None:
        tries.append(run.id)
        if len(tries) == 1:
            connection.execute("DO $$ BEGIN RAISE EXCEPTION 'undone' USING ERRCODE = '40P01'; END $$")
        put(connection, run)

    monkeypatch.setattr(postgres_store, "_put_run", undone_once)
    with PostgresStore(address) as store:
        store.begin_run(made_run("r1"))
        assert tries == ["r1", "r1"]
        assert working(address) == ["r1"]
        store.finish_run(made_run("r1"))
        assert working(address) == []


def test_r20_a_new_connection_that_cannot_hold_the_runs_is_closed(
    postgres_server: Server, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = Link._lock
    failed: list[Connection] = []

    def fails_once(connection: Connection, run: str) -> None:
        if not failed:
            failed.append(connection)
            raise psycopg.errors.LockNotAvailable("not now")
        lock(connection, run)

    with PostgresStore(address) as store:
        store.begin_run(made_run("r1"))
        end_session(postgres_server, store._link.connection)
        monkeypatch.setattr(Link, "_lock", staticmethod(fails_once))
        store.note_read("a.txt", "r1")
        assert [connection.closed for connection in failed] == [True]
        assert working(address) == ["r1"]
