"""``moneyquote grants``: a table of articles and of databases, as CSV too."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from tests.flow.invented import fill
from tests.stores.fabricated import empty_record, made_article, made_record
from typer.testing import CliRunner, Result

from moneyquote.batch import worker
from moneyquote.cli import app
from moneyquote.cli.grants import _with_grants
from moneyquote.errors import NotADatabase, PathNotFound
from moneyquote.records import Article, ArticleRecord, GrantKind

ODD = '\'=HYPERLINK("x") <b>&\x1b[31m'


def call(*arguments: object, code: int = 0, width: int = 200) -> Result:
    environment = {"COLUMNS": str(width), "TERM": "dumb", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    fill(str(path))
    return path


def test_a_database_is_a_table_the_surest_first_and_nothing_hidden(news: Path) -> None:
    told = call("grants", news)
    places = [told.stdout.index(f" {confidence} ") for confidence in ("0.90", "0.70", "0.50", "0.10")]
    assert places == sorted(places)
    assert "7 grants in 7 articles, 2 of them with mismatches, 1 below a confidence of 0.2." in told.stderr
    assert "Does not fit: the 2 parts add up to" in told.stdout
    assert "USD 1,300,000" in told.stdout
    assert "(told 3 times)" in " ".join(told.stdout.split())
    assert "\x1b" not in told.stdout


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_keeps_to_the_width(news: Path, width: int) -> None:
    assert max(map(len, call("grants", news, width=width).stdout.splitlines())) <= width


def test_a_least_confidence_leaves_out_what_is_less_sure_but_not_what_a_person_made(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "grants.csv"
    told = call("grants", news, "--min-confidence", 0.6, "--csv", out)
    assert [row["confidence"] for row in rows(out)] == ["", "", "0.9", "0.7"]
    assert "4 grants of a confidence of 0.6 or more in 7 articles" in told.stderr
    assert "below" not in told.stderr


def test_kinds_keep_only_grants_of_those_kinds(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "grants.csv"
    everything = call("grants", news, "--csv", tmp_path / "all.csv")
    held = {row["kind"] for row in rows(tmp_path / "all.csv")}
    assert held == {"grant", "loan"}
    assert everything.stderr.startswith("7 grants in 7 articles")
    for kind in held:
        told = call("grants", news, "--kinds", kind, "--csv", out)
        assert {row["kind"] for row in rows(out)} == {kind}
        assert f" of the kind {kind} in 7 articles" in told.stderr
        out.unlink()
    told = call("grants", news, "--kinds", "prize", "--kinds", "aid")
    assert told.stderr.startswith("0 grants of the kind prize or aid in 7 articles")


def test_a_kind_that_is_none_is_told_with_those_that_are(news: Path) -> None:
    told = call("grants", news, "--kinds", "fine", code=2)
    assert "'fine' is not one of" in told.stderr
    assert "'loan'" in told.stderr


def test_csv_and_360giving_are_written_beside_each_other_and_defused(news: Path, tmp_path: Path) -> None:
    table, candidates = tmp_path / "a.csv", tmp_path / "b.csv"
    told = call("grants", news, "--csv", table, "--threesixty", candidates)
    assert told.stdout == ""
    found, shaped = rows(table), rows(candidates)
    assert len(found) == len(shaped) == 7
    assert {row["grantee_name"] for row in found} == {"Tern Choir", "a café", ODD}
    assert {row["Recipient Org:Name"] for row in shaped} == {"Tern Choir", "a café", ODD}
    assert [row["confidence"] for row in shaped] == [row["confidence"] for row in found]
    checked = next(row for row in found if row["article"] == "larkspur" and row["id"] == "g1")
    assert checked["checks"].startswith("parts: the 2 parts add up to")
    assert checked["also_spans"].endswith("; 0-17")


def test_parquet_and_postgresql_give_what_the_file_gives(news: Path, tmp_path: Path, address: str) -> None:
    out = []
    for target in (str(news), str(tmp_path / "news.parquet"), address):
        if target != str(news):
            fill(target)
        told = call("grants", target)
        assert "sesame" not in told.output
        out.append((told.stdout, told.stderr))
    assert out[1] == out[0]
    assert out[2] == out[0]


def test_names_that_are_no_csv_and_one_name_twice_are_wrong_usage(news: Path, tmp_path: Path) -> None:
    assert "ends in .csv" in call("grants", news, "--csv", tmp_path / "a.xlsx", code=2).output
    twice = call("grants", news, "--csv", tmp_path / "a.csv", "--threesixty", tmp_path / "a.csv", code=2)
    assert "two names" in " ".join(twice.output.split())
    assert not list(tmp_path.glob("*.csv"))


def test_what_is_no_database_and_what_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("notes", encoding="utf-8")
    with pytest.raises(NotADatabase):
        call("grants", tmp_path / "notes.db")
    with pytest.raises(PathNotFound):
        call("grants", tmp_path / "none.db")


def test_an_article_on_which_the_pipeline_stops_costs_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(article: Article) -> ArticleRecord:
        if article.id == "bad":
            raise RuntimeError("a fault of one article")
        return made_record() if article.id == "gift" else empty_record(article)

    monkeypatch.setattr(worker, "pipeline_extractor", lambda _model: work)
    for name in ("bad", "bare", "gift"):
        (tmp_path / f"{name}.txt").write_text(f"Text of {name}.", encoding="utf-8")
    told = call("grants", tmp_path, code=1)
    assert "Larkspur Fund" in " ".join(told.stdout.split())
    assert "in 2 articles" in told.stderr
    assert "[MQ601]" in told.stderr
    assert "bad.txt: RuntimeError: a fault of one article" in told.stderr


def test_only_what_tables_show_is_kept_in_memory() -> None:
    bare = made_article("Nobody gave anything.", id="bare")
    found, count = _with_grants(iter([made_record(), empty_record(bare)]), 0.0, list(GrantKind))
    assert count == 2
    (kept,) = found
    assert kept.grants == made_record().grants
    assert (kept.entities, kept.mentions, kept.quotes) == ((), (), ())


@pytest.mark.model
def test_articles_are_read_and_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "gift.txt").write_text("The Orsk Fund gave $5 million to Vale College in 2021.", encoding="utf-8")
    (tmp_path / "bare.txt").write_text("It rained all day in the valley.", encoding="utf-8")
    told = call("grants", tmp_path / "gift.txt", tmp_path / "bare.txt")
    table = " ".join(told.stdout.split())
    assert "Orsk Fund" in table
    assert "USD 5,000,000" in table
    assert "1 grants in 2 articles" in told.stderr
    bare = call("grants", tmp_path / "bare.txt")
    assert bare.stdout == ""
    assert "0 grants in 1 articles" in bare.stderr
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    failed = call("grants", tmp_path / "gift.txt", tmp_path / "empty.txt", code=1)
    assert "Orsk Fund" in failed.stdout
    assert "empty.txt" in failed.stderr
