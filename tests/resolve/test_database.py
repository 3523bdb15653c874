"""Resolving a real database, and the commands."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.stores.fabricated import made_article, made_record, other_text
from typer.testing import CliRunner

from moneyquote.cli import app
from moneyquote.errors import NotADatabase, PathNotFound, UnclearName
from moneyquote.records import Article, ArticleHead, ArticleRecord, Entity, EntityType, Mention, Run
from moneyquote.resolution import judge_names, resolve_database
from moneyquote.resolve.names import entity_name_id
from moneyquote.stores import ParquetStore, SqliteStore
from moneyquote.stores.organizations import OrganizationStore
from moneyquote.stores.parquet.folders import ledger_of

BESIDE = ("Ternport Harbour Works", "Ada Moss Trust", "Gull Island Ferries")


def naming(id: str, *names: str) -> tuple[Article, ArticleRecord]:
    text = f"{id}. " + ". ".join(names)
    article = Article(id=id, text=text, location=f"news/{id}.txt")
    entities, mentions = [], []
    for number, name in enumerate(names, 1):
        start = text.index(name, len(id) + 2)
        entities.append(Entity(id=f"e{number}", type=EntityType.ORG, name=name))
        mentions.append(Mention(start=start, end=start + len(name), text=name, entity=f"e{number}"))
    head = ArticleHead(id=id, sha256=article.sha256)
    return article, ArticleRecord(article=head, entities=tuple(entities), mentions=tuple(mentions))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "news.db"
    with SqliteStore(found) as store:
        store.begin_run(Run(id="r1", started="2026-01-01T00:00:00Z", version="0", pipeline="p"))
        store.save(*naming("one", "Larkspur Ternwise Inc", *BESIDE), "r1")
        store.save(*naming("two", "Larkspur Ternwise", *BESIDE), "r1")
        article = made_article()
        store.save(article, made_record(article), "r1")
        store.save(*other_text(2), "r1")
    return found


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def run(path: Path) -> None:
    with OrganizationStore(path) as store:
        resolve_database(store)


def bodies(path: Path) -> list[tuple[str, int]]:
    query = "SELECT organization, articles FROM organizations_view WHERE organization LIKE 'Larkspur T%' ORDER BY 1"
    return [(str(name), int(count)) for name, count in ask(path, query)]


def test_before_a_run_names_stand_for_themselves_and_after_it_bodies_do(path: Path) -> None:
    assert bodies(path) == [("Larkspur Ternwise", 1), ("Larkspur Ternwise Inc", 1)]
    run(path)
    (found,) = bodies(path)
    assert found[1] == 2


def test_a_second_run_gives_the_same_tables(path: Path) -> None:
    tables = ("organizations", "organization_names", "organization_entities", "organization_links", "told_grants")
    run(path)
    first = [ask(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]
    run(path)
    assert [ask(path, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables] == first
    assert all(first)


def test_a_judgement_outlives_runs_and_wins(path: Path) -> None:
    run(path)
    with OrganizationStore(path) as store:
        judge_names(store, "larkspur ternwise", "Larkspur Ternwise Inc", same=False)
    for _ in range(2):
        run(path)
        assert bodies(path) == [("Larkspur Ternwise", 1), ("Larkspur Ternwise Inc", 1)]
    assert ask(path, "SELECT decision FROM organization_links WHERE decision LIKE 'judged%'") == [("judged_different",)]
    with OrganizationStore(path) as store:
        judge_names(store, "Larkspur Ternwise Inc", "Larkspur Ternwise", same=True)
    run(path)
    assert len(bodies(path)) == 1


def test_a_link_is_stored_with_its_features_and_reason(path: Path) -> None:
    run(path)
    rows = ask(path, "SELECT features, reason FROM organization_links WHERE decision = 'matched' ORDER BY score DESC")
    names = [name for name, _, _ in json.loads(rows[0][0])]
    assert "same_words" in names
    assert all("are taken for one body" in reason for _, reason in rows)


def test_an_article_extracted_again_leaves_its_organizations_until_the_next_run(path: Path) -> None:
    run(path)
    with SqliteStore(path) as store:
        store.save(*naming("two", "Larkspur Ternwise", *BESIDE), "r1")
    assert bodies(path) == [("Larkspur Ternwise", 1), ("Larkspur Ternwise Inc", 1)] or len(bodies(path)) == 2
    run(path)
    assert len(bodies(path)) == 1


def test_a_grant_told_in_two_articles_is_tied_together(path: Path) -> None:
    run(path)
    rows = ask(path, "SELECT told_grant, tellings, funder, value, evidence, contradictions FROM grants_across_articles")
    roof = [row for row in rows if row[3] == 1_300_000]
    assert len(roof) == 2
    assert len({row[0] for row in roof}) == 1
    assert all(row[1] == 2 and row[2] == "Larkspur Fund" and row[4] and row[5] == "[]" for row in roof)


def test_a_name_that_means_nothing_or_several_is_told(path: Path) -> None:
    run(path)
    with OrganizationStore(path) as store:
        with pytest.raises(UnclearName, match="no organization"):
            judge_names(store, "Gull Bank", "Larkspur Ternwise", same=True)
        with pytest.raises(UnclearName, match="same name"):
            judge_names(store, "Larkspur Ternwise", "Larkspur ternwise", same=True)


def test_a_file_that_is_not_there_or_not_ours(tmp_path: Path) -> None:
    with pytest.raises(PathNotFound):
        OrganizationStore(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("no database")
    with pytest.raises(NotADatabase):
        OrganizationStore(tmp_path / "text.db")


def test_the_commands(path: Path, tmp_path: Path) -> None:
    register = tmp_path / "known.csv"
    register.write_text("id,name\nGB-7,Larkspur Ternwise\n", encoding="utf-8")
    runner = CliRunner()
    done = runner.invoke(app, ["resolve", "run", str(path), "--register", str(register)])
    assert done.exit_code == 0, done.output
    shown = runner.invoke(app, ["resolve", "show", str(path), "larkspur tern"])
    assert "GB-7 in known.csv" in shown.output
    assert "Larkspur Ternwise Inc" in shown.output
    assert "are taken for one body" in shown.output
    two = next(a for a, _ in [naming("two", "Larkspur Ternwise", *BESIDE)])
    identity = entity_name_id(two.sha256, "Larkspur Ternwise")
    judged = runner.invoke(app, ["resolve", "judge", str(path), identity, "Larkspur Ternwise Inc", "different"])
    assert judged.exit_code == 0, judged.output
    assert runner.invoke(app, ["resolve", "run", str(path), "-q"]).exit_code == 0
    assert len(bodies(path)) == 2


def test_a_folder_of_datasets_is_resolved_in_its_own_database(tmp_path: Path) -> None:
    folder = tmp_path / "news.parquet"
    with ParquetStore(folder) as store:
        store.begin_run(Run(id="r1", started="2026-01-01T00:00:00Z", version="0", pipeline="p"))
        store.save(*naming("one", "Larkspur Ternwise Inc", *BESIDE), "r1")
        store.save(*naming("two", "Larkspur Ternwise", *BESIDE), "r1")
    told = CliRunner().invoke(app, ["resolve", "run", str(folder)], catch_exceptions=False)
    assert told.exit_code == 0, told.output
    ((_, articles),) = bodies(ledger_of(folder))
    assert articles == 2
    shown = CliRunner().invoke(app, ["resolve", "show", str(folder), "larkspur"], catch_exceptions=False)
    assert "Larkspur Ternwise Inc" in shown.stdout
    with pytest.raises(PathNotFound, match=r"none\.parquet"):
        run(tmp_path / "none.parquet")
