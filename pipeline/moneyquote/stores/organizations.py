"""Organizations across the articles of a database: what resolving reads from it and writes to it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from moneyquote.organizations import (
    ArticleNames,
    GrantAcrossArticles,
    Judgement,
    NamedEntity,
    Resolution,
    ToldGrant,
)
from moneyquote.stores.rows import Columns
from moneyquote.stores.sessions import Session, SqliteSession

_GRANTS = """
SELECT grants.key, articles.sha256, articles.published, grants.kind, grants.status, grants.period, grants.purpose,
    grants.is_total, amounts.value{exact} AS value_exact,
    amounts.value_max{exact} AS value_max_exact, amounts.currency, amounts.qualifier,
    {parties}
FROM grants JOIN articles ON articles.key = grants.article
LEFT JOIN amounts ON amounts.article = grants.article AND amounts.id = grants.amount
{joins}
ORDER BY articles.sha256, grants.key
"""
_PARTY = """
    {role}_body.organization AS {role}_organization, {role}_entity.type AS {role}_type,
    coalesce({role}_entity.name, grants.{role}_name, grants.{role}_text) AS {role}_plain"""
_PARTY_JOINS = """
LEFT JOIN entities AS {role}_entity
    ON {role}_entity.article = grants.article AND {role}_entity.id = grants.{role}_entity
LEFT JOIN organization_entities AS {role}_named
    ON {role}_named.article = grants.article AND {role}_named.entity = grants.{role}_entity
LEFT JOIN organization_names AS {role}_body ON {role}_body.id = {role}_named.name"""
_ROLES = ("funder", "grantee")
_JUDGED = ("first", "second", "first_name", "second_name", "judged")


class OrganizationStore:
    """The organizations of a database that ``extract`` wrote. Close it, or use it as a context manager.

    Raises:
        PathNotFound: if there is no such file.
        NotADatabase: if it is no database of ours.
        NewerSchema: if a newer moneyquote wrote it.
        StoreLocked: if another process holds it while we write.
    """

    def __init__(self, source: Path | Session) -> None:
        self._session = SqliteSession.writing(source) if isinstance(source, Path) else source
        self.where = self._session.where

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a second call does nothing."""
        self._session.close()

    def rows(self, query: str, *values: object) -> Sequence[Columns]:
        """Return the rows of a query."""
        return self._session.rows(query, *values)

    def article_names(self) -> list[ArticleNames]:
        """Return what each article names, in order of SHA-256."""
        forms: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
        for row in self.rows("SELECT article, entity, text FROM mentions ORDER BY key"):
            forms[row["article"], row["entity"]][" ".join(row["text"].split())] = None
        organizations: dict[str, list[NamedEntity]] = defaultdict(list)
        people: dict[str, list[str]] = defaultdict(list)
        for row in self.rows(
            "SELECT sha256, article, entities.id, type, name FROM entities"
            " JOIN articles ON articles.key = entities.article ORDER BY entities.key"
        ):
            if row["type"] == "ORG":
                found = tuple(forms[row["article"], row["id"]])
                organizations[row["sha256"]].append(NamedEntity(id=row["id"], name=row["name"], forms=found))
            elif row["type"] == "PER":
                people[row["sha256"]].append(row["name"])
        return [
            ArticleNames(article=sha256, organizations=tuple(named), people=tuple(people[sha256]))
            for sha256, named in sorted(organizations.items())
        ]

    def judgements(self) -> list[Judgement]:
        """Return what people have judged of pairs of names."""
        return [
            Judgement(**{field: row[field] for field in _JUDGED}, same=bool(row["same"]))
            for row in self.rows("SELECT * FROM organization_judgements ORDER BY first, second")
        ]

    def judge(self, judgement: Judgement) -> None:
        """Keep a judgement in place of an older one of the same names."""
        sides = ((judgement.first, judgement.first_name), (judgement.second, judgement.second_name))
        (first, first_name), (second, second_name) = sorted(sides)
        with self._session.transaction():
            self._session.execute(
                "INSERT INTO organization_judgements (first, second, same, first_name, second_name, judged)"
                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (first, second) DO UPDATE SET same = excluded.same,"
                " first_name = excluded.first_name, second_name = excluded.second_name, judged = excluded.judged",
                *(first, second, judgement.same, first_name, second_name, judgement.judged),
            )

    def replace(self, resolution: Resolution) -> None:
        """Put the organizations of a run in place of those of the run before, all or nothing.

        An entity that has changed since the names were read is left out; the next run takes it in.
        """
        bodies = resolution.organizations
        names = [(name, body.id) for body in bodies for name in body.names]
        put = self._session.execute_many
        with self._session.transaction():
            self._session.execute("DELETE FROM organizations")  # names, entities and links go with them
            put(
                "INSERT INTO organizations (id, name, register_id, register_source) VALUES (?, ?, ?, ?)",
                [(body.id, body.name, body.register, body.register_source) for body in bodies],
            )
            put(
                "INSERT INTO organization_names (id, organization, name) VALUES (?, ?, ?)",
                [(name.id, body, name.name) for name, body in names],
            )
            put(
                "INSERT INTO organization_entities (article, entity, name) SELECT entities.article, entities.id, ?"
                " FROM entities JOIN articles ON articles.key = entities.article WHERE articles.sha256 = ?"
                " AND entities.id = ? AND entities.type = 'ORG'",
                [(name.id, article, entity) for name, _ in names for article, entity in name.entities],
            )
            put(
                "INSERT INTO organization_links (first, second, score, decision, features, reason)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (link.first, link.second, link.score, link.decision.value, _features(link.features), link.reason)
                    for link in resolution.links
                ],
            )

    def told_grants(self) -> list[ToldGrant]:
        """Return every grant as its article tells it, the parties by their organization where they have one."""
        query = _GRANTS.format(
            exact=self._session.exact,
            parties=",".join(_PARTY.format(role=role) for role in _ROLES),
            joins="".join(_PARTY_JOINS.format(role=role) for role in _ROLES),
        )
        return [_told(row) for row in self.rows(query)]

    def replace_grants(self, grants: Sequence[GrantAcrossArticles]) -> None:
        """Put the grants that several articles tell in place of those of the run before, all or nothing."""
        with self._session.transaction():
            self._session.execute("DELETE FROM told_grants")
            self._session.execute_many(
                "INSERT INTO told_grants (id, reason, contradictions) VALUES (?, ?, ?)",
                [(grant.id, grant.reason, _contradictions(grant)) for grant in grants],
            )
            self._session.execute_many(
                'INSERT INTO told_grant_tellings (told, "grant") SELECT ?, key FROM grants WHERE key = ?',
                [(grant.id, telling.key) for grant in grants for telling in grant.tellings],
            )


def _features(features: Iterable[Any]) -> str:
    return json.dumps([[feature.name, round(feature.value, 3), feature.weight] for feature in features])


def _contradictions(grant: GrantAcrossArticles) -> str:
    found = [
        {"field": c.field, "readings": [[value, list(keys)] for value, keys in c.readings]}
        for c in grant.contradictions
    ]
    return json.dumps(found, ensure_ascii=False)


def _told(row: Columns) -> ToldGrant:
    parties = {role: row[f"{role}_organization"] or _plain(row[f"{role}_plain"]) for role in _ROLES}
    sure = {role for role in _ROLES if row[f"{role}_organization"] or row[f"{role}_type"] == "PER"}
    return ToldGrant(
        key=row["key"],
        article=row["sha256"],
        published=row["published"],
        funder=parties["funder"],
        grantee=parties["grantee"],
        sure_parties=frozenset(sure),
        value=_decimal(row["value_exact"]),
        value_max=_decimal(row["value_max_exact"]),
        currency=row["currency"],
        qualifier=row["qualifier"],
        purpose=row["purpose"],
        period=row["period"],
        kind=row["kind"],
        status=row["status"],
        is_total=bool(row["is_total"]),
    )


def _plain(name: str | None) -> str | None:
    return " ".join(name.casefold().split()) if name else None


def _decimal(digits: str | None) -> Decimal | None:
    return None if digits is None else Decimal(digits)
