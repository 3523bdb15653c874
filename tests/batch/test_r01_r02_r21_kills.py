"""R1, R2, R21: each content once, whatever is killed and whoever shares the database; nothing finished is redone."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from tests.batch.rig import dump, ledger, made_folder, rows, run
from tests.conftest import ROOT

ARTICLES = 240
SLOW = {f"{number:04d}": f"SLOW 0.004 Fund{number} gave." for number in range(ARTICLES)}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    poisons = {"bad": "RAISE no", "torn.json": "{", "twin": SLOW["0003"]}
    lines = "".join(f'{{"text": "SLOW 0.004 Line{number} gave."}}\n' for number in range(60))
    return made_folder(tmp_path_factory.mktemp("kills") / "articles", {**SLOW, **poisons, "many.jsonl": lines})


@pytest.fixture(scope="module")
def whole(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of an undisturbed run."""
    target = tmp_path_factory.mktemp("whole") / "whole.db"
    run(folder, target)
    return target


def start(folder: Path, target: Path | str, jobs: int, calls: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.batch.runner", str(folder), str(target), str(jobs)]
    environment = {**os.environ, "MONEYQUOTE_TEST_CALLS": str(calls)}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def times_worked(calls: Path) -> Counter[str]:
    return Counter(calls.read_text().split())


def wait_for(calls: Path, count: int, process: "subprocess.Popen[str]") -> None:
    """Wait until so many articles have been worked."""
    while not calls.exists() or sum(times_worked(calls).values()) < count:
        assert process.poll() is None, "the run ended before it should be disturbed"
        time.sleep(0.02)


def end(process: "subprocess.Popen[str]", *, whole_group: bool = False) -> None:
    if whole_group:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()


def test_r01_r02_after_any_kills_the_database_is_that_of_an_undisturbed_run(
    folder: Path, whole: Path, tmp_path: Path
) -> None:
    chance, target, calls = random.Random(3), tmp_path / "killed.db", tmp_path / "calls"
    killed = 0
    for attempt in range(5):
        process = start(folder, target, 2, calls)
        before = len(rows(target, "SELECT 1 FROM articles")) if target.exists() and attempt else 0
        while process.poll() is None:  # until this run has saved something of its own, and then some way further
            time.sleep(0.02)
            if calls.exists() and sum(times_worked(calls).values()) > before + 5:
                break
        time.sleep(chance.uniform(0, 0.15))
        killed += process.poll() is None
        end(process, whole_group=bool(attempt % 2))
    assert killed >= 3
    process = start(folder, target, 2, calls)
    process.communicate(timeout=60)
    assert dump(target) == dump(whole)
    assert rows(target, "SELECT count(*) FROM leases") == [(0,)]
    # A run has at most the jobs of two workers, and as many in their pipes, under way; "bad" raises each time.
    assert sum(count - 1 for count in times_worked(calls).values()) <= killed * (2 * 2 + 1)


def test_r02_a_finished_database_asks_the_workers_nothing(folder: Path, whole: Path, tmp_path: Path) -> None:
    before = dump(whole)
    calls = tmp_path / "calls"
    process = start(folder, whole, 2, calls)
    told, _ = process.communicate(timeout=30)
    assert told.split() == ["0", str(ARTICLES + 61), "0", "False"]
    assert not calls.exists()
    assert dump(whole) == before


def test_r21_runs_share_a_database_and_work_nothing_twice(folder: Path, whole: Path, tmp_path: Path) -> None:
    target, calls = tmp_path / "shared.db", tmp_path / "calls"
    runs = [start(folder, target, 1, calls) for _ in range(3)]
    told = [process.communicate(timeout=60)[0].split() for process in runs]
    assert all(process.returncode == 0 for process in runs)
    assert sum(int(done) for done, *_ in told) == ARTICLES + 60
    assert dump(target) == dump(whole)
    worked = times_worked(calls)
    assert len(worked) == ARTICLES + 61
    assert set(worked.values()) <= {1, 2, 3}
    assert [count for count in worked.values() if count > 1] in ([], [2], [3])  # the one that raises, if any
    owners = rows(
        target, "SELECT runs.id, count(articles.key) FROM runs LEFT JOIN articles ON run = runs.id GROUP BY 1"
    )
    assert sorted(int(str(count)) for _, count in owners) == sorted(int(done) for done, *_ in told)


def test_r21_what_a_killed_run_held_the_other_takes_over(folder: Path, whole: Path, tmp_path: Path) -> None:
    target, calls = tmp_path / "shared.db", tmp_path / "calls"
    one, two = start(folder, target, 1, calls), start(folder, target, 1, calls)
    wait_for(calls, 60, one)
    end(one)
    two.communicate(timeout=60)
    assert two.returncode == 0
    assert dump(target) == dump(whole)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_in_good_order_and_the_next_run_goes_on(
    folder: Path, whole: Path, tmp_path: Path, number: signal.Signals
) -> None:
    target, calls = tmp_path / "a.db", tmp_path / "calls"
    process = start(folder, target, 2, calls)
    wait_for(calls, 1, process)
    os.killpg(process.pid, number)  # as a terminal sends Ctrl-C: to the workers too
    told, _ = process.communicate(timeout=20)
    done, *_, stopped = told.split()
    assert stopped == "True"
    assert 0 < int(done) < ARTICLES
    worked = sum(times_worked(calls).values())
    assert worked - int(done) <= 1  # what was under way is finished and saved; "bad" is worked and not done
    assert rows(target, "SELECT done, finished IS NOT NULL FROM runs") == [(int(done), 1)]
    assert rows(target, "SELECT count(*) FROM leases") == [(0,)]
    assert "pending" in ledger(target).values()
    run(folder, target)
    assert dump(target) == dump(whole)


def test_workers_of_a_killed_run_do_not_outlive_it(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "articles", {"slow": "SLOW 1.5 and more"})
    calls = tmp_path / "calls"
    process = start(folder, tmp_path / "a.db", 1, calls)
    wait_for(calls, 1, process)
    end(process)
    limit = time.monotonic() + 15
    while _group_lives(process.pid) and time.monotonic() < limit:
        time.sleep(0.05)
    assert not _group_lives(process.pid)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
