"""Exports: every kind, safe in a spreadsheet, the same bytes whoever wrote the database in what order."""

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.stores.fabricated import TEXT, made_article, made_record, made_run, other_text

from moneyquote.errors import UnwritableTarget
from moneyquote.records import Entity, EntityType, Failure
from moneyquote.serialization import read_records
from moneyquote.stores import SqliteStore
from moneyquote.stores.database import Database
from moneyquote.stores.export import Format, defused, export_kind, whole_file
from moneyquote.stores.tables import COLUMNS, Kind


def filled(path: Path, numbers: list[int]) -> Path:
    with SqliteStore(path) as store:
        store.begin_run(made_run(f"run of {path.stem}"))
        for number in numbers:
            store.save(*other_text(number), f"run of {path.stem}")
        for place in ("z.txt", "y.txt")[:: 1 if numbers[0] else -1]:
            failure = Failure(location=place, stage="reading", code="MQ101", what="no text", mend="Save it as UTF-8")
            store.fail(failure, f"run of {path.stem}")
    return path


def exported(path: Path, kind: Kind, form: Format, *, raw: bool = False) -> str:
    out = io.StringIO(newline="")
    with Database(path) as database:
        export_kind(database, kind, form, out, raw=raw)
    return out.getvalue()


@pytest.mark.parametrize("kind", list(Kind))
def test_r28_the_order_of_saving_does_not_show(tmp_path: Path, kind: Kind) -> None:
    form = Format.JSONL if kind is Kind.RECORDS else Format.CSV
    one, two = filled(tmp_path / "a.db", [0, 1, 2]), filled(tmp_path / "b.db", [2, 0, 1])
    assert exported(one, kind, form) == exported(two, kind, form)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.RECORDS])
def test_csv_and_jsonl_have_the_same_rows_and_columns(tmp_path: Path, kind: Kind) -> None:
    path = filled(tmp_path / "a.db", [0, 1])
    table = list(csv.DictReader(io.StringIO(exported(path, kind, Format.CSV), newline="")))
    lines = [json.loads(line) for line in exported(path, kind, Format.JSONL).split("\n")[:-1]]
    assert len(table) == len(lines) > 0
    for row, line in zip(table, lines, strict=True):
        assert tuple(row) == tuple(line) == COLUMNS[kind]
        assert all((row[name] == "") == (line[name] in (None, [], "")) for name in row)


def test_grants_carry_their_sum_and_their_proof(tmp_path: Path) -> None:
    path = filled(tmp_path / "a.db", [0])
    first, loan = csv.DictReader(io.StringIO(exported(path, Kind.GRANTS, Format.CSV), newline=""))
    assert first["funder_name"] == "Larkspur Fund"
    assert (first["value"], first["currency"], first["is_total"]) == ("1300000", "USD", "false")
    assert first["evidence"] == TEXT[: TEXT.index("\n")]
    assert (loan["kind"], loan["evidence"], loan["evidence_start"]) == ("loan", "", "")


def test_whole_records_come_out_as_they_went_in(tmp_path: Path) -> None:
    path, out = filled(tmp_path / "a.db", [1, 0]), tmp_path / "records.jsonl"
    out.write_text(exported(path, Kind.RECORDS, Format.JSONL), encoding="utf-8")
    assert list(read_records(out)) == [other_text(0)[1], other_text(1)[1]]
    with pytest.raises(ValueError, match="nested"):
        exported(path, Kind.RECORDS, Format.CSV)


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"])
def test_r17_a_text_that_begins_like_a_formula_gets_an_apostrophe(begins: str) -> None:
    assert defused(f"{begins}1+1") == f"'{begins}1+1"
    assert defused(f"1{begins}1") == f"1{begins}1"


def test_r17_formulas_are_defused_in_every_text_column_but_not_in_raw_csv(tmp_path: Path) -> None:
    article = replace(made_article(), title="=HYPERLINK()")
    record = made_record(article)
    entities = (replace(record.entities[0], name="-2+3"), *record.entities[1:])
    negative = replace(record.amounts[0], value=Decimal(-1300000))
    path = tmp_path / "a.db"
    with SqliteStore(path) as store:
        store.begin_run(made_run())
        store.save(article, replace(record, entities=entities, amounts=(negative, *record.amounts[1:])), "r1")
    assert "'=HYPERLINK()" in exported(path, Kind.ARTICLES, Format.CSV)
    assert "'=HYPERLINK()" not in exported(path, Kind.ARTICLES, Format.CSV, raw=True)
    assert "'-2+3" in exported(path, Kind.MENTIONS, Format.CSV)
    assert ",-1300000," in exported(path, Kind.AMOUNTS, Format.CSV)
    assert json.loads(exported(path, Kind.ENTITIES, Format.JSONL).split("\n")[0])["name"] == "-2+3"


def test_a_name_with_line_breaks_and_quotation_marks_stays_one_cell(tmp_path: Path) -> None:
    article = made_article()
    name = 'a "b",\r\nc\u2028d'
    record = replace(made_record(), entities=(Entity(id="e1", type=EntityType.ORG, name=name),))
    record = replace(record, mentions=record.mentions[:1], quotes=(), grants=())
    path = tmp_path / "a.db"
    with SqliteStore(path) as store:
        store.begin_run(made_run())
        store.save(article, record, "r1")
    (row,) = csv.DictReader(io.StringIO(exported(path, Kind.ENTITIES, Format.CSV), newline=""))
    assert row["name"] == name


def test_r19_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("old", encoding="utf-8")

    def stop_half_way() -> None:
        with whole_file(path) as out:
            out.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        stop_half_way()
    assert path.read_text(encoding="utf-8") == "old"
    with whole_file(path) as out:
        out.write("new\r\n")
    assert path.read_bytes() == b"new\r\n"
    assert [file.name for file in tmp_path.iterdir()] == ["out.csv"]


def test_an_output_without_a_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnwritableTarget), whole_file(tmp_path / "missing" / "out.csv"):
        pass
