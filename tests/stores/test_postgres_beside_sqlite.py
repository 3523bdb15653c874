"""Both databases hold the same after the same run: row for row, and byte for byte in what is exported."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.batch.rig import made_folder, numbered, run
from tests.stores.fabricated import checked_record, empty_record, made_article, made_record, made_run, other_text
from tests.stores.test_postgres_conformance import kept

from moneyquote.errors import BrokenRecord
from moneyquote.records import Article, Entity, EntityType, Failure
from moneyquote.stores import Store, open_database, open_store
from moneyquote.stores.export import Format, export_kind
from moneyquote.stores.merge import merge
from moneyquote.stores.tables import Kind

OF_ARTICLES = ("entities", "mentions", "amounts", "quotes", "grants", "locations")
OUT_OF_ORDER = ("zebra", "Ähre", "apple", "Zebra", "éclair", "a b", "a-b", "\U0001f692")


def plain(value: Any, column: str) -> Any:
    """Return a value as SQLite has it, and JSON read: jsonb puts names in an order of its own."""
    if column in ("also", "checks"):
        return json.loads(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    return int(value) if isinstance(value, bool) else value


def columns(database: Any, table: str) -> list[str]:
    """Return the columns that both databases have, in order; none where the table is empty."""
    own = ("key", "article", "quote", "run", "owner", "rowid", "published_on")
    rows = database.rows(f"SELECT * FROM {table} LIMIT 1")
    return sorted(name for name in (tuple(rows[0].keys()) if rows else ()) if name not in own)


def all_rows(address: str) -> dict[str, list[tuple[Any, ...]]]:
    """Return what each table holds, under the names that it has in SQLite, whatever keys stand for the rows."""
    found = {}
    with open_database(address) as opened:
        database: Any = opened
        exact = database._session.exact
        for table in OF_ARTICLES:
            names = [name for name in columns(database, table) if not name.startswith("value")]
            if table == "amounts":
                names += [f"value{exact}", f"value_max{exact}"]
            chosen = ", ".join(f"{table}.{name}" for name in names) or "1"
            order = f"{table}.location" if table == "locations" else f"{table}.key"
            query = f"SELECT articles.sha256 AS of_article, {chosen} FROM {table}"
            query += f" JOIN articles ON articles.key = {table}.article ORDER BY articles.sha256, {order}"
            found[table] = [tuple(plain(row[key], key) for key in tuple(row.keys())) for row in database.rows(query)]
        spans = "SELECT articles.sha256 AS of_article, quotes.id, quote_spans.text, quote_spans.text_start"
        spans += " FROM quote_spans JOIN quotes ON quotes.key = quote JOIN articles ON articles.key = quotes.article"
        found["quote_spans"] = [
            tuple(row[key] for key in tuple(row.keys()))
            for row in database.rows(f"{spans} ORDER BY 1, quote_spans.key")
        ]
        for table, order in (("articles", "sha256"), ("failures", "location"), ("ledger", "location")):
            names = columns(database, table)
            query = f"SELECT {', '.join(names) or 1} FROM {table} ORDER BY {order}"
            found[table] = [tuple(row[name] for name in names) for row in database.rows(query)]
    return found


def exported(address: str) -> dict[str, str]:
    found = {}
    with open_database(address) as database:
        for kind in Kind:
            for form in Format:
                if (kind, form) != (Kind.RECORDS, Format.CSV):
                    out = io.StringIO(newline="")
                    export_kind(database, kind, form, out)
                    found[f"{kind} {form}"] = out.getvalue()
    return found


def fill(store: Store) -> None:
    """Save articles of every kind of record, a second place of one, a failure, and names in no simple order."""
    store.begin_run(made_run())
    store.save(made_article(), made_record(), "r1")
    store.save(made_article(id="again", location="news/again.txt"), made_record(made_article(id="again")), "r1")
    for number in range(3):
        store.save(*other_text(number), "r1")
    for name in OUT_OF_ORDER:
        article = replace(made_article(f"Of {name}.", id=name, location=f"{name}.txt"), published=None)
        entities = (Entity(id="e1", type=EntityType.ORG, name=f"\\N\t{name}\n"),)
        store.save(article, replace(empty_record(article), entities=entities), "r1")
    huge = replace(made_record().amounts[0], value=Decimal(2) ** 70 + Decimal("0.010"), value_max=Decimal("1E+2"))
    article = made_article(f"{made_article().text} Huge.", id="huge")
    store.save(article, replace(made_record(article), amounts=(huge, made_record().amounts[1])), "r1")
    checked = made_article(f"{made_article().text} Checked.", id="checked")
    store.save(checked, checked_record(checked), "r1")
    store.fail(Failure(location="bad\udce9\0.txt", stage="reading", code="MQ101", what="no", mend="Mend"), "r1")
    store.finish_run(replace(made_run(), finished="2026-01-01T00:00:09+00:00", done=14))


@pytest.mark.parametrize("redone", [False, True])
def test_the_same_saves_give_the_same_rows_and_exports(address: str, tmp_path: Path, redone: bool) -> None:
    targets = [str(tmp_path / "a.db"), address]
    for target in targets:
        for _ in range(1 + redone):
            with open_store(target) as store:
                fill(store)
    rows, texts = [all_rows(target) for target in targets], [exported(target) for target in targets]
    for table in rows[0]:
        assert rows[1][table] == rows[0][table], table
        assert rows[0][table], table
    for kind in texts[0]:
        assert texts[1][kind] == texts[0][kind], kind


def test_the_same_run_gives_the_same_rows(address: str, tmp_path: Path) -> None:
    texts = numbered(6) | {"twin": numbered(1)["00000"], "bad": "RAISE no", "torn.json": "{"}
    texts["many.jsonl"] = "".join(f'{{"text": "Line{number} gave."}}\n' for number in range(4))
    folder = made_folder(tmp_path / "in", texts)
    tallies = [run(folder, target, timeout=600) for target in (str(tmp_path / "a.db"), address)]
    assert (tallies[0].done, tallies[0].failed) == (tallies[1].done, tallies[1].failed) == (10, 2)
    ours, theirs = all_rows(address), all_rows(str(tmp_path / "a.db"))
    for table in ("articles", "entities", "mentions", "locations", "failures", "ledger"):
        assert ours[table] == theirs[table], table
    assert run(folder, address, timeout=600).skipped == 11
    assert run(folder, address, timeout=600, retry_failed=True).failed == 2
    assert all_rows(address) == ours


def test_a_merge_there_and_back_keeps_all(address: str, tmp_path: Path) -> None:
    first, last = tmp_path / "a.db", tmp_path / "b.db"
    with open_store(str(first)) as store:
        fill(store)
    for source, target in ((str(first), address), (address, str(last))):
        with open_store(target) as store, open_database(source) as database, open_database(target) as before:
            assert merge(database, store, before).held == 0
    assert exported(str(last)) == exported(address) == exported(str(first))
    with open_database(address) as database, open_database(str(last)) as other:
        assert database.ledger() == other.ledger()
        (run_there,), (run_back,) = database.runs(), other.runs()
        assert run_there == run_back
        assert datetime.fromisoformat(run_there.finished or "").isoformat() == "2026-01-01T00:00:09+00:00"


def test_r27_money_is_numeric_and_views_sum_it(address: str) -> None:
    with open_store(address) as store:
        fill(store)
    with open_database(address) as database:
        total = database.rows("SELECT sum(value) AS total FROM amounts_view WHERE value > 1000000000")[0]["total"]
        assert total == Decimal(2) ** 70 + Decimal("0.01")
        row = database.rows("SELECT * FROM money_by_grantee WHERE is_loan ORDER BY value DESC LIMIT 1")[0]
        assert (row["grantee"], row["currency"], row["value"]) == ("a café", "EUR", Decimal(12000))
        dated = database.rows("SELECT count(*) AS n FROM articles WHERE published_on = '2021-05-04'")[0]["n"]
        assert dated == 6
        assert json.loads(database.rows("SELECT flags FROM amounts LIMIT 1")[0]["flags"]) == []


def test_views_of_what_was_checked_are_those_of_sqlite(address: str, tmp_path: Path) -> None:
    views = []
    for target in (str(tmp_path / "a.db"), address):
        with open_store(target) as store:
            fill(store)
        with open_database(target) as opened:
            database: Any = opened
            grants = database.rows(
                'SELECT article, "grant", total, told_again, mismatches FROM grants_view'
                ' WHERE mismatches > 0 ORDER BY "grant"'
            )
            checks = database.rows('SELECT * FROM checks_view ORDER BY article, "grant", kind')
            found = [{key: row[key] for key in tuple(row.keys())} for row in (*grants, *checks)]
        views.append([row | {"evidence": json.loads(row.get("evidence", "0"))} for row in found])
    assert views[0] == views[1]
    assert [(row["grant"], row["told_again"], row["mismatches"]) for row in views[0][:2]] == [
        ("g1", 2, 2),
        ("g2", 0, 1),
    ]
    assert [row["kind"] for row in views[0][2:]] == ["parts", "year", "currencies"]
    assert views[0][2]["evidence"][1]["text"] == "€2,000"


def test_u0000_is_refused_with_its_article_and_costs_nothing_else(address: str) -> None:
    nul: Article = made_article("A\0B.", id="nul")
    titled = replace(made_article("Titled.", id="titled"), title="a\0b")
    named = replace(
        made_record(), entities=(replace(made_record().entities[0], name="a\0b"), *made_record().entities[1:])
    )
    check = replace(checked_record().grants[0].checks[0], message="a\0b")
    wrong = replace(made_record(), grants=(replace(made_record().grants[0], checks=(check,)),))
    with open_store(address) as store:
        store.begin_run(made_run())
        for article, record in (
            (nul, empty_record(nul)),
            (titled, empty_record(titled)),
            (made_article(), named),
            (made_article(), wrong),
        ):
            store.claim(article, "r1")
            with pytest.raises(BrokenRecord, match=r"U\+0000"):
                store.save(article, record, "r1")
        surrogate = made_article("A \ud800.", id="surrogate")
        with pytest.raises(BrokenRecord, match=r"U\+D800"):
            store.save(surrogate, empty_record(surrogate), "r1")
        odd = made_article("Fine.", id="odd", location="a\0b\udce9.txt")
        assert store.save(odd, empty_record(odd), "r1")
    with open_database(address) as database:
        assert [article.locations for article in database.articles()] == [(r"a\x00b\udce9.txt",)]
    assert len(kept(address)) == 1
    name = "n" * 9000 + "".join(chr(500 + number) for number in range(4000))  # longer than an index entry may be
    long = made_article("Long.", id=name, location=f"{name}.txt")
    with open_store(address) as store:
        store.begin_run(made_run())
        entities = (Entity(id="e1", type=EntityType.ORG, name=name),)
        assert store.save(long, replace(empty_record(long), entities=entities), "r1")
        assert store.expect([(f"{name}.txt", "1")], "r1").open == [f"{name}.txt"]
