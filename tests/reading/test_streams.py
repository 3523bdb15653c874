"""Files of many articles are read one by one: they may be larger than memory, and one bad line costs only itself."""

from __future__ import annotations

import io
import json
import os
import random
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from moneyquote.reading import ReadingSettings, find_inputs, read_articles
from moneyquote.records import Article, Failure

ARTICLES = 800
LENGTH = 10_000  # characters of an article
NOISE = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz .", k=500_000))


def text(number: int) -> str:
    """A text that no other is like."""
    return f"{number} {NOISE[number * 600 :][:LENGTH]}"


def read(path: Path, settings: ReadingSettings | None = None) -> list[Article | Failure]:
    return list(read_articles(find_inputs([path]), settings))


def peak_of_reading(found: Iterator[Article | Failure]) -> int:
    """Read all articles, each of which is dropped, and return the most memory in use for it, in bytes."""
    tracemalloc.start()
    try:
        before, arrow = tracemalloc.get_traced_memory()[0], 0
        start = pa.total_allocated_bytes()
        count = 0
        for item in found:
            assert isinstance(item, Article)
            arrow = max(arrow, pa.total_allocated_bytes() - start)
            count += 1
        assert count == ARTICLES
        return tracemalloc.get_traced_memory()[1] - before + arrow
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_r07_json_lines_are_never_in_memory_as_a_whole(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "many.jsonl"
    with file.open("w", encoding=encoding) as lines:
        lines.writelines(json.dumps({"text": text(number)}) + "\n" for number in range(ARTICLES))
    size = file.stat().st_size
    assert size > ARTICLES * LENGTH
    assert peak_of_reading(read_articles(find_inputs([file]))) < size / 4


def test_r07_standard_input_is_never_in_memory_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "many.jsonl"
    file.write_text("".join(json.dumps({"text": text(number)}) + "\n" for number in range(ARTICLES)))
    monkeypatch.setattr("moneyquote.reading.stream._IN_MEMORY", 1_000_000)
    with file.open("rb") as opened:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(opened))
        peak = peak_of_reading(read_articles(find_inputs(["-"])))
    assert peak < file.stat().st_size / 3


@pytest.mark.parametrize("row_groups", [1, 20])
def test_r07_parquet_is_never_in_memory_as_a_whole(tmp_path: Path, row_groups: int) -> None:
    file = tmp_path / "many.parquet"
    texts = [text(number) for number in range(ARTICLES)]
    table = pa.table({"text": texts, "page": texts})  # a column that nobody asked for takes no memory either
    # Pyarrow ends a page at a megabyte, but looks only after so many rows.
    how = {"use_dictionary": False, "write_batch_size": 16, "compression": "none"}
    pq.write_table(table, file, row_group_size=ARTICLES // row_groups, **how)
    del table, texts
    assert peak_of_reading(read_articles(find_inputs([file]))) < file.stat().st_size / 3


def test_r07_the_cap_is_on_what_is_held_as_a_whole(tmp_path: Path) -> None:
    settings = ReadingSettings(largest=200)
    articles = [{"text": f"Fund {number} gave money to a college."} for number in range(30)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(article) + "\n" for article in articles))
    pq.write_table(pa.Table.from_pylist(articles), tmp_path / "b.parquet")
    (tmp_path / "c.json").write_text(json.dumps(articles))
    (tmp_path / "d.txt").write_text("word " * 100)
    for name in ("a.jsonl", "b.parquet"):
        assert (tmp_path / name).stat().st_size > 200
        found = read(tmp_path / name, settings)
        assert [item.text for item in found if isinstance(item, Article)] == [item["text"] for item in articles]
    for name in ("c.json", "d.txt"):
        (failure,) = read(tmp_path / name, settings)
        assert isinstance(failure, Failure)
        assert (failure.code, failure.location) == ("MQ111", str(tmp_path / name))
        assert "JSON Lines" in failure.mend


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_a_line_without_end_costs_only_itself(tmp_path: Path, encoding: str) -> None:
    lines = ['{"text": "One."}', json.dumps({"text": "x" * 5000}), '{"text": "Three."}', '{"text": "Four."}']
    (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding=encoding)
    one, two, *rest = read(tmp_path, ReadingSettings(largest=100))
    assert isinstance(two, Failure)
    assert (two.code, two.location) == ("MQ111", f"{tmp_path / 'a.jsonl'}:2")
    assert [item.text for item in (one, *rest) if isinstance(item, Article)] == ["One.", "Three.", "Four."]
    assert [item.id for item in rest if isinstance(item, Article)] == ["a#3", "a#4"]


def test_a_line_in_another_encoding_is_read_in_what_is_declared_or_detected_or_costs_only_itself(
    tmp_path: Path,
) -> None:
    lines = ['{"text": "Één."}'.encode(), '{"text": "Zwei für £5."}'.encode("cp1252"), b'{"text": "Drei."}']
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    declared = read(tmp_path, ReadingSettings(encoding="cp1252"))
    assert [item.text for item in declared if isinstance(item, Article)] == ["Één.", "Zwei für £5.", "Drei."]
    late = [b'{"text": "Plain words without any mark that would tell an encoding."}'] * 5000 + [lines[1], lines[2]]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(late))
    *before, failed, after = read(tmp_path)
    assert isinstance(failed, Failure)
    assert (failed.code, failed.location) == ("MQ101", f"{tmp_path / 'a.jsonl'}:5001")
    assert isinstance(after, Article)
    assert all(isinstance(item, Article) for item in before)


def test_json_lines_wholly_in_an_old_encoding_are_detected(tmp_path: Path) -> None:
    told = "Le président a déclaré que la subvention s’élève à 5 €, a précisé le préfet."
    line = json.dumps({"text": told}, ensure_ascii=False).encode("cp1252")
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([line] * 5))
    assert [item.text for item in read(tmp_path) if isinstance(item, Article)] == [told] * 5


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"\x1f\x8b\x08\x00 some packed lines", "MQ106"),
        (bytes(range(256)) * 100, "MQ106"),
        (b"\xff\xfe" + '{"text": "One."}\n{"text": "Two'.encode("utf-16-le") + b"\x20", "MQ101"),
    ],
    ids=["packed", "binary", "torn"],
)
def test_a_file_that_is_no_text_is_one_failure_of_the_file(tmp_path: Path, raw: bytes, code: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(raw)
    *articles, failed = read(tmp_path)
    assert all(isinstance(item, Article) for item in articles)
    assert isinstance(failed, Failure)
    assert (failed.code, failed.location) == (code, str(tmp_path / "a.jsonl"))


def test_a_disk_that_fails_in_mid_file_is_a_failure_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Torn(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, os.strerror(5))
            return super().readline(size)

    file = tmp_path / "a.jsonl"
    file.write_bytes(b'{"text": "One."}\n{"text": "Two."}\n')
    inputs = find_inputs([file])
    monkeypatch.setattr(Path, "open", lambda self, _mode: Torn(self.read_bytes()))
    monkeypatch.setattr(Path, "read_bytes", lambda _self: b'{"text": "One."}\n{"text": "Two."}\n')
    one, failed = read_articles(inputs)
    assert isinstance(one, Article)
    assert isinstance(failed, Failure)
    assert (failed.code, failed.location) == ("MQ104", str(file))
    assert "Input/output error" in failed.what
