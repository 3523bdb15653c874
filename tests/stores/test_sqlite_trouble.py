"""What becomes of a database under kills, rivals, full disks, and files that are not ours."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from tests.stores.fabricated import made_article, made_record, made_run, other_text

from moneyquote.errors import (
    MoneyquoteError,
    NewerSchema,
    NotADatabase,
    PathNotFound,
    StoreError,
    StoreLocked,
    UnwritableTarget,
)
from moneyquote.stores import SqliteStore, open_database, open_store
from moneyquote.stores.connection import connect
from moneyquote.stores.database import Database
from moneyquote.stores.migrations import Migration, shipped_migrations, split_statements

ROOT = Path(__file__).resolve().parents[2]


def start_writer(target: Path, run: str, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stores.writer", str(target), run, str(first), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def exported(path: Path) -> dict[str, object]:
    with Database(path) as database:
        return {article.head.id: database.record(article) for article in database.articles()}


def test_r01_kills_leave_whole_articles_and_nothing_that_was_reported_is_lost(tmp_path: Path) -> None:
    path, chance = tmp_path / "a.db", random.Random(7)
    reported: set[int] = set()
    for attempt in range(6):
        writer = start_writer(path, f"r{attempt}", 0, 4000)
        assert writer.stdout is not None
        for _ in range(chance.randrange(1, 150) + len(reported)):
            reported.add(int(writer.stdout.readline()))
        writer.kill()
        writer.stdout.close()
        writer.wait()
        found = exported(path)
        assert {f"n{number:05d}" for number in reported} <= set(found)
        for number in range(len(found)):
            assert found[f"n{number:05d}"] == other_text(number)[1]
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_r21_two_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writers = [start_writer(path, "r1", 0, 150), start_writer(path, "r2", 100, 150)]
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    assert exported(path) == {f"n{number:05d}": other_text(number)[1] for number in range(250)}


@pytest.mark.parametrize("content", [b"not a database at all", b"SQLite format 3\x00 but then nonsense" * 40])
def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(content)
    for opened in (open_store, lambda target: Database(Path(target))):
        with pytest.raises(NotADatabase):
            opened(str(path))
    assert path.read_bytes() == content
    assert [file.name for file in tmp_path.iterdir()] == ["a.db"]


def test_the_database_of_another_application_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    before = path.read_bytes()
    for opened in (open_store, lambda target: Database(Path(target))):
        with pytest.raises(NotADatabase, match="another application"):
            opened(str(path))
    assert path.read_bytes() == before


def test_r26_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(str(path)).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    for opened in (open_store, lambda target: Database(Path(target))):
        with pytest.raises(NewerSchema, match="version 99"):
            opened(str(path))


LATEST = shipped_migrations()[-1].version
FAKE = Migration(
    version=LATEST + 1, statements=("ALTER TABLE articles ADD COLUMN language TEXT", "CREATE TABLE later (a)")
)
BROKEN = Migration(version=LATEST + 1, statements=("CREATE TABLE later (a)", "CREATE TABLE later (a)"))


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_r26_an_older_schema_is_brought_up_to_date_and_keeps_its_records(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with SqliteStore(path) as store:
        store.begin_run(made_run())
        store.save(made_article(), made_record(), "r1")
    with closing(connect(path, migrations=[*shipped_migrations(), FAKE])) as connection:
        assert connection.execute("SELECT id, language FROM articles").fetchall() == [("larkspur", None)]
    assert version(path) == LATEST + 1


def test_r26_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_store(str(path)).close()
    with pytest.raises(StoreError, match="later"):
        connect(path, migrations=[*shipped_migrations(), BROKEN])
    assert version(path) == LATEST
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'later'").fetchone() == (0,)


def test_migrations_are_in_order_of_number_and_keep_triggers_whole() -> None:
    versions = [migration.version for migration in shipped_migrations()]
    assert versions == sorted(set(versions))
    assert versions[0] == 1
    script = "CREATE TABLE a (b); -- ;\nCREATE TRIGGER c AFTER INSERT ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND;\n"
    assert len(split_statements(script)) == 2


def test_r20_a_held_lock_is_waited_for_then_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with SqliteStore(path, wait=0.2) as store, closing(sqlite3.connect(path, isolation_level=None)) as rival:
        rival.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="another process"):
            store.begin_run(made_run())
        rival.execute("ROLLBACK")
        store.begin_run(made_run())


def test_r20_a_lock_that_is_given_back_costs_only_time(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    rival = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    with closing(rival), SqliteStore(path, wait=20) as store:
        rival.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, lambda: rival.execute("ROLLBACK"))
        timer.start()
        store.begin_run(made_run())
        timer.join()


def test_r19_a_full_disk_stops_with_whole_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    store = SqliteStore(path)
    store.begin_run(made_run())
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages + 8}")  # stands for a full disk
    saved = 0

    def fill() -> None:
        nonlocal saved
        for number in range(500):
            store.save(*other_text(number), "r1")
            saved += 1

    with pytest.raises(UnwritableTarget, match="no room"):
        fill()
    store.close()
    assert 0 < saved < 500
    assert len(exported(path)) == saved
    with SqliteStore(path) as again:
        again.save(*other_text(saved), "r1")
    assert len(exported(path)) == saved + 1


LIMITED = """
import resource, sys
from moneyquote.errors import UnwritableTarget
from moneyquote.stores import open_store
from tests.stores.fabricated import made_run, other_text
resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000))
saved = 0
try:
    with open_store(sys.argv[1]) as store:
        store.begin_run(made_run())
        for number in range(5000):
            store.save(*other_text(number), "r1")
            saved += 1
except UnwritableTarget as error:
    print(saved)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
@pytest.mark.parametrize("name", ["a.db", "a.jsonl"])
def test_r19_a_file_size_limit_stops_with_whole_articles(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    command = [sys.executable, "-c", LIMITED, str(path)]
    saved = int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    assert saved > 0
    if name == "a.db":
        assert len(exported(path)) == saved
    else:
        assert path.read_bytes().count(b"\n") == saved
        assert path.read_bytes().endswith(b"\n")


def test_a_missing_folder_and_a_folder_in_the_way_are_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableTarget, match="no folder"):
        open_store(str(tmp_path / "missing" / "a.db"))
    (tmp_path / "b.db").mkdir()
    with pytest.raises(UnwritableTarget, match="a folder stands there"):
        open_store(str(tmp_path / "b.db"))


def test_reading_what_is_missing_or_empty_is_told(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound):
        Database(tmp_path / "a.db")
    assert not (tmp_path / "a.db").exists()
    (tmp_path / "a.db").touch()
    with pytest.raises(NotADatabase, match="empty"):
        Database(tmp_path / "a.db")
    open_store(str(tmp_path / "a.db")).close()
    with Database(tmp_path / "a.db") as database:
        assert list(database.articles()) == []


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    with SqliteStore(path) as store:
        store.begin_run(made_run())
        for number in range(50):
            store.save(*other_text(number), "r1")
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(content)
    return path


def test_a_damaged_database_is_told(damaged: Path) -> None:
    with pytest.raises(MoneyquoteError) as caught, Database(damaged) as database:
        list(database.articles())
    assert caught.value.code == "MQ202"


@pytest.mark.parametrize("name", ["a.db", "a.jsonl", "a.parquet"])
def test_r13_a_target_in_a_folder_that_may_not_be_looked_into_is_told(unprivileged: Path, name: str) -> None:
    (unprivileged / "closed").mkdir()
    (unprivileged / "closed").chmod(0)
    with pytest.raises(UnwritableTarget, match=r"[Pp]ermission"):
        open_store(str(unprivileged / "closed" / name))
    with pytest.raises(PathNotFound):
        open_database(str(unprivileged / "closed" / name))


def test_a_database_in_a_folder_that_may_not_be_written_can_be_read(unprivileged: Path) -> None:
    path = unprivileged / "a.db"
    with SqliteStore(path) as store:
        store.begin_run(made_run())
        store.save(made_article(), made_record(), "r1")
    path.chmod(0o444)
    unprivileged.chmod(0o555)
    assert len(exported(path)) == 1
    with pytest.raises(UnwritableTarget):
        open_store(str(path))
