"""Parquet files as inputs: an article a row."""

from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from moneyquote.reading import JsonFields, ReadingSettings, find_inputs, read_articles
from moneyquote.records import Article, Failure


def read(path: Path, settings: ReadingSettings | None = None) -> list[Article | Failure]:
    return list(read_articles(find_inputs([path]), settings))


def test_rows_are_articles_and_a_bad_row_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "some.parquet"
    columns = {
        "id": [1, None, 3],
        "text": ["One é.", "Two.", None],
        "date": [date(2021, 5, 4), None, None],
        "views": [5, 6, 7],
    }
    pq.write_table(pa.table(columns), file)
    one, two, three = read(file)
    assert isinstance(one, Article)
    assert (one.id, one.text, one.published, one.location) == ("1", "One é.", "2021-05-04", f"{file}:1")
    assert isinstance(two, Article)
    assert two.id == "some#2"
    assert isinstance(three, Failure)
    assert (three.code, three.location) == ("MQ108", f"{file}:3")


def test_columns_may_have_other_names(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["One."], "key": ["a"]}), tmp_path / "a.parquet")
    (found,) = read(tmp_path / "a.parquet", ReadingSettings(fields=JsonFields(text="body", id="key")))
    assert isinstance(found, Article)
    assert (found.id, found.text) == ("a", "One.")


@pytest.mark.parametrize("damage", ["torn", "other", "empty", "columns"])
def test_a_file_that_holds_no_articles_is_one_failure(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text" if damage != "columns" else "body": ["One."] * 100}), file)
    whole = file.read_bytes()
    file.write_bytes({"torn": whole[:-20], "other": b"PAR1 but no more", "empty": b"", "columns": whole}[damage])
    (found,) = read(file)
    assert isinstance(found, Failure)
    assert (found.code, found.location) == ("MQ106", str(file))
