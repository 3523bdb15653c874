"""The connection of a store, which outlives restarts of the server: transactions are tried again, all or nothing."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import psycopg

from moneyquote.errors import ServerUnavailable
from moneyquote.stores.addresses import shown
from moneyquote.stores.postgres.connection import connect, connect_for_writing, our_error
from moneyquote.stores.postgres.migrations import Connection

T = TypeVar("T")

WAIT_SECONDS = 120.0  # a server is restarted, or a standby takes over, within less
# What the database says of a value that it cannot hold: the caller knows which article it came from.
REFUSALS = (psycopg.IntegrityError, psycopg.DataError, psycopg.errors.ProgramLimitExceeded)
_NOW_DEAD = ("57P01", "57P02", "57P03")


class Link:
    """A connection for writing, and the runs that live by it.

    Args:
        target: the address of the database; its tables are made where they have to be.
        wait: seconds that a lost connection, or a deadlock between writers, is tried again for.
    """

    def __init__(self, target: str, *, wait: float = WAIT_SECONDS) -> None:
        self.where = shown(target)
        self._target, self._wait = target, wait
        self._runs: set[str] = set()
        self.connection = connect_for_writing(target)

    def close(self) -> None:
        """Close the connection and let its runs die at once; a second call does nothing."""
        if not self.connection.closed:
            with suppress(psycopg.Error):  # a session that is lost holds nothing
                self.connection.execute("SELECT pg_advisory_unlock_all()")
            self.connection.close()

    def hold(self, run: str) -> None:
        """Let a run live as long as this session does; tried again like ``write``, and called outside of it.

        Within a transaction that is sent ahead, nobody would know yet whether the lock has been taken.
        """
        if run not in self._runs:
            self._insist(lambda: self._lock(self.connection, run))
            self._runs.add(run)

    def release(self, run: str) -> None:
        """Let a run live no longer, outside ``write``; where the connection is lost, its end has done so already."""
        if run in self._runs:
            self._runs.discard(run)  # a connection made again must not take it up
            try:
                self.connection.execute("SELECT pg_advisory_unlock_shared(hashtextextended(%s, 1))", (run,))
            except psycopg.Error as error:
                if not self._may_pass(error):
                    raise

    def read(self, ask: Callable[[Connection], T]) -> T:
        """Return what ``ask`` reads by a single query, outside any transaction; tried again like ``write``."""
        return self._insist(lambda: ask(self.connection))

    def write(self, work: Callable[[Connection], T], *, pipelined: bool = True) -> T:
        """Return what ``work`` returns, done in one transaction that is committed.

        Where the connection is lost, it is made again and the whole work with it; whether a lost transaction had been
        committed cannot be known, so work must give the same when it is done twice.

        Args:
            work: what is done. It must not keep the connection.
            pipelined: whether statements are sent without waiting for each other's results; COPY cannot be.

        Raises:
            psycopg.Error: one of ``REFUSALS``, as it is.
            StoreError: for what else the server reports, or when it is not back within the wait.
        """

        def once() -> T:
            if not pipelined:
                with self.connection.transaction():
                    return work(self.connection)
            with self.connection.pipeline(), self.connection.transaction():
                return work(self.connection)

        return self._insist(once)

    def _insist(self, once: Callable[[], T]) -> T:
        patience: float | None = None
        attempt = 0
        while True:
            try:
                if self.connection.closed:
                    self._connect_again()
                return once()
            except REFUSALS:
                raise
            except (psycopg.Error, ServerUnavailable) as error:
                # The wait begins with the first failure: the work before it may have taken longer than any wait.
                patience = patience or time.monotonic() + self._wait
                if time.monotonic() > patience or not self._may_pass(error):
                    if isinstance(error, ServerUnavailable):
                        raise
                    raise our_error(self.where, error) from error
            attempt += 1
            time.sleep(random.uniform(0.05, 0.2) * min(attempt, 10))

    def _may_pass(self, error: Exception) -> bool:
        if self.connection.closed or not isinstance(error, psycopg.Error):
            return True
        state = error.sqlstate or ""
        # Without a state it is the client that gave up, as on leaving the pipeline of a connection that just died.
        if state in _NOW_DEAD or (not state and isinstance(error, psycopg.OperationalError)):
            self.connection.close()
            return True
        return state.startswith("40")  # a deadlock: the transaction was undone

    def _connect_again(self) -> None:
        connection = connect(self._target)
        try:
            for run in self._runs:
                self._lock(connection, run)
        except BaseException:  # also when interrupted: cleaned up and raised on
            connection.close()
            raise
        self.connection = connection

    @staticmethod
    def _lock(connection: Connection, run: str) -> None:
        # Shared: a merge may bear the ids of the runs that another merges too.
        connection.execute("SELECT pg_advisory_lock_shared(hashtextextended(%s, 1))", (run,))
