"""``moneyquote flow``: the page and the graph of a database, whatever database it is."""

from __future__ import annotations

import importlib
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import networkx
import pytest
from lxml import html
from tests.flow.invented import fill, many_edges
from tests.stores.fabricated import made_article, made_record, made_run
from typer.testing import CliRunner, Result

from moneyquote.cli import app
from moneyquote.errors import MissingExtra, NotADatabase, PathNotFound, UnwritableTarget
from moneyquote.flow import Edge, Flow, page, read_flow, write_graphml
from moneyquote.flow.layout import lay_out
from moneyquote.records import Party
from moneyquote.stores import open_database, open_store

command = importlib.import_module("moneyquote.cli.flow")  # the package has the function under this name


def call(*arguments: object, code: int = 0) -> Result:
    environment = {"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}
    result = CliRunner().invoke(app, [str(argument) for argument in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    fill(str(path))
    return path


def test_sums_are_added_by_currency_with_what_is_left_out_and_why(news: Path) -> None:
    with open_database(str(news)) as database:
        flow = read_flow(database)
        sure = read_flow(database, min_confidence=0.2)
    told = {
        (group, e.funder, e.grantee): (e.value, len(e.tellings)) for group in flow.groups for e in flow.groups[group]
    }
    odd = '=HYPERLINK("x") <b>&\x1b[31m'
    assert told == {
        ("USD", "Larkspur Fund", "Tern Choir"): (Decimal(2600000), 2),
        ("EUR, loans", "Larkspur Fund", "a café"): (Decimal(2000), 1),
        ("EUR, loans", "Larkspur Fund", odd): (Decimal(2000), 1),
    }
    assert flow.left_out == {"only asked for": 1, "totals over several grants": 1, "without funder or grantee": 1}
    assert [edge.value for edge in sure.groups["USD"]] == [Decimal(1300000)]
    assert sure.left_out["of a confidence below 0.2"] == 1
    assert not flow.is_resolved


def test_the_page_asks_nobody_and_links_every_line_to_its_sentence(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "flow.html"
    assert "3 lines, 3 grants left out" in call("flow", news, "-o", out).stderr
    text = out.read_text(encoding="utf-8")
    assert not re.search(r"\b(?:src|href)=\"(?!#)|url\(|@import|\bfetch\b|XMLHttp", text)
    assert "default-src 'none'" in text
    tree = html.fromstring(text)
    assert tree.findtext(".//title") == "news: who funds whom"
    lines = tree.xpath("//a[contains(@class, 'edge')]")
    assert len(lines) == 3
    for line in lines:
        (row,) = tree.xpath("//tr[@id=$name]", name=line.get("href")[1:])
        assert line.get("data-to") in row.text_content()
        assert row.xpath(".//q")
    assert "<q>The Larkspur Fund gave the Tern Choir $1.3 million in 2021.</q>" in text
    assert not tree.xpath("//b")
    assert "does not fit another sum of its article" in text
    assert "moneyquote resolve run was not run" in text


def test_resolved_names_are_one_and_told_twice_counts_once(news: Path, tmp_path: Path) -> None:
    call("resolve", "run", news, "-q")
    with open_database(str(news)) as database:
        flow = read_flow(database)
    assert flow.is_resolved
    assert [(edge.value, len(edge.tellings)) for edge in flow.groups["USD"]] == [(Decimal(1300000), 2)]
    call("flow", news, "-o", tmp_path / "flow.html")
    assert "was not run" not in (tmp_path / "flow.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("resolved", [False, True])
def test_a_sum_of_two_funders_counts_once_for_its_grantee(tmp_path: Path, resolved: bool) -> None:
    with open_store(str(tmp_path / "joint.db")) as store:
        store.begin_run(made_run())
        for name in ("one", "two") if resolved else ("one",):
            article = made_article(f"{made_article().text} Number {name}.", id=name)
            record = made_record(article)
            first = record.grants[0]
            other = replace(first, id="g3", funder=Party(entity="e3", name="Ada Moss"))
            store.save(article, replace(record, grants=(first, other)), "r1")
        store.finish_run(made_run())
    if resolved:
        call("resolve", "run", tmp_path / "joint.db", "-q")
    with open_database(str(tmp_path / "joint.db")) as database:
        edges = read_flow(database).groups["USD"]
    assert [edge.value for edge in edges] == [Decimal(1300000)] * 2
    picture = lay_out(edges)
    (bar,) = picture.grantees
    assert bar.value == Decimal(1300000)
    assert bar.height == pytest.approx(picture.funders[0].height)
    for ribbon in picture.ribbons:
        assert ribbon.right == pytest.approx(bar.top + bar.height / 2)
    call("flow", tmp_path / "joint.db", "-o", tmp_path / "flow.html")
    tree = html.fromstring((tmp_path / "flow.html").read_text(encoding="utf-8"))
    assert tree.xpath("//g[contains(@class, 'to')]//tspan/text()") == ["1.3m"]


def test_a_sum_for_each_of_two_grantees_counts_twice_for_its_funder(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "each.db")) as store:
        store.begin_run(made_run())
        record = made_record()
        other = replace(record.grants[0], id="g3", grantee=Party(name="Vale College"))
        store.save(made_article(), replace(record, grants=(record.grants[0], other)), "r1")
        store.finish_run(made_run())
    with open_database(str(tmp_path / "each.db")) as database:
        (bar,) = lay_out(read_flow(database).groups["USD"]).funders
    assert bar.value == Decimal(2600000)


def test_only_the_largest_lines_are_drawn_and_the_others_counted() -> None:
    text = page(many_edges(), "many", most=20)
    assert "the 20 largest of 140 lines" in text
    tree = html.fromstring(text)
    assert len(tree.xpath("(//section)[1]//a[contains(@class, 'edge')]")) == 20


def test_names_do_not_overlap_and_lines_end_at_their_names() -> None:
    edges = many_edges().groups["USD"]
    picture = lay_out(edges)
    for bars in (picture.funders, picture.grantees):
        middles = [bar.top + bar.height / 2 for bar in bars]
        assert all(after - before >= 18.9 for before, after in pairwise(middles))
        assert all(bar.top >= 0 and bar.top + bar.height <= picture.height + 1e-6 for bar in bars)
    left = {bar.name: bar for bar in picture.funders}
    for ribbon in picture.ribbons:
        bar = left[ribbon.edge.funder]
        assert bar.top - 1e-6 <= ribbon.left - ribbon.width / 2
        assert ribbon.left + ribbon.width / 2 <= bar.top + bar.height + 1e-6


def test_graphml_is_read_back_with_exact_sums_and_evidence(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "flow.graphml"
    call("flow", news, "-o", out)
    graph = networkx.read_graphml(out)
    assert graph.is_directed()
    ((_, _, edge),) = [found for found in graph.edges(data=True) if found[1] == "Tern Choir"]
    assert (edge["currency"], edge["value"], edge["value_exact"], edge["grants"]) == ("USD", 2600000.0, "2600000", 2)
    assert edge["articles"] == "n0 | n1"
    assert edge["evidence"] == "The Larkspur Fund gave the Tern Choir $1.3 million in 2021."
    assert any(name.endswith("<b>& [31m") for name in graph.nodes)


def test_graphml_counts_a_grant_that_two_articles_tell_once(news: Path, tmp_path: Path) -> None:
    call("resolve", "run", news, "-q")
    call("flow", news, "-o", tmp_path / "flow.graphml")
    graph = networkx.read_graphml(tmp_path / "flow.graphml")
    ((_, _, edge),) = [found for found in graph.edges(data=True) if found[1] == "Tern Choir"]
    assert (edge["grants"], edge["articles"]) == (1, "n0 | n1")


def test_graphml_blanks_only_what_xml_has_no_place_for(tmp_path: Path) -> None:
    edge = Edge(funder="Orsk\u00a0Fund\u200d\U0001f54a", grantee="Vale\t\x85\ufffe\ud800Choir", value=None, tellings=())
    write_graphml(Flow(groups={"USD": [edge]}, left_out={}, is_resolved=True), tmp_path / "flow.graphml")
    names = set(networkx.read_graphml(tmp_path / "flow.graphml").nodes)
    assert names == {"Orsk\u00a0Fund\u200d\U0001f54a", "Vale    Choir"}


def test_without_networkx_the_message_names_the_extra_and_no_file_is_left(
    news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(MissingExtra, match=r"moneyquote\[graph\]"):
        call("flow", news, "-o", tmp_path / "flow.graphml")
    assert not (tmp_path / "flow.graphml").exists()


def test_other_suffixes_and_what_is_no_database_are_told(news: Path, tmp_path: Path) -> None:
    assert ".html or .graphml" in call("flow", news, "-o", tmp_path / "flow.png", code=2).output
    with pytest.raises(PathNotFound):
        call("flow", tmp_path / "none.db", "-o", tmp_path / "flow.html")
    (tmp_path / "notes.db").write_text("notes", encoding="utf-8")
    with pytest.raises(NotADatabase):
        call("flow", tmp_path / "notes.db", "-o", tmp_path / "flow.html")
    assert not (tmp_path / "flow.html").exists()


@pytest.mark.parametrize(
    ("target", "title"),
    [
        ("postgresql://ada@db.example.org", "moneyquote"),
        ("postgresql://ada:sesame@db.example.org:5432/?sslmode=require", "moneyquote"),
        ("postgresql://ada:sesame@db.example.org/news.v2?password=sesame", "news.v2"),
        ("postgresql://ada:ses/ame@db.example.org/news", "moneyquote"),
        ("postgres:///news", "news"),
        ("old/news.v2.db", "news.v2"),
        ("what?.db", "what?"),
    ],
)
def test_the_title_names_the_database_and_neither_user_nor_host(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str, title: str
) -> None:
    fill(str(tmp_path / "news.db"))
    opened = open_database(str(tmp_path / "news.db"))
    monkeypatch.setattr(command, "open_database", lambda _: opened)
    call("flow", target, "-o", tmp_path / "flow.html")
    tree = html.fromstring((tmp_path / "flow.html").read_text(encoding="utf-8"))
    assert tree.findtext(".//h1") == f"Who funds whom in {title}"


def test_without_a_line_nothing_is_written_and_the_reason_is_told(news: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(news)) as connection, connection:
        connection.execute("UPDATE grants SET status = 'denied'")
    with pytest.raises(UnwritableTarget, match="7 grants have none or are not counted"):
        call("flow", news, "-o", tmp_path / "flow.html")
    with closing(sqlite3.connect(news)) as connection, connection:
        connection.execute("DELETE FROM grants")
    with pytest.raises(UnwritableTarget, match="it holds no grants"):
        call("flow", news, "-o", tmp_path / "flow.html")
    assert not (tmp_path / "flow.html").exists()


def test_a_parquet_folder_and_a_postgresql_database_give_the_same_page(
    news: Path, tmp_path: Path, address: str
) -> None:
    pages = []
    for target in (str(news), str(tmp_path / "news.parquet"), address):
        if target != str(news):
            fill(target)
        call("flow", target, "-o", tmp_path / "flow.html")
        text = (tmp_path / "flow.html").read_text(encoding="utf-8")
        assert "sesame" not in text
        pages.append(re.sub(r"news\d*", "news", text))
    assert pages[1] == pages[0]
    assert pages[2] == pages[0]
