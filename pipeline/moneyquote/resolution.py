"""Organizations and grants across the articles of one database: read, resolve, write back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from moneyquote.errors import UnclearName
from moneyquote.organizations import Judgement, RegisterEntry
from moneyquote.resolve.resolving import resolve
from moneyquote.resolve.told_grants import tie_grants
from moneyquote.stores.organizations import OrganizationStore

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run found: counts for its summary."""

    entities: int
    names: int
    organizations: int
    registered: int
    judgements: int
    told_grants: int
    contradicted: int


def resolve_database(store: OrganizationStore, register: Sequence[RegisterEntry] = ()) -> Outcome:
    """Resolve the organizations and the grants of a database anew; judgements are kept, and win."""
    articles, judgements = store.article_names(), store.judgements()
    resolution = resolve(articles, register=register, judgements=judgements)
    store.replace(resolution)
    told = tie_grants(store.told_grants())
    store.replace_grants(told)
    in_articles = [body for body in resolution.organizations if any(name.entities for name in body.names)]
    return Outcome(
        entities=sum(len(article.organizations) for article in articles),
        names=sum(bool(name.entities) for body in in_articles for name in body.names),
        organizations=len(in_articles),
        registered=sum(body.register is not None for body in in_articles),
        judgements=len(judgements),
        told_grants=len(told),
        contradicted=sum(bool(grant.contradictions) for grant in told),
    )


def judge_names(store: OrganizationStore, first: str, second: str, *, same: bool) -> Judgement:
    """Keep a person's judgement of two names, each given by id or by its words; it counts from the next run on.

    Raises:
        UnclearName: if one is no name of the database, or several, or both are the same name.
    """
    (first_id, first_name), (second_id, second_name) = _the_name(store, first), _the_name(store, second)
    if first_id == second_id:
        raise UnclearName(store.where, f"{first!r} and {second!r} are the same name", "Give two different names")
    judged = datetime.now(UTC).isoformat(timespec="seconds")
    judgement = Judgement(
        first=first_id, second=second_id, same=same, first_name=first_name, second_name=second_name, judged=judged
    )
    store.judge(judgement)
    return judgement


def _the_name(store: OrganizationStore, given: str) -> tuple[str, str]:
    """Return id and words of the name that an id, an organization's id, or the words mean."""
    queries = (
        "SELECT id, name FROM organization_names WHERE id = ?",
        "SELECT n.id, n.name FROM organizations AS o JOIN organization_names AS n"
        " ON n.organization = o.id AND n.name = o.name WHERE o.id = ? ORDER BY n.id LIMIT 1",
        "SELECT id, name FROM organization_names WHERE lower(name) = lower(?) ORDER BY id",
    )
    for query in queries:
        found = store.rows(query, given)
        if len(found) == 1:
            return found[0]["id"], found[0]["name"]
        if found:
            ids = ", ".join(row["id"] for row in found[:_SHOWN])
            raise UnclearName(
                store.where,
                f"{given!r} is written in {len(found)} articles in which it may mean different bodies",
                f"Give one of the ids that resolve show prints: {ids}{' …' if len(found) > _SHOWN else ''}",
            )
    raise UnclearName(
        store.where,
        f"no organization is named {given!r}",
        "Run resolve run first, then give a name or id of resolve show",
    )
