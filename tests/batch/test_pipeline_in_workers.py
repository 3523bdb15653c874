"""The batch over real stores, with the real pipeline in real worker processes."""

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

import moneyquote.loading
from moneyquote.batch import Settings, Tally, run_batch
from moneyquote.batch.worker import Extractor, pipeline_extractor
from moneyquote.errors import ModelBroken, ModelNotFound
from moneyquote.extract import extract
from moneyquote.reading import find_inputs
from moneyquote.records import Article
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


def run(folder: Path, target: Path, *, make: Any = pipeline_extractor, **settings: Any) -> Tally:
    with open_store(str(target)) as store:
        return run_batch(find_inputs([folder]), store, Settings(**settings), make=make)


def rows(database: Path, sql: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(database) as connection:
        return connection.execute(sql).fetchall()


def test_articles_end_in_the_database_and_redo_works_them_again(folder: Path, tmp_path: Path) -> None:
    tally = run(folder, tmp_path / "a.db")
    assert (tally.done, tally.skipped, tally.failed) == (3, 0, 0)
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(3,)]
    assert rows(tmp_path / "a.db", "SELECT value_exact, value FROM amounts") == [("5000", 5000.0)]
    assert run(folder, tmp_path / "a.db").skipped == 3
    assert run(folder, tmp_path / "a.db", redo=True).done == 3
    assert rows(tmp_path / "a.db", "SELECT count(*) FROM articles") == [(3,)]


def test_r28_two_workers_write_what_one_writes(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "one.jsonl")
    run(folder, tmp_path / "two.jsonl", jobs=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def offline(model: str) -> Extractor:
    """Make the pipeline's extractor in a process that has no network."""
    import socket

    def refused(*_: object, **__: object) -> None:
        raise AssertionError("reached for the network")

    for name in ("socket", "create_connection", "getaddrinfo"):
        setattr(socket, name, refused)
    return pipeline_extractor(model)


def test_r25_the_pipeline_reaches_for_no_network(folder: Path, tmp_path: Path) -> None:
    assert run(folder, tmp_path / "a.db", make=offline).done == 3


def test_r24_the_run_names_the_model_by_hash_and_no_package_is_imported_for_it(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "a.db")
    ((pipeline,),) = rows(tmp_path / "a.db", "SELECT pipeline FROM runs")
    assert re.fullmatch(r"news-[0-9.]+-[0-9a-f]{12}", str(pipeline))
    with pytest.raises(ModelNotFound):  # an installed package, which spaCy would import by name
        run(folder, tmp_path / "a.db", model="spacy")


def fresh(number: int) -> Article:
    words = [f"{chr(97 + number % 26)}{word}{number}" for word in ("quor", "zelt", "brix")]
    words = ["".join(chr(97 + int(c)) if c.isdigit() else c for c in word) for word in words]
    text = f"Mr {words[0].title()} of the {words[1].title()} Fund gave ${number},000 to {words[2].title()} College."
    return Article(id=str(number), text=text, location=str(number))


def test_r06_a_memory_zone_gives_back_the_words_and_changes_no_record(
    nlp: Language, samples: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moneyquote.loading, "load", lambda _model: nlp)
    work = pipeline_extractor("news")
    strings, lexemes = len(nlp.vocab.strings), sum(1 for _ in nlp.vocab)
    records = [work(fresh(number)) for number in range(100, 130)]
    assert all(record.grants or record.amounts for record in records)
    assert len(nlp.vocab.strings) == strings
    assert sum(1 for _ in nlp.vocab) == lexemes
    some = samples[:8]
    assert [work(article) for article in some] == [extract(nlp, article) for article in some]


def test_damaged_weights_stop_the_run_and_quarantine_nothing(folder: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(moneyquote.loading.model_path(), model)
    weights = model / "encoder" / "encoder.onnx"
    weights.write_bytes(weights.read_bytes()[:100_000])
    with pytest.raises(ModelBroken, match=r"encoder\.onnx"):
        run(folder, tmp_path / "a.db", model=str(model))
    with sqlite3.connect(tmp_path / "a.db") as database:
        assert database.execute("SELECT count(*) FROM failures").fetchone() == (0,)
