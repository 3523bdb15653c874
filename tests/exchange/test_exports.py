"""What goes out only: FollowTheMoney, 360Giving's columns, DocBin, Datasette's metadata, and the command."""

import csv
import importlib
import io
import json
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.exchange.made import hard_record
from tests.stores.fabricated import TEXT, made_article, made_record, made_run, other_text
from typer.testing import CliRunner

from moneyquote.cli import app
from moneyquote.errors import BrokenRecord
from moneyquote.exchange.docbin import docbin, read_docbin
from moneyquote.exchange.exporting import ExchangeFormat
from moneyquote.exchange.followthemoney import FtmExport
from moneyquote.exchange.ftm_check import SCHEMATA, check_entity, is_date
from moneyquote.exchange.threesixty import COLUMNS, candidate_rows
from moneyquote.records import ArticleRecord, GrantStatus, Party, Qualifier
from moneyquote.serialization import read_records, to_json
from moneyquote.stores import SqliteStore

Entity = dict[str, Any]


def ftm(record: ArticleRecord) -> tuple[list[Entity], Counter[str]]:
    export = FtmExport()
    return [json.loads(line) for line in export.lines(record)], export.left_out


def of(entities: list[Entity], schema: str) -> list[Entity]:
    return [entity["properties"] for entity in entities if entity["schema"] == schema]


def test_ftm_a_grant_is_a_payment_between_entities_that_stand_before_it() -> None:
    entities, left_out = ftm(made_record())
    names = {entity["id"]: entity["properties"].get("name", [""])[0] for entity in entities}
    (first, loan) = of(entities, "Payment")
    assert (names[first["payer"][0]], names[first["beneficiary"][0]]) == ("Larkspur Fund", "Tern Choir")
    assert (first["amount"], first["currency"], first["amountUsd"], first["date"]) == (
        *(["1300000"], ["USD"], ["1300000"], ["2021"]),
    )
    assert first["description"] == [TEXT[: TEXT.index("\n")]]
    assert (loan["amountEur"], loan["programme"]) == (["2000"], ["loan"])
    counts = Counter(entity["schema"] for entity in entities)
    assert (counts["Organization"], counts["Person"], counts["LegalEntity"]) == (2, 1, 1)
    assert [mention["name"] for mention in of(entities, "Mention")] == [["Larkspur Fund"], ["Ada Moss"]]
    assert not left_out


def test_ftm_ids_depend_on_nothing_but_the_content() -> None:
    one, two = made_record(), made_record()
    assert ftm(one) == ftm(two)
    ids = [entity["id"] for entity in ftm(one)[0]]
    assert len(ids) == len(set(ids))
    elsewhere = [entity["id"] for entity in ftm(other_text(1)[1])[0]]
    assert not set(ids) & set(elsewhere)  # a name in two articles is not taken for one body


@pytest.mark.parametrize(
    ("amount", "grant", "reason"),
    [
        ({}, {"status": GrantStatus.PROMISED}, "status promised"),
        ({}, {"funder": None}, "no funder"),
        ({}, {"grantee": Party(entity=None, name=" ")}, "no grantee"),
        ({}, {"amount": None}, "no amount"),
        ({"value": None}, {}, "no amount"),
        ({"currency": None}, {}, "no currency"),
        ({"qualifier": Qualifier.AT_MOST}, {}, "qualifier at_most"),
        ({}, {"is_total": True}, "a total over several transfers"),
    ],
)
def test_ftm_what_is_no_payment_is_counted_not_written(amount: Entity, grant: Entity, reason: str) -> None:
    record = made_record()
    record = replace(
        record, amounts=(replace(record.amounts[0], **amount),), grants=(replace(record.grants[0], **grant),)
    )
    entities, left_out = ftm(record)
    assert of(entities, "Payment") == []
    assert left_out == {reason: 1}


def test_ftm_a_party_that_is_no_entity_of_the_article_is_made_one() -> None:
    record = made_record()
    grant = replace(record.grants[0], grantee=Party(name="the sailors"))
    entities, _ = ftm(replace(record, grants=(grant,)))
    assert ["the sailors"] in [entity["name"] for entity in of(entities, "LegalEntity")]


@pytest.mark.parametrize(
    ("schema", "changes", "told"),
    [
        ("Payment", {"payer": None}, "without payer"),
        ("Payment", {"amount": ["$5m"]}, "'\\$5m' is no number"),
        ("Payment", {"amount": ["-5"]}, "no number"),
        ("Payment", {"currency": ["dollars"]}, "dollars"),
        ("Payment", {"date": ["2021-13"]}, "no date"),
        ("Payment", {"payer": ["mq-" + "0" * 40]}, "no entity"),
        ("Payment", {"project": ["x"]}, "no property project"),
        ("Article", {"sourceUrl": ["javascript:alert(1)"]}, "no url"),
        ("Organization", {"name": [" "]}, "no name"),
    ],
)
def test_ftm_our_check_is_stricter_than_the_librarys(schema: str, changes: Entity, told: str) -> None:
    entities, _ = ftm(made_record())
    before = {entity["id"]: entity["schema"] for entity in entities}
    entity = next(entity for entity in entities if entity["schema"] == schema)
    properties = {**entity["properties"], **changes}
    properties = {name: value for name, value in properties.items() if value is not None}
    check_entity(entity, before, "x")
    with pytest.raises(BrokenRecord, match=told):
        check_entity({**entity, "properties": properties}, before, "x")


def test_ftm_dates_are_years_months_and_days() -> None:
    assert [is_date(text) for text in ("2021", "2021-05", "2021-05-04")] == [True] * 3
    assert not any(is_date(text) for text in (None, "", "2021/2022", "2021-02-30", "May 2021", "2019/.."))


def as_cleaned(value: str) -> str:
    """A text after the library's cleaning: composed, and without format characters such as an emoji's joiner."""
    return unicodedata.normalize("NFC", value.replace("\u200d", ""))


def followthemoney() -> ModuleType:
    """The library; where it is missing, a skip, or with MONEYQUOTE_NEEDS_FTM a failure."""
    try:
        return importlib.import_module("followthemoney")
    except ImportError:
        reason = "needs followthemoney, which builds PyICU: pip install 'moneyquote[ftm]'"
        if os.environ.get("MONEYQUOTE_NEEDS_FTM"):
            pytest.fail(reason)
        pytest.skip(reason)


def test_ftm_the_library_takes_every_entity_as_it_is() -> None:
    model = followthemoney().model
    for name, properties in SCHEMATA.items():
        schema = model.get(name)
        assert {key: schema.get(key).type.name for key in properties} == properties
    for entity in [*ftm(made_record())[0], *ftm(hard_record())[0]]:
        model.get(entity["schema"]).validate(entity)
        proxy = model.get_proxy(entity, cleaned=False)
        cleaned = {name: proxy.get(name) for name in entity["properties"]}
        assert cleaned == {name: list(map(as_cleaned, values)) for name, values in entity["properties"].items()}
        assert set(model.get(entity["schema"]).required) <= entity["properties"].keys()


def test_360giving_columns_and_proof() -> None:
    first, loan = candidate_rows(made_record())
    assert tuple(first) == tuple(loan) == COLUMNS
    assert first["Title"] == "Grant to Tern Choir from Larkspur Fund"
    assert (first["Currency"], first["Amount Awarded"], first["Award Date"]) == ("USD", Decimal(1300000), None)
    assert first["evidence"] == first["Description"] == TEXT[: TEXT.index("\n")]
    assert (first["evidence_start"], first["evidence_end"]) == (0, TEXT.index("\n"))
    assert (loan["Title"], loan["evidence"]) == ("Loan to a café from Larkspur Fund", None)
    record = made_record()
    dated = replace(record, grants=(replace(record.grants[0], period="2021-05-04", amount=None),))
    (row,) = candidate_rows(dated)
    assert (row["Award Date"], row["Amount Awarded"], row["Currency"]) == ("2021-05-04", None, None)


@pytest.mark.parametrize("record", [made_record(), hard_record()], ids=["plain", "hard"])
def test_docbin_gives_the_records_back(record: ArticleRecord) -> None:
    nameless = replace(record.grants[1], funder=Party(entity="e1", name="Larkspur Fund"))
    record = replace(record, grants=(record.grants[0], nameless))
    assert list(read_docbin(docbin([record, record]))) == [record, record]


def test_docbin_splits_tokens_where_a_span_begins_or_ends_inside_one() -> None:
    record = made_record()
    inside = replace(record.mentions[0], start=6, end=18, text=TEXT[6:18])
    over = replace(record.mentions[0], start=3, end=17, text=TEXT[3:17])
    record = replace(record, mentions=(over, inside))
    assert TEXT[3] == TEXT[17] == " "
    assert list(read_docbin(docbin([record]))) == [record]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "news.db"
    with SqliteStore(found) as store:
        store.begin_run(made_run())
        store.save(made_article(), made_record(), "r1")
        store.save(*other_text(1), "r1")
    return found


def run(*arguments: object, code: int = 0) -> bytes:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout_bytes


@pytest.mark.parametrize("form", [form for form in ExchangeFormat if form is not ExchangeFormat.BRAT])
def test_the_command_writes_the_same_bytes_to_a_file_and_to_standard_output(path: Path, form: str) -> None:
    out = path.with_suffix(".out")
    assert run("export", path, "--format", form, "-o", out) == b""
    assert out.read_bytes() == run("export", path, "--format", form) != b""


def test_360giving_candidates_are_safe_in_a_spreadsheet(path: Path) -> None:
    article = made_article(f"{TEXT} =")
    record = made_record(article)
    grantee = replace(record.grants[0], grantee=Party(name="=HYPERLINK()"))
    with SqliteStore(path) as store:
        store.save(article, replace(record, grants=(grantee,)), "r1")
    rows = list(csv.DictReader(io.StringIO(run("export", path, "-f", "360giving").decode(), newline="")))
    assert [row["Recipient Org:Name"] for row in rows if "HYPERLINK" in row["Recipient Org:Name"]] == ["'=HYPERLINK()"]
    raw = run("export", path, "-f", "360giving", "--raw-csv").decode()
    assert "'=HYPERLINK" not in raw


@pytest.mark.parametrize("tool", ["label-studio", "doccano", "brat"])
def test_annotations_go_out_and_come_back(path: Path, tmp_path: Path, tool: str) -> None:
    out, back = tmp_path / "out", tmp_path / "gold.jsonl"
    run("export", path, "--format", tool, "-o", out)
    run("annotate", "import", out, "--from", tool, "--to", back)
    expected = [made_record(), other_text(1)[1]]
    assert sorted(map(to_json, read_records(back))) == sorted(map(to_json, expected))


def test_an_import_that_is_wrong_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text('{"text": "a"}\n{"text": 5}\n', encoding="utf-8")
    with pytest.raises(BrokenRecord, match=r"all\.jsonl:2"):
        run("annotate", "import", tmp_path / "all.jsonl", "--from", "doccano", "--to", tmp_path / "gold.jsonl")
    assert not (tmp_path / "gold.jsonl").exists()


def test_a_kind_goes_with_csv_and_jsonl_only(path: Path) -> None:
    run("export", path, "grants", "--format", "ftm", code=2)
    run("export", path, "--format", "csv", code=2)
    run("export", path, code=2)
    run("export", path, "--format", "brat", code=2)


def test_datasette_takes_the_metadata_and_every_table_and_query_in_it(path: Path) -> None:
    metadata = path.with_suffix(".metadata.json")
    run("export", path, "--format", "datasette-metadata", "-o", metadata)
    described = json.loads(metadata.read_text("utf-8"))["databases"]["news"]
    script = (
        "import asyncio, json, sys\n"
        "from datasette.app import Datasette\n"
        "async def main():\n"
        "    app = Datasette([sys.argv[1]], metadata=json.load(open(sys.argv[2])))\n"
        "    for address in sys.argv[3:]:\n"
        "        reply = await app.client.get(address)\n"
        "        print(reply.status_code, len(reply.json().get('rows', [])), address)\n"
        "asyncio.run(main())\n"
    )
    tables = [f"/news/{table}.json" for table in described["tables"]]
    queries = [f"/news/{query}.json?word=roof" for query in described["queries"]]
    told = subprocess.run(
        [sys.executable, "-c", script, str(path), str(metadata), *tables, *queries],
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout.splitlines()  # fmt: skip
    assert [line.split()[0] for line in told] == ["200"] * len([*tables, *queries])
    filled = {line.split()[2].split(".")[0].rsplit("/")[-1] for line in told if line.split()[1] != "0"}
    assert filled >= {"grants_view", "quotes_view", "money_by_grantee", "search_quotes", "search_articles", "funders"}
