"""R22, R26 and whose lease is alive."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.conftest import ROOT
from tests.stores.fabricated import made_article

from moneyquote.errors import NetworkFolder, StoreLocked
from moneyquote.stores import owners
from moneyquote.stores.connection import connect
from moneyquote.stores.database import Database
from moneyquote.stores.filesystems import check_local, filesystem
from moneyquote.stores.migrations import shipped_migrations

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
//server/news /mnt/news\\040room cifs rw 0 0
tmpfs /home/ada/scratch tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/a.db", "ext4"),
        ("/home/ada/a.db", "nfs4"),
        ("/home/ada/scratch/a.db", "tmpfs"),
        ("/homework/a.db", "ext4"),
        ("/mnt/news room/a.db", "cifs"),
    ],
)
def test_r22_a_database_on_a_network_file_system_is_refused(tmp_path: Path, path: str, kind: str) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert filesystem(Path(path), mounts) == kind
    if kind in ("nfs4", "cifs"):
        with pytest.raises(NetworkFolder, match=f"{kind}.*--shard"):
            check_local(Path(path), mounts)
    else:
        check_local(Path(path), mounts)


def test_r22_a_system_without_a_table_of_mounts_says_nothing(tmp_path: Path) -> None:
    check_local(tmp_path / "a.db", tmp_path / "missing")


def old_database(path: Path, articles: int) -> None:
    """Make a database of version 1."""
    with closing(connect(path, migrations=shipped_migrations()[:1])) as connection:
        connection.execute("BEGIN")
        connection.execute("INSERT INTO runs (id, started, version, pipeline) VALUES ('r0', '2026', '0.1', 'p1')")
        for number in range(articles):
            article = made_article(f"Text {number}.")
            connection.execute(
                "INSERT INTO articles (key, id, words, sha256, run, text) VALUES (?, ?, 2, ?, 'r0', ?)",
                (number + 1, str(number), article.sha256, article.text),
            )
            connection.execute("INSERT INTO locations (article, location) VALUES (?, ?)", (number + 1, f"{number}.txt"))
        connection.execute(
            "INSERT INTO failures (location, stage, code, what, mend, run) VALUES ('x.txt', 'reading', 'MQ101', 'a',"
            " 'b', 'r0')"
        )
        connection.execute("COMMIT")


def test_r26_a_database_of_version_1_gets_its_ledger(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    old_database(path, 3)
    connect(path).close()
    with Database(path) as database:
        assert database.ledger() == {"done": 3, "quarantined": 1, "pending": 0}
        assert len(list(database.articles())) == 3
        assert database.state("x.txt") == "quarantined"


def test_r26_a_migration_that_is_killed_is_whole_or_undone(tmp_path: Path) -> None:
    path, chance = tmp_path / "a.db", random.Random(5)
    old_database(path, 6000)
    script = "import sys; from pathlib import Path; from moneyquote.stores.connection import connect;"
    script += "print(1, flush=True); connect(Path(sys.argv[1]))"
    for _ in range(4):
        command = [sys.executable, "-c", script, str(path)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.06))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with closing(sqlite3.connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            tables = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'ledger'").fetchone()[0]
            # Each migration is whole or undone; a kill between two leaves the version that the first one made.
            assert version in {migration.version for migration in shipped_migrations()}
            assert tables == (version > 1)
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connect(path).close()
    with Database(path) as database:
        assert database.ledger()["done"] == 6000


def test_an_owner_lives_as_long_as_its_process() -> None:
    script = "from moneyquote.stores.owners import this_process; print(this_process(), flush=True); input()"
    process = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    owner = process.stdout.readline().strip()
    assert owners.is_alive(owner, 0.0)
    assert owners.is_alive(owners.this_process(), 0.0)
    process.kill()
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and not yet taken leave of
    assert not owners.is_alive(owner, time.time())
    process.communicate()
    assert not owners.is_alive(owner, time.time())


def test_an_owner_of_another_start_number_or_machine_is_dead_and_an_unseen_one_lives_a_while() -> None:
    machine, namespace, pid, started = owners.this_process().split(" ")
    assert not owners.is_alive(f"{machine} {namespace} {pid} {int(started) - 1}", time.time())
    assert not owners.is_alive(f"other {namespace} {pid} {started}", time.time())
    assert not owners.is_alive(None, time.time())
    unseen = f"{machine} pid:[1] 1 1"
    assert owners.is_alive(unseen, time.time() - 60)
    assert not owners.is_alive(unseen, time.time() - owners.UNSEEN_SECONDS - 1)


def test_r20_two_processes_may_make_one_database_at_the_same_moment(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    rival = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(rival):
        rival.execute("BEGIN IMMEDIATE")  # as one does that is turning the new file to a write-ahead log
        with pytest.raises(StoreLocked):
            connect(path, wait=0.2)
        timer = threading.Timer(0.5, lambda: rival.execute("ROLLBACK"))
        timer.start()
        with closing(connect(path, wait=20)) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        timer.join()
