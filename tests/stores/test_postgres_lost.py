"""Connections that are lost at the worst moment: the work is done again, and who lives is told rightly."""

from __future__ import annotations

import time

from tests.postgres_server import Server

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
