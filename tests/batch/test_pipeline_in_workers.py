"""The batch, over real stores, with real worker processes."""

import sqlite3
from pathlib import Path

import pytest

import moneyquote.batch
from moneyquote.batch import Tally, attempt, run_batch
from moneyquote.extract import extract
from moneyquote.reading import find_inputs, read_articles
from moneyquote.records import Article, Failure
from moneyquote.stores import open_store

pytestmark = pytest.mark.model

TEXTS = {
    "one": "The Orsk Fund gave $5,000 to Vale College, Dr Mary Vane said.",
    "two": "“We are glad,” said Mr Tom Hale of the Hill Clinic.",
    "three": "Nothing much happened.",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    where = tmp_path / "articles"
    where.mkdir()
    for name, text in TEXTS.items():
        (where / f"{name}.txt").write_text(text)
    return where


def run(folder: Path, target: Path, **options: object) -> Tally:
    with open_store(str(target)) as store:
        return run_batch(read_articles(find_inputs([folder])), store, **options)  # type: ignore[arg-type]  # passed through


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(database) as connection:
        return connection.execute(sql).fetchall()


def test_articles_end_in_the_database(folder: Path, tmp_path: Path) -> None:
    tally = run(folder, tmp_path / "a.db")
    assert (tally.done, tally.skipped, tally.failed) == (3, 0, 0)
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(3,)]
    assert rows(tmp_path / "a.db", "SELECT value_exact, value FROM amounts") == [("5000", 5000.0)]


def test_a_second_run_works_nothing_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(folder, tmp_path / "a.db")

    def never(*_: object) -> None:
        raise AssertionError("worked again")

    monkeypatch.setattr(moneyquote.batch, "attempt", never)
    tally = run(folder, tmp_path / "a.db")
    assert (tally.done, tally.skipped, tally.failed) == (0, 3, 0)


def test_redo_works_all_again(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "a.db")
    assert run(folder, tmp_path / "a.db", redo=True).done == 3
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(3,)]


def test_a_bad_article_costs_only_itself(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def poisoned(nlp: object, article: Article) -> object:
        if article.id == "two":
            raise RuntimeError("poison")
        return extract(nlp, article)  # type: ignore[arg-type]  # the pipeline, passed through

    monkeypatch.setattr(moneyquote.batch, "extract", poisoned)
    (folder / "broken.json").write_text("{")
    seen: list[Failure | None] = []
    tally = run(folder, tmp_path / "a.db", report=lambda _tally, failure: seen.append(failure))
    assert (tally.done, tally.failed) == (2, 2)
    assert sorted(f.stage for f in seen if f) == ["extraction", "reading"]
    stages = rows(tmp_path / "a.db", "SELECT stage, code, what FROM failures ORDER BY stage")
    assert stages[0] == ("extraction", "MQ601", "RuntimeError: poison")
    assert stages[1][:2] == ("reading", "MQ105")
    monkeypatch.setattr(moneyquote.batch, "extract", extract)
    (folder / "broken.json").unlink()
    assert run(folder, tmp_path / "a.db").done == 1
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM failures WHERE stage = 'extraction'") == [(0,)]


def test_the_same_text_twice_is_one_article_in_two_places(folder: Path, tmp_path: Path) -> None:
    (folder / "copy.txt").write_text(TEXTS["one"])
    tally = run(folder, tmp_path / "a.db")
    assert (tally.done, tally.skipped) == (3, 1)
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(3,)]
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM locations") == [(4,)]


def test_a_limit_stops_after_so_many(folder: Path, tmp_path: Path) -> None:
    assert run(folder, tmp_path / "a.db", limit=2).done == 2
    assert run(folder, tmp_path / "a.db", limit=2).done == 1


def test_two_workers_write_what_one_writes(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "one.jsonl")
    run(folder, tmp_path / "two.jsonl", jobs=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def _die(article: Article) -> object:
    import os
    import signal

    if article.id == "two":
        os.kill(os.getpid(), signal.SIGKILL)
    return attempt(moneyquote.batch._worker_nlp[0], article)


def test_a_worker_that_dies_takes_only_its_article_along(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moneyquote.batch, "_work", _die)
    tally = run(folder, tmp_path / "a.db", jobs=2)
    assert (tally.done, tally.failed) == (2, 1)
    assert rows(tmp_path / "a.db", "SELECT location LIKE '%two.txt' FROM failures") == [(1,)]


def test_every_input_ends_somewhere(folder: Path, tmp_path: Path) -> None:
    (folder / "blank.txt").write_text(" ")
    (folder / "many.jsonl").write_text('{"text": "Mr Hale left."}\nnot json\n{"text": "Nothing much happened."}\n')
    tally = run(folder, tmp_path / "a.db")
    assert tally.done + tally.skipped + tally.failed == 7
    assert (tally.done, tally.skipped, tally.failed) == (4, 1, 2)
