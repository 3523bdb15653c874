"""The function that other engines call: one answer a row, in order, whatever the rows are."""

from __future__ import annotations

import datetime
import json
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy
import pytest
from tests.batch.rig import obedient

import moneyquote
import moneyquote.loading
from moneyquote.batch import processing
from moneyquote.batch.worker import Extractor
from moneyquote.errors import ModelBroken
from moneyquote.records import Article, ArticleRecord
from moneyquote.serialization import from_json, to_dict

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Names of the pipelines that were loaded, in place of which the obedient one answers."""
    loaded: list[str] = []

    def make(model: str) -> Any:
        loaded.append(model)
        if model == "damaged":
            raise ValueError("its weights are cut off")
        return obedient(model)

    monkeypatch.setattr(processing, "pipeline_extractor", make)
    processing._extractor.cache_clear()
    yield loaded
    processing._extractor.cache_clear()


class Hostile(dict[str, Any]):
    """A row of a class of its own, which raises where it is read."""

    def get(self, key: str, default: Any = None) -> Any:
        if key == "id":
            return "hostile"
        raise RuntimeError("no access")


GOOD = {"id": "good", "text": "Fund gave."}
POISONS: list[tuple[Any, str, str]] = [
    ("no row", "reading", "MQ108"),
    (None, "reading", "MQ108"),
    ([1, 2], "reading", "MQ108"),
    ({}, "reading", "MQ108"),
    ({"id": 1}, "reading", "MQ108"),
    ({"text": "Without an id."}, "reading", "MQ108"),
    ({"id": float("nan"), "text": "Without an id."}, "reading", "MQ108"),
    ({"id": {"a": 1}, "text": "An id of a wrong type."}, "reading", "MQ108"),
    ({"id": 1, "text": 5}, "reading", "MQ108"),
    ({"id": 1, "text": b"Bytes."}, "reading", "MQ108"),
    ({"id": 1, "text": float("nan")}, "reading", "MQ108"),
    ({"id": 1, "text": "Fund gave.", "title": ["a", "list"]}, "reading", "MQ108"),
    ({"id": 1, "text": " \n "}, "reading", "MQ107"),
    ({"id": 1, "text": "word " * 300_000}, "reading", "MQ111"),
    ({"id": 1, "text": "“" * 2000}, "reading", "MQ112"),
    ({"id": 1, "text": "RAISE no"}, "extraction", "MQ601"),
    (Hostile(), "reading", "MQ100"),
]


@pytest.mark.parametrize(("poison", "stage", "code"), POISONS)
def test_r04_a_poisoned_row_is_answered_with_its_reason_and_costs_only_itself(
    loads: list[str], poison: Any, stage: str, code: str
) -> None:
    before, answer, after = moneyquote.process_batch([GOOD, poison, GOOD])
    assert before == after
    assert before["error"] is None
    assert before["record"]["entities"][0]["name"] == "Fund gav"
    assert answer["record"] is None
    assert (answer["error"]["stage"], answer["error"]["code"]) == (stage, code)
    assert answer["error"]["reason"]
    assert answer["error"]["mend"]
    assert set(answer) == {"id", "record", "error"}


def test_r08_characters_that_no_text_may_hold_are_mapped_one_for_one(loads: list[str]) -> None:
    text = "Half \ud800 and nul \0 gave."
    (answer,) = moneyquote.process_batch([{"id": "\ud800", "text": text}])
    assert answer["id"] == "\ud800"  # as it was given
    assert (
        answer["record"]["article"]["sha256"]
        == Article(id="", text=text.translate({0: 0xFFFD, 0xD800: 0xFFFD}), location="").sha256
    )
    json.dumps(answer["record"], ensure_ascii=False).encode()


def test_duplicates_are_answered_each_and_rows_are_left_as_they_are(loads: list[str]) -> None:
    rows: list[dict[str, Any]] = [
        {"id": 7, "text": "Fund gave."},
        {"id": 7, "text": "Fund gave."},
        {"id": "7", "text": "Other gave."},
    ]
    given = [dict(row) for row in rows]
    answers = moneyquote.process_batch(rows)
    assert rows == given
    assert [answer["id"] for answer in answers] == [7, 7, "7"]
    assert answers[0] == answers[1] != answers[2]
    assert moneyquote.process_batch([]) == []


def test_a_record_is_plain_json_and_reads_back(loads: list[str]) -> None:
    (answer,) = moneyquote.process_batch([{"id": "a", "text": "Fund gave.", "title": "T", "date": "2021-05-04T10:00"}])
    assert json.loads(json.dumps(answer)) == answer
    assert {type(entity["type"]) for entity in answer["record"]["entities"]} == {str}
    record = from_json(json.dumps(answer["record"]), "here")
    assert (record.article.title, record.article.published) == ("T", "2021-05-04")


DAY = datetime.date(2021, 5, 4)
MOMENT = datetime.datetime(2021, 5, 4, 10, tzinfo=datetime.UTC)


@pytest.mark.parametrize(
    ("date", "published"),
    [(DAY, "2021-05-04"), (MOMENT, "2021-05-04"), (float("nan"), None), (None, None)],
)
def test_dates_and_nulls_of_python_are_taken(loads: list[str], date: object, published: str | None) -> None:
    row = {"id": 1, "text": "Fund gave.", "date": date, "title": None}
    (answer,) = moneyquote.process_batch([row])
    assert answer["error"] is None
    assert answer["record"]["article"].get("published") == published
    assert row["date"] is date


def test_rows_of_a_pandas_table_are_taken_with_their_dates_and_nulls(loads: list[str]) -> None:
    pandas = pytest.importorskip("pandas")
    dates = pandas.to_datetime(["2021-05-04", None])
    table = pandas.DataFrame({"id": [1, 2], "text": ["Fund gave."] * 2, "date": dates, "title": ["T", float("nan")]})
    rows = [*table.to_dict("records"), {"id": 3, "text": "Fund gave.", "title": pandas.NA}]
    assert rows[1]["date"] is pandas.NaT
    answers = moneyquote.process_batch([*rows, {"id": pandas.NA, "text": "Fund gave."}])
    assert [answer["error"] and answer["error"]["code"] for answer in answers] == [None, None, None, "MQ108"]
    heads = [answer["record"]["article"] for answer in answers[:3]]
    assert [head.get("title") for head in heads] == ["T", None, None]
    assert [head.get("published") for head in heads] == ["2021-05-04", None, None]


@pytest.mark.parametrize(
    "identity", [numpy.int64(7), numpy.uint8(7), numpy.float32(7.5), numpy.str_("seven")], ids=repr
)
def test_values_of_numpy_are_taken_as_the_numbers_and_texts_that_they_are(loads: list[str], identity: Any) -> None:
    row = {"id": identity, "text": numpy.str_("Fund gave."), "title": numpy.int32(3)}
    (answer,) = moneyquote.process_batch([row])
    assert answer["error"] is None
    assert (answer["id"], type(answer["id"])) == (identity.item(), type(identity.item()))
    head = answer["record"]["article"]
    assert (head["id"], head["title"]) == (str(identity), "3")
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (numpy.datetime64("2021-05-04"), "2021-05-04"),
        (numpy.datetime64("2021-05-04T10:00:00.5", "ns"), "2021-05-04"),
        (numpy.datetime64("NaT"), None),
    ],
)
def test_dates_of_numpy_are_taken(loads: list[str], date: object, published: str | None) -> None:
    (answer,) = moneyquote.process_batch([{"id": 1, "text": "Fund gave.", "date": date}])
    assert answer["error"] is None
    assert answer["record"]["article"].get("published") == published


def test_what_of_numpy_is_no_text_or_number_is_the_row_s_error(loads: list[str]) -> None:
    rows = [{"id": numpy.bool_(True), "text": "Fund gave."}, {"id": numpy.array([1, 2]), "text": "Fund gave."}]
    assert [answer["error"]["code"] for answer in moneyquote.process_batch(rows)] == ["MQ108", "MQ108"]


def test_the_pipeline_is_loaded_at_the_first_call_and_once(loads: list[str]) -> None:
    assert loads == []
    moneyquote.process_batch([GOOD])
    moneyquote.process_batch([GOOD])
    assert loads == ["news"]


def test_a_pipeline_that_does_not_load_is_each_row_s_error(loads: list[str]) -> None:
    answers = moneyquote.process_batch([GOOD, {"id": 2, "text": "x"}], model="damaged")
    assert [(answer["id"], answer["error"]["stage"]) for answer in answers] == [("good", "loading"), (2, "loading")]
    assert "cut off" in answers[0]["error"]["reason"]
    assert answers[0]["error"]["code"] == ModelBroken.code


def test_a_pipeline_that_there_is_not_is_each_row_s_error() -> None:
    processing._extractor.cache_clear()
    (answer,) = moneyquote.process_batch([GOOD], model="no-such-model")
    assert (answer["error"]["stage"], answer["error"]["code"]) == ("loading", "MQ401")


def test_calls_from_several_threads_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[str] = []

    def make(_model: str) -> Extractor:
        obey = obedient("news")

        def work(article: Article) -> ArticleRecord:
            assert not inside, "two at a time"
            inside.append(article.id)
            time.sleep(0.002)
            inside.clear()
            return obey(article)

        return work

    monkeypatch.setattr(processing, "pipeline_extractor", make)
    processing._extractor.cache_clear()
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(moneyquote.process_batch, [[GOOD] * 10] * 4))
    processing._extractor.cache_clear()
    assert [answer["error"] for some in answers for answer in some] == [None] * 40


def test_engines_can_send_it_by_name() -> None:
    assert pickle.loads(pickle.dumps(moneyquote.process_batch)) is moneyquote.process_batch


@pytest.mark.model
def test_records_are_those_of_extract(nlp: Language, samples: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    from moneyquote.extract import extract

    monkeypatch.setattr(moneyquote.loading, "load", lambda _model: nlp)
    processing._extractor.cache_clear()
    some = samples[:3]
    rows = [{"id": article.id, "text": article.text, "url": article.source, "title": article.title} for article in some]
    answers = moneyquote.process_batch(rows)
    processing._extractor.cache_clear()
    for article, answer in zip(some, answers, strict=True):
        expected = json.loads(json.dumps(to_dict(extract(nlp, article))))
        for kind in ("entities", "mentions", "amounts", "quotes"):
            assert answer["record"][kind] == expected[kind]
