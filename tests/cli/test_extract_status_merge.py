"""The commands that fill a database and tell how it stands, with workers that need no model."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from tests.batch.rig import ledger, made_folder, numbered, obedient
from tests.stores.parquet_reading import records
from typer.testing import CliRunner, Result

import moneyquote.batch
from moneyquote.cli import app
from moneyquote.cli.progress import Pace, duration, told
from moneyquote.errors import BadShard, PathNotFound, UnwritableTarget
from moneyquote.stores import SqliteStore


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moneyquote.batch, "run_batch", partial(moneyquote.batch.run_batch, make=obedient))


def call(*arguments: object) -> Result:
    environment = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_a_run_is_logged_told_and_taken_up_again(tmp_path: Path) -> None:
    texts = numbered(5) | {"bad": "RAISE a \x1b[31mfault, told at some length, as faults are", "torn.json": "{"}
    folder, target, log = made_folder(tmp_path / "in", texts), tmp_path / "a.db", tmp_path / "log.jsonl"
    result = call("extract", folder, "--to", target, "--log-json", log)
    assert result.exit_code == 3
    assert "5 articles done, 0 done before or twice, 2 quarantined." in result.stderr
    assert "[MQ601]" in result.stderr
    events = [json.loads(line) for line in log.read_text().splitlines()]
    kinds = [event["event"] for event in events]
    assert (kinds[0], kinds[-1], kinds.count("done"), kinds.count("quarantined")) == ("started", "finished", 5, 2)
    assert {event["failure"]["code"] for event in events if event["event"] == "quarantined"} == {"MQ601", "MQ105"}
    assert events[-1]["total"] == 7 == events[-1]["done"] + events[-1]["failed"]
    shown = call("status", target)
    assert "7 inputs: 5 done, 2 quarantined, 0 pending" in shown.stdout
    assert "RuntimeError: a" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert f"--to {target} --retry-failed" in shown.stdout
    again = call("extract", folder, "--to", target)
    assert again.exit_code == 3
    assert "2 quarantined before; --retry-failed tries them again." in again.stderr
    (folder / "bad.txt").unlink()
    (folder / "torn.json").write_text('{"text": "Mended."}')
    assert call("extract", folder, "--to", target, "--retry-failed").exit_code == 0
    values = json.loads(call("status", target, "--json").stdout)
    assert (values["inputs"], values["done"], values["quarantined"], len(values["runs"])) == (7, 6, 1, 3)
    assert [failure["stage"] for failure in values["failures"]] == ["extraction"]


def test_a_target_within_the_folder_of_articles_is_not_read_as_articles(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "in", numbered(3))
    target = folder / "news.parquet"
    assert call("extract", folder, "--to", target).exit_code == 0
    again = call("extract", folder, "--to", target)
    assert again.exit_code == 0
    assert "0 articles done, 3 done before or twice" in again.stderr
    assert "1 (our output)" in again.stderr
    assert json.loads(call("status", target, "--json").stdout)["inputs"] == 3


def test_shards_are_worked_and_merged(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "in", numbered(12))
    for index in (1, 2):
        assert call("extract", folder, "--to", tmp_path / f"{index}.db", "--shard", f"{index}/2", "-q").exit_code == 0
    whole = tmp_path / "whole.db"
    assert "articles new" in call("merge", whole, tmp_path / "1.db", tmp_path / "2.db").stdout
    assert ledger(whole) == dict.fromkeys(numbered(12), "done")
    folder = tmp_path / "all.parquet"
    call("merge", folder, tmp_path / "1.db", tmp_path / "2.db")
    assert len(records(folder)) == 12
    assert "12 known" in call("merge", whole, folder).stdout
    with pytest.raises(UnwritableTarget, match="into itself"):
        call("merge", whole, whole)
    with pytest.raises(BadShard):
        call("extract", tmp_path / "in", "--to", whole, "--shard", "3/2")


def test_a_merge_makes_nothing_where_it_is_asked_wrongly(tmp_path: Path) -> None:
    part = tmp_path / "1.db"
    SqliteStore(part).close()
    with pytest.raises(PathNotFound, match=r"missing\.db"):
        call("merge", tmp_path / "all.db", part, tmp_path / "missing.db")
    with pytest.raises(UnwritableTarget, match=r"no store for names that end in \.txt"):
        call("merge", tmp_path / "all.txt", part)
    assert not list(tmp_path.glob("all*"))


def test_status_names_what_is_pending_and_what_runs(tmp_path: Path) -> None:
    folder, target = made_folder(tmp_path / "in", numbered(6)), tmp_path / "a.db"
    call("extract", folder, "--to", target, "--limit", 1, "-q")
    with closing(sqlite3.connect(target)) as connection, connection:
        connection.execute("UPDATE runs SET finished = NULL, owner = 'elsewhere - 1 1'")
    shown = call("status", target).stdout
    assert "and 2 more" in shown
    assert "did not finish" in shown
    with closing(sqlite3.connect(target)) as connection:
        ((started, pipeline),) = connection.execute("SELECT started, pipeline FROM runs").fetchall()
    assert started[:16].replace("T", " ") in shown  # whole, on 80 columns
    assert f"Pipeline: {pipeline}" in shown


def test_a_log_that_cannot_be_written_is_told_before_the_work(tmp_path: Path) -> None:
    folder = made_folder(tmp_path / "in", numbered(1))
    with pytest.raises(UnwritableTarget, match="log"):
        call("extract", folder, "--to", tmp_path / "a.db", "--log-json", tmp_path / "missing" / "log")
    assert not (tmp_path / "a.db").exists()


def test_progress_tells_the_rate_of_the_last_two_minutes_and_what_is_left() -> None:
    pace = Pace(0.0)
    for second in range(1, 301):
        pace.mark(float(second), second * 10 if second <= 150 else 1500 + (second - 150) * 20)
    assert pace.rate(300.0, 4500) == pytest.approx(20, rel=0.01)
    tally = moneyquote.batch.Tally(total=10_000, done=4000, skipped=500, failed=0)
    assert told(tally, 20.0) == "4,500 of 10,000 (45%), 20.0 a second, 4 min 35 s left"
    assert told(moneyquote.batch.Tally(done=3, failed=1), 0.0) == "4, 1 quarantined"
    assert [duration(seconds) for seconds in (0, 59.4, 61, 3725)] == ["0 s", "59 s", "1 min 1 s", "1 h 2 min"]
