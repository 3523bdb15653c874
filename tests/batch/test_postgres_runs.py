"""R1, R2, R20, R21 with PostgreSQL: runs that are killed, that share a database, whose server is started anew."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import Any

import pytest
from tests.batch.rig import asked, made_folder, rows, run
from tests.batch.test_r01_r02_r21_kills import end, start, times_worked, wait_for
from tests.postgres_server import Server

ARTICLES = 120
TABLES = {
    "articles": "SELECT id, sha256, text FROM articles ORDER BY sha256",
    "locations": "SELECT sha256, location FROM locations JOIN articles ON articles.key = article ORDER BY 1, 2",
    "mentions": "SELECT sha256, m.text, text_start, entity FROM mentions m JOIN articles a ON a.key = article"
    " ORDER BY 1, m.key",
    "failures": "SELECT location, stage, code, what FROM failures ORDER BY 1, 2",
    "ledger": "SELECT location, file, state, stamp, pipeline, sha256 FROM ledger ORDER BY 1",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    texts = {f"{number:04d}": f"SLOW 0.01 Fund{number} gave." for number in range(ARTICLES)}
    lines = "".join(f'{{"text": "SLOW 0.01 Line{number} gave."}}\n' for number in range(20))
    poisons = {"bad": "RAISE no", "torn.json": "{", "twin": texts["0003"], "many.jsonl": lines}
    return made_folder(tmp_path_factory.mktemp("runs") / "articles", texts | poisons)


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[Any, ...]]]:
    """What an undisturbed run leaves, in SQLite."""
    target = tmp_path_factory.mktemp("whole") / "whole.db"
    run(folder, target, timeout=600)
    return {table: rows(target, query) for table, query in TABLES.items()}


def left(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a database holds, after all runs have ended."""
    assert asked(address, {"leases": "SELECT sha256 FROM leases"}) == {"leases": []}
    return asked(address, TABLES)


def test_r01_r02_after_any_kills_the_database_is_that_of_an_undisturbed_run(
    folder: Path, whole: dict[str, Any], address: str, tmp_path: Path
) -> None:
    chance, calls, killed, before = random.Random(3), tmp_path / "calls", 0, 0
    for attempt in range(4):
        process = start(folder, address, 2, calls)
        while process.poll() is None:  # until this run has worked something of its own, and then some way further
            time.sleep(0.02)
            if calls.exists() and sum(times_worked(calls).values()) > before + 5:
                break
        time.sleep(chance.uniform(0, 0.2))
        killed += process.poll() is None
        end(process, whole_group=bool(attempt % 2))
        before = sum(times_worked(calls).values())
    assert killed >= 2
    process = start(folder, address, 2, calls)
    process.communicate(timeout=600)
    assert process.returncode == 0
    assert left(address) == whole
    assert sum(count - 1 for count in times_worked(calls).values()) <= killed * (2 * 2 + 1)


def test_r21_runs_share_a_database_and_work_nothing_twice(
    folder: Path, whole: dict[str, Any], address: str, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    runs = [start(folder, address, 1, calls) for _ in range(2)]
    done = [int(process.communicate(timeout=600)[0].split()[0]) for process in runs]
    assert all(process.returncode == 0 for process in runs)
    assert sum(done) == ARTICLES + 20
    assert left(address) == whole
    assert [count for count in times_worked(calls).values() if count > 1] in ([], [2])  # the one that raises, if any


def test_r21_what_a_killed_run_held_the_other_takes_over(
    folder: Path, whole: dict[str, Any], address: str, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    one, two = start(folder, address, 1, calls), start(folder, address, 1, calls)
    wait_for(calls, 30, one)
    end(one)
    two.communicate(timeout=600)
    assert two.returncode == 0
    assert left(address) == whole


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_r20_a_server_started_anew_in_mid_run_loses_and_doubles_nothing(
    folder: Path, whole: dict[str, Any], address: str, tmp_path: Path, postgres_server: Server, mode: str
) -> None:
    calls = tmp_path / "calls"
    runs = [start(folder, address, 1, calls) for _ in range(2)]
    wait_for(calls, 20, runs[0])
    postgres_server.stop(mode)
    time.sleep(0.5)
    postgres_server.start()
    done = [int(process.communicate(timeout=600)[0].split()[0]) for process in runs]
    assert all(process.returncode == 0 for process in runs)
    assert sum(done) <= ARTICLES + 20
    assert left(address) == whole
