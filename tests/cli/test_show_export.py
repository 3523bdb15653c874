"""The commands that print what a database holds."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from tests.stores.fabricated import empty_record, made_article, made_record, made_run, other_text
from typer.testing import CliRunner

from moneyquote.cli import app, main
from moneyquote.errors import NotADatabase, NotInStore, PathNotFound
from moneyquote.records import Failure
from moneyquote.stores import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "a.db"
    with SqliteStore(found) as store:
        store.begin_run(made_run())
        store.save(made_article(), made_record(), "r1")
        store.save(*other_text(1), "r1")
        odd = replace(made_article("\x1b]0;renamed\x07 $5", id="odd"), title="\x1b[31mred")
        store.save(odd, empty_record(odd), "r1")
        failure = Failure(location="bad.txt", stage="reading", code="MQ101", what="no text", mend="Save it as UTF-8")
        store.fail(failure, "r1")
    return found


def run(*arguments: object, width: int = 100, colour: bool = False) -> str:
    environment = {"COLUMNS": str(width), "TERM": "xterm", "FORCE_COLOR": "1" if colour else "", "NO_COLOR": ""}
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_the_whole_database_is_a_table_of_grants_and_of_quotes(path: Path) -> None:
    shown = run("show", path)
    assert "3 articles" in shown
    assert "Larkspur Fund" in shown
    assert "USD 1,300,000" in shown
    assert "“We can mend the roof … And the organ.”" in shown
    assert "[MQ101] bad.txt: no text. Save it as UTF-8." in shown
    assert "\x1b" not in shown


@pytest.mark.parametrize("width", [80, 100, 120])
def test_tables_keep_to_the_width(path: Path, width: int) -> None:
    for arguments in ([], ["larkspur"]):
        assert max(map(len, run("show", path, *arguments, width=width).splitlines())) <= width


def test_one_kind_and_a_limit(path: Path) -> None:
    assert "Quotes" not in run("show", path, "--grants")
    assert "Grants" not in run("show", path, "--quotes")
    assert "The first 1 of 4 grants" in run("show", path, "--grants", "--limit", 1)


@pytest.mark.parametrize("name", ["larkspur", "lark", "news/larkspur.txt", "larkspur.txt"])
def test_an_article_is_found_by_id_beginning_and_path(path: Path, name: str) -> None:
    shown = run("show", path, name)
    assert "A roof for the choir" in shown
    assert "g1 Larkspur Fund → Tern Choir  USD 1,300,000  grant, given, 2021, confidence 0.50" in shown
    assert "    The Larkspur Fund gave the Tern Choir $1.3 million in 2021." in shown
    assert "q1 Ada Moss  direct, confidence 0.75" in shown


def test_an_article_is_found_by_hash(path: Path) -> None:
    assert "A roof for the choir" in run("show", path, made_article().sha256[:8])


def test_parts_are_coloured_where_they_stand(path: Path) -> None:
    shown = run("show", path, "larkspur", colour=True)
    assert "\x1b[1;33m$1.3 million\x1b[0m" in shown
    assert "\x1b[32mWe can mend the roof\x1b[0m" in shown


def test_r16_escape_sequences_of_an_article_do_not_reach_the_terminal(path: Path) -> None:
    shown = run("show", path, "odd")
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "␛[31mred" in shown


def test_an_unknown_and_an_ambiguous_article_are_told_with_near_names(path: Path) -> None:
    with pytest.raises(NotInStore, match="larkspur"):
        run("show", path, "larkpsur")
    with SqliteStore(path) as store:
        store.save(*other_text(2), "r1")
    with pytest.raises(NotInStore, match=r"2 articles.*n00001"):
        run("show", path, "n0000")


def test_a_missing_file_and_one_that_is_no_database_are_told(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound):
        run("show", tmp_path / "none.db")
    (tmp_path / "notes.db").write_text("notes", encoding="utf-8")
    with pytest.raises(NotADatabase):
        run("export", tmp_path / "notes.db", "grants")


def test_export_to_a_file_takes_its_format_from_the_name(path: Path, tmp_path: Path) -> None:
    out = tmp_path / "quotes.jsonl"
    assert run("export", path, "quotes", "-o", out) == ""
    lines = out.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["article"] for line in lines] == ["larkspur", "n00001"]
    assert run("export", path, "quotes").startswith("article,sha256,id,speaker_name")
    assert json.loads(run("export", path, "records").split("\n")[0])["article"]["id"] == "larkspur"


def test_records_have_no_csv_form(path: Path) -> None:
    result = CliRunner().invoke(app, ["export", str(path), "records", "--format", "csv"])
    assert result.exit_code == 2
    assert "jsonl" in result.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(["export", "--format", "nonsense", "x.db"], "'nonsense' is not one of"), (["extract"], "Missing argument")],
)
def test_wrong_usage_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    monkeypatch.setattr("sys.argv", ["moneyquote", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert told in " ".join(capsys.readouterr().err.split())
