"""Resolving a PostgreSQL database gives what resolving a SQLite database of the same articles gives, row for row."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.batch.rig import asked
from tests.flow.invented import fill
from tests.resolve.test_database import BESIDE, naming
from tests.stores.fabricated import made_article, made_record, made_run

from moneyquote.organizations import RegisterEntry
from moneyquote.records import GrantStatus
from moneyquote.resolution import judge_names, resolve_database
from moneyquote.stores import open_organizations, open_store

NAMES = (
    ("one", "Larkspur Ternwise Inc", *BESIDE),
    ("two", "Larkspur Ternwise", *BESIDE),
    ("three", "Ministry of Ferries (MOF)", "MOF"),
    ("four", "The Ada Moss Foundation", "Ada Moss Foundation Ltd", "Ministry of Ferries"),
    ("five", "Éclair Works; %s ? 'x'", "Gull Island Ferries"),
)
REGISTER = [RegisterEntry(id="GB-7", names=("Larkspur Ternwise",), source="known.csv")]
# Keys of articles and grants are each database's own.
QUERIES = {
    "organizations": "SELECT id, name, register_id, register_source FROM organizations ORDER BY id",
    "names": "SELECT id, organization, name FROM organization_names ORDER BY id",
    "entities": "SELECT sha256, entity, name FROM organization_entities JOIN articles ON articles.key = article"
    " ORDER BY sha256, entity",
    "links": "SELECT first, second, score, decision, features, reason FROM organization_links ORDER BY first, second",
    "judgements": "SELECT first, second, same, first_name, second_name FROM organization_judgements ORDER BY 1, 2",
    "tellings": 'SELECT told, sha256, grants.id FROM told_grant_tellings JOIN grants ON grants.key = "grant"'
    " JOIN articles ON articles.key = grants.article ORDER BY told, sha256, grants.id",
    "view": "SELECT organization, articles, mentions, organization_id, register_id FROM organizations_view ORDER BY 4",
}
CONTRADICTIONS = "SELECT id, reason, contradictions FROM told_grants ORDER BY id"
GRANTS = "SELECT grants.key, sha256, grants.id FROM grants JOIN articles ON articles.key = article"


def resolved(target: str) -> dict[str, list[Any]]:
    """Return all that resolving leaves in a database, without the keys of its rows."""
    found: dict[str, list[Any]] = dict(asked(target, QUERIES))
    found["links"] = [(*link[:4], json.loads(link[4]), link[5]) for link in found["links"]]
    found["judgements"] = [(*pair[:2], bool(pair[2]), *pair[3:]) for pair in found["judgements"]]
    rows = asked(target, {"grants": GRANTS, "told": CONTRADICTIONS})
    of_key = {key: (sha256, grant) for key, sha256, grant in rows["grants"]}
    found["contradictions"] = [
        (told, reason, contradiction["field"], value, sorted(of_key[key] for key in keys))
        for told, reason, contradictions in rows["told"]
        for contradiction in json.loads(contradictions)
        for value, keys in contradiction["readings"]
    ]
    return found


@pytest.mark.parametrize("runs", [1, 2])
def test_both_databases_are_resolved_alike(address: str, tmp_path: Path, runs: int) -> None:
    left = []
    for target in (str(tmp_path / "a.db"), address):
        fill(target)
        with open_store(target) as store:
            store.begin_run(made_run("r2"))
            for id, *names in NAMES:
                store.save(*naming(id, *names), "r2")
            article = made_article(f"{made_article().text} Told otherwise.", id="otherwise")
            record = made_record(article)
            grant = replace(record.grants[0], period="two years", status=GrantStatus.PROMISED)
            store.save(article, replace(record, grants=(grant,)), "r2")
        with open_organizations(target) as database:
            outcomes = [resolve_database(database, REGISTER)]
            judge_names(database, "ada moss trust", "Gull Island Ferries", same=True)
            outcomes += [resolve_database(database, REGISTER) for _ in range(runs)]
        left.append((outcomes, resolved(target)))
    ours, theirs = left
    assert theirs[0] == ours[0]
    for table, rows in ours[1].items():
        assert theirs[1][table] == rows, table
    assert all(ours[1].values())
    assert ours[0][-1].judgements == 1
    assert ours[0][-1].registered == 1
