"""The SQLite store: one article a content, whole or not at all, searched and joined by plain SQL."""

import sqlite3
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlite_utils
from tests.stores.fabricated import TEXT, empty_record, made_article, made_record, made_run

from moneyquote.errors import BrokenRecord, OffsetMismatch, UnwritableTarget
from moneyquote.records import Amount, AmountFlag, ArticleRecord, Entity, EntityType, Failure, GrantStatus, Party
from moneyquote.stores import Claim, SqliteStore, open_store
from moneyquote.stores.database import Database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture
def store(path: Path) -> Any:
    with SqliteStore(path) as opened:
        opened.begin_run(made_run())
        yield opened


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def made_failure(location: str = "news/larkspur.txt", stage: str = "extraction") -> Failure:
    return Failure(location=location, stage=stage, code="MQ601", what="it stopped", mend="Report it")


def test_the_same_content_in_two_places_is_one_article(store: SqliteStore, path: Path) -> None:
    first, second = made_article(location="b.txt"), made_article(location="c.txt")
    store.save(first, made_record(first), "r1")
    store.save(second, made_record(second), "r1")
    assert store.claim(replace(first, location="d.txt"), "r1") is Claim.DONE
    assert ask(path, "SELECT count(*) FROM articles") == [(1,)]
    assert ask(path, "SELECT count(*) FROM grants") == [(2,)]
    assert ask(path, "SELECT location FROM locations ORDER BY 1") == [("b.txt",), ("c.txt",), ("d.txt",)]


@pytest.mark.parametrize("places", [("a.txt", "b.txt"), ("b.txt", "a.txt")])
def test_an_article_bears_the_head_of_its_first_place_in_order(
    store: SqliteStore, path: Path, places: tuple[str, str]
) -> None:
    for place in places:
        article = made_article(id=place.removesuffix(".txt"), location=place)
        store.save(article, empty_record(article), "r1")
    assert ask(path, "SELECT id FROM articles") == [("a",)]
    earlier = made_article(id="0", location="0.txt")
    assert store.claim(earlier, "r1") is Claim.DONE
    assert ask(path, "SELECT id FROM articles") == [("0",)]
    assert ask(path, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'roof'") == [(1,)]


def test_noting_a_known_place_writes_nothing(store: SqliteStore, path: Path) -> None:
    article = made_article()
    store.save(article, made_record(), "r1")
    before = ask(path, "PRAGMA data_version")
    store._connection.execute("PRAGMA query_only = ON")
    assert store.claim(article, "r1") is Claim.DONE
    assert ask(path, "PRAGMA data_version") == before


def test_content_is_done_for_the_pipeline_that_did_it(store: SqliteStore) -> None:
    article = made_article()
    assert store.claim(article, "r1") is Claim.GRANTED
    store.save(article, made_record(), "r1")
    assert store.claim(article, "r1") is Claim.DONE
    store.begin_run(made_run("r2", "p2"))
    assert store.claim(article, "r2") is Claim.GRANTED
    store.save(article, empty_record(article), "r2")
    assert store.claim(article, "r2") is Claim.DONE
    assert store.claim(article, "r1") is Claim.GRANTED


def test_a_newer_record_replaces_the_older_and_search_follows(store: SqliteStore, path: Path) -> None:
    article = made_article()
    store.save(article, made_record(), "r1")
    assert ask(path, "SELECT speaker_name FROM quotes_fts WHERE quotes_fts MATCH 'organ'") == [("Ada Moss",)]
    assert ask(path, "SELECT title FROM articles_fts WHERE articles_fts MATCH 'cafe AND choir'") == [
        ("A roof for the choir",)
    ]
    store.save(article, empty_record(article), "r1")
    for table in ("entities", "mentions", "amounts", "quotes", "quote_spans", "grants"):
        assert ask(path, f"SELECT count(*) FROM {table}") == [(0,)]
    assert ask(path, "SELECT count(*) FROM quotes_fts WHERE quotes_fts MATCH 'organ'") == [(0,)]
    assert ask(path, "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'organ'") == [(1,)]
    for table in ("articles_fts", "quotes_fts"):
        store._connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")


def test_a_failure_stands_until_its_place_succeeds(store: SqliteStore, path: Path) -> None:
    article = made_article()
    store.fail(made_failure(), "r1")
    store.fail(replace(made_failure(), what="it stopped again"), "r1")
    store.fail(replace(made_failure("twin.txt"), sha256=article.sha256), "r1")
    store.fail(made_failure("other.txt"), "r1")
    assert ask(path, "SELECT location, what FROM failures ORDER BY 1") == [
        ("news/larkspur.txt", "it stopped again"),
        ("other.txt", "it stopped"),
        ("twin.txt", "it stopped"),
    ]
    store.save(article, made_record(), "r1")
    assert ask(path, "SELECT location FROM failures") == [("other.txt",)]
    assert store.claim(replace(article, location="other.txt"), "r1") is Claim.DONE
    assert ask(path, "SELECT count(*) FROM failures") == [(0,)]


def test_a_failure_of_a_file_with_broken_name_bytes_is_kept(store: SqliteStore, path: Path) -> None:
    store.fail(made_failure("news/\udce9t\0.txt"), "r1")
    assert ask(path, "SELECT location FROM failures") == [(r"news/\udce9t\x00.txt",)]


def test_a_run_is_written_down_with_its_counts(store: SqliteStore, path: Path) -> None:
    store.finish_run(replace(made_run(), finished="2026-01-01T00:01:00Z", done=3, skipped=2, failed=1))
    assert ask(path, "SELECT id, finished, done, skipped, failed FROM runs") == [
        ("r1", "2026-01-01T00:01:00Z", 3, 2, 1)
    ]


def broken_records() -> dict[str, tuple[ArticleRecord, type[Exception], str]]:
    right = made_record()
    moved = replace(right.amounts[0], start=right.amounts[0].start + 1)
    stranger = replace(right.grants[0], funder=Party(entity="e9", name="?"))
    doubled = (*right.entities, Entity(id="e1", type=EntityType.ORG, name="Twice"))
    surrogate = (replace(right.entities[0], name="\ud800"), *right.entities[1:])
    cut = (replace(right.entities[0], name="a\0b"), *right.entities[1:])
    return {
        "offsets": (replace(right, amounts=(moved,)), OffsetMismatch, "amount a1"),
        "entity": (replace(right, grants=(stranger,)), BrokenRecord, "grant g1 funder: no entity 'e9'"),
        "amount": (replace(right, amounts=right.amounts[1:]), BrokenRecord, "grant g1: no amount 'a1'"),
        "head": (replace(right, article=replace(right.article, id="x")), BrokenRecord, "head"),
        "text": (replace(right, text="else"), BrokenRecord, "text"),
        "twice": (replace(right, entities=doubled), BrokenRecord, "UNIQUE"),
        "surrogate": (replace(right, entities=surrogate), BrokenRecord, r"U\+D800"),
        "nul": (replace(right, entities=cut), BrokenRecord, r"U\+0000"),
        "confidence": (
            replace(right, quotes=(replace(right.quotes[0], confidence=1.5),)),
            BrokenRecord,
            "confidence",
        ),
        "no number": (
            replace(right, quotes=(replace(right.quotes[0], confidence=float("nan")),)),
            BrokenRecord,
            "not a number",
        ),
        "no sum": (
            replace(right, amounts=(replace(right.amounts[0], value=Decimal("NaN")),), grants=()),
            BrokenRecord,
            "value_exact",
        ),
    }


@pytest.mark.parametrize("case", sorted(broken_records()))
def test_a_broken_record_is_refused_with_its_article_and_leaves_the_old_one(
    store: SqliteStore, path: Path, case: str
) -> None:
    store.save(made_article(), made_record(), "r1")
    record, error, message = broken_records()[case]
    with pytest.raises(error, match=message) as caught:
        store.save(made_article(), record, "r1")
    assert "news/larkspur.txt" in str(caught.value)
    with Database(path) as database:
        assert database.record(database.find("larkspur")) == made_record()


def test_r15_names_are_data_and_never_sql(store: SqliteStore, path: Path) -> None:
    name = "'); DROP TABLE articles; --"
    entities = (Entity(id="e1", type=EntityType.ORG, name=name),)
    store.save(made_article(), replace(empty_record(made_article()), entities=entities), "r1")
    assert ask(path, "SELECT name FROM entities") == [(name,)]
    with Database(path) as database:
        assert database.find("larkspur").head.id == "larkspur"


def test_the_views_answer_what_people_ask(store: SqliteStore, path: Path) -> None:
    store.save(made_article(), made_record(), "r1")
    columns = "article, funder, grantee, value, currency, period, kind, amount_text, evidence"
    assert ask(path, f"SELECT {columns} FROM grants_view") == [
        (
            *("larkspur", "Larkspur Fund", "Tern Choir", 1300000.0, "USD", "2021", "grant", "$1.3 million"),
            TEXT[: TEXT.index("\n")],
        ),
        ("larkspur", "Larkspur Fund", "a café", 2000.0, "EUR", None, "loan", "€2,000", None),
    ]
    assert ask(path, "SELECT speaker, speaker_type, content, source_text FROM quotes_view") == [
        ("Ada Moss", "PER", "We can mend the roof … And the organ.", "Ada Moss")
    ]
    assert ask(path, "SELECT grantee, currency, is_loan, grants, value FROM money_by_grantee ORDER BY 1") == [
        ("Tern Choir", "USD", 0, 1, 1300000.0),
        ("a café", "EUR", 1, 1, 2000.0),
    ]
    assert ask(path, "SELECT organization, articles, mentions FROM organizations_view ORDER BY 1") == [
        ("Larkspur Fund", 1, 1),
        ("Tern Choir", 1, 0),
    ]
    assert ask(path, "SELECT text FROM amounts_view WHERE value > 5000") == [("$1.3 million",)]


def test_money_by_grantee_counts_no_totals_requests_rates_nor_a_sum_twice(store: SqliteStore, path: Path) -> None:
    right = made_record()
    grant = right.grants[0]
    rate = Amount(id="a3", start=0, end=3, text="The", value=Decimal(7), flags=(AmountFlag.PER_UNIT,))
    grants = (
        grant,
        replace(grant, id="g2", funder=None),  # a second funder of the same sum
        replace(grant, id="g3", is_total=True),
        replace(grant, id="g4", status=GrantStatus.REQUESTED),
        replace(grant, id="g5", amount="a3"),
        replace(grant, id="g6", amount=None),
    )
    store.save(made_article(), replace(right, amounts=(*right.amounts, rate), grants=grants), "r1")
    assert ask(path, "SELECT grantee, grants, value, value_given FROM money_by_grantee") == [
        ("Tern Choir", 1, 1300000.0, 1300000.0)
    ]


def test_sqlite_utils_finds_search_and_keys(store: SqliteStore, path: Path) -> None:
    store.save(made_article(), made_record(), "r1")
    database = sqlite_utils.Database(path)
    try:
        assert [row["id"] for row in database["articles"].search("choir")] == ["larkspur"]  # type: ignore[union-attr]  # a table, no view
        assert [row["id"] for row in database["quotes"].search("Moss")] == ["q1"]  # type: ignore[union-attr]  # a table, no view
        tables = (
            "articles",
            "entities",
            "mentions",
            "amounts",
            "quotes",
            "quote_spans",
            "grants",
            "failures",
            "runs",
            "leases",
        )
        for table in tables:
            assert not any(column.type == "BLOB" for column in database[table].columns)
            assert database[table].foreign_keys or table == "runs"  # type: ignore[union-attr]  # a table, no view
    finally:
        database.close()


@pytest.mark.parametrize("target", ["a.xlsx", "a", "mysql://host/name"])
def test_an_unknown_kind_of_target_is_refused_by_name(target: str) -> None:
    with pytest.raises(UnwritableTarget, match=r"FILE\.db"):
        open_store(target)
