"""The JSON Lines store: appended, resumed, and never two lines for one article."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.stores.fabricated import empty_record, made_run, other_text

from moneyquote.errors import BrokenRecord, StoreLocked
from moneyquote.records import Article, ArticleRecord
from moneyquote.serialization import read_records, to_json
from moneyquote.stores import Claim, open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.jsonl"


def save(path: Path, *pairs: tuple[Article, ArticleRecord]) -> None:
    with open_store(str(path)) as store:
        store.begin_run(made_run())
        for article, record in pairs:
            if store.claim(article, "r1") is Claim.GRANTED:
                store.save(article, record, "r1")


def test_a_second_run_goes_on_where_the_first_stopped(path: Path) -> None:
    save(path, other_text(1))
    save(path, other_text(1), other_text(2))
    assert list(read_records(path)) == [other_text(1)[1], other_text(2)[1]]


@pytest.mark.parametrize("cut", [1, 5, 40, 200])
def test_r01_a_torn_last_line_is_dropped_and_done_again(path: Path, cut: int) -> None:
    save(path, other_text(1), other_text(2))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut] if cut > 1 else whole + b"{")
    save(path, other_text(1), other_text(2))
    assert path.read_bytes() == whole


def test_a_whole_last_line_without_its_line_break_is_kept(path: Path) -> None:
    save(path, other_text(1))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    save(path, other_text(1), other_text(2))
    assert list(read_records(path)) == [other_text(1)[1], other_text(2)[1]]


@pytest.mark.parametrize("content", ['{"name": "theirs"}\n', "notes of mine", '[1]\n{"article": {}}\n'])
def test_a_file_of_something_else_is_left_as_it_is(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenRecord, match=r"a\.jsonl:1"):
        open_store(str(path))
    assert path.read_text(encoding="utf-8") == content


def test_a_record_saved_again_takes_the_place_of_the_older(path: Path) -> None:
    article, record = other_text(1)
    save(path, (article, record), other_text(2))
    with open_store(str(path)) as store:
        store.save(article, empty_record(article), "r2")
    assert list(read_records(path)) == [other_text(2)[1], empty_record(article)]
    assert [file.name for file in path.parent.iterdir()] == ["a.jsonl"]


def test_doubled_lines_of_a_killed_run_are_mended_at_the_next(path: Path) -> None:
    article, record = other_text(1)
    lines = [to_json(record), to_json(empty_record(article))]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    save(path, (article, record))
    assert list(read_records(path)) == [empty_record(article)]


def test_two_runs_into_one_file_are_told_apart(path: Path) -> None:
    with open_store(str(path)), pytest.raises(StoreLocked):
        open_store(str(path))


def test_half_of_a_surrogate_pair_is_refused_and_no_part_of_it_written(path: Path) -> None:
    article, record = other_text(1)
    entities = (replace(record.entities[0], name="\ud800"), *record.entities[1:])
    with open_store(str(path)) as store, pytest.raises(BrokenRecord, match="surrogate"):
        store.save(article, replace(record, entities=entities), "r1")
    assert path.read_bytes() == b""


def test_line_separators_in_a_text_do_not_split_its_line(path: Path) -> None:
    article = replace(other_text(1)[0], text="a\u2028b\x85c\r\nd")
    save(path, (article, empty_record(article)))
    assert list(read_records(path)) == [empty_record(article)]


def test_standard_output_gets_records_and_nothing_else(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with open_store("-") as store:
        store.begin_run(made_run())
        for number in (1, 2, 1):
            store.save(*other_text(number), "r1")
    lines = capfdbinary.readouterr().out.decode().split("\n")
    assert [json.loads(line)["article"]["id"] for line in lines[:-1]] == ["n00001", "n00002"]
    assert lines[-1] == ""
