"""A PostgreSQL server of the tests' own, started from the binaries that stand here, as root too; and databases on it.

Debian's package has them under /usr/lib/postgresql. Where there are none, tests that need them are skipped; where
MONEYQUOTE_NEEDS_POSTGRES is set, as continuous integration does, they fail.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

PASSWORD = "sesame-7"
_NUMBERS = count(1)


def binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl, the newest where there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if found:
        return found[-1].parent
    return Path(on_path).resolve().parent if on_path else None


class Server:
    """A server in a folder of its own, which it leaves no trace of.

    Unless it is to be durable, it does not wait for the disk: what it holds need not outlive a power cut.
    """

    def __init__(self, programs: Path, *, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="moneyquote-pg-", dir="/tmp"))  # sockets need short paths
        self._programs, self._fsync = programs, "on" if durable else "off"
        self._account: dict[str, Any] = {}
        if os.geteuid() == 0:  # initdb refuses root
            known = {entry.pw_name: entry for entry in pwd.getpwall()}
            entry = known.get("postgres") or known["nobody"]
            self._account = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
            os.chown(self.folder, entry.pw_uid, entry.pw_gid)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        secret = self.folder / "secret"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._call(
            "initdb",
            "--username=ada",
            "--auth=scram-sha-256",
            f"--pwfile={secret}",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions",
        )
        self.start()

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c fsync={self._fsync}"
        options += " -c listen_addresses=127.0.0.1 -c max_connections=40"
        self._call("pg_ctl", "start", "--wait", "--timeout=120", f"--log={self.folder}/log", f"--options={options}")

    def stop(self, mode: str = "fast") -> None:
        self._call("pg_ctl", "stop", "--wait", "--timeout=120", f"--mode={mode}")

    def close(self) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder)

    def address(self, database: str, user: str = "ada", password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement as the server's owner, and return its rows as they come."""
        import psycopg

        with psycopg.connect(self.address(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def new_database(self) -> str:
        """Make a database that puts texts in the order of English, on which nothing of ours may depend."""
        name = f"news{next(_NUMBERS)}"
        major = int(str(self.sql("SHOW server_version_num")[0][0])) // 10000
        order = "LOCALE_PROVIDER icu ICU_LOCALE 'en'" if major >= 15 else ""
        self.sql(f"CREATE DATABASE {name} TEMPLATE template0 {order}")
        return name

    def _call(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, f"--pgdata={self.folder}/data", *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
            **self._account,
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"


@contextmanager
def running_server(*, durable: bool = False) -> Iterator[Server]:
    """Start a server and stop it after use.

    Raises:
        FileNotFoundError: if no server is installed.
    """
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("no PostgreSQL server here: apt-get install postgresql")
    server = Server(programs, durable=durable)
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A server of this session's own."""
    if binaries() is None:
        reason = "no PostgreSQL server here: apt-get install postgresql"
        if os.environ.get("MONEYQUOTE_NEEDS_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    with running_server() as server:
        yield server


@pytest.fixture
def address(postgres_server: Server) -> Iterator[str]:
    """The address of a new, empty database."""
    name = postgres_server.new_database()
    yield postgres_server.address(name)
    postgres_server.sql(f"DROP DATABASE {name} WITH (FORCE)")
