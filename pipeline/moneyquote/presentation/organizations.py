"""Organizations across articles as text: their names, why they are one body, and what was held apart."""

from __future__ import annotations

from collections.abc import Iterator

from moneyquote.errors import UnclearName
from moneyquote.stores.organizations import OrganizationStore
from moneyquote.stores.rows import Columns

_LINKS = 12  # of one organization that are shown
# The best of the comparisons that give two names the same decision, and how many there are.
_PAIRS = """
SELECT decision, reason, alike
FROM (
    SELECT decision, reason, score,
        count(*) OVER (PARTITION BY decision, one, other) AS alike,
        row_number() OVER (PARTITION BY decision, one, other ORDER BY score DESC, reason) AS place
    FROM (
        SELECT l.decision, l.reason, l.score,
            CASE WHEN a.name < b.name THEN a.name ELSE b.name END AS one,
            CASE WHEN a.name < b.name THEN b.name ELSE a.name END AS other
        FROM organization_links AS l
        JOIN organization_names AS a ON a.id = l.first JOIN organization_names AS b ON b.id = l.second
        WHERE a.organization = ? OR b.organization = ?
    ) AS pairs
) AS placed
WHERE place = 1
ORDER BY decision NOT LIKE 'judged%', decision = 'possible', score DESC, reason
"""


def organization_lines(store: OrganizationStore, name: str, limit: int) -> Iterator[str]:
    """Yield lines that show at most ``limit`` organizations that bear a name, those in most articles first.

    Raises:
        UnclearName: if no organization bears it.
    """
    found = store.rows(
        "SELECT o.id, o.name, o.register_id, o.register_source, count(DISTINCT e.article) AS articles"
        " FROM organizations AS o JOIN organization_names AS n ON n.organization = o.id"
        " LEFT JOIN organization_entities AS e ON e.name = n.id WHERE o.id IN (SELECT organization"
        " FROM organization_names WHERE id = ? OR organization = ?"
        " OR lower(substr(name, 1, ?)) = lower(?))"
        " GROUP BY o.id ORDER BY articles DESC, o.name, o.id",
        *(name, name, len(name), name),
    )
    if not found:
        raise UnclearName(
            store.where,
            f"no organization is named {name!r}",
            "Run resolve run first, or give the beginning of a name",
        )
    for body in found[:limit]:
        yield from _lines(store, body)
    if len(found) > limit:
        yield f"… and {len(found) - limit} more organizations: --limit {len(found)}"


def _lines(store: OrganizationStore, body: Columns) -> Iterator[str]:
    entry = f", {body['register_id']} in {body['register_source']}" if body["register_id"] else ""
    yield f"{body['name']}  {body['id']}  {body['articles']} articles{entry}"
    names = store.rows(
        "SELECT n.name, count(DISTINCT n.id) AS places, min(n.id) AS id, count(DISTINCT e.article) AS articles"
        " FROM organization_names AS n LEFT JOIN organization_entities AS e ON e.name = n.id WHERE n.organization = ?"
        " GROUP BY n.name ORDER BY articles DESC, n.name",
        body["id"],
    )
    for row in names:
        more = f" and {row['places'] - 1} more, one an article" if row["places"] > 1 else ""
        yield f"  {row['name']}  {row['id']}{more}  {row['articles']} articles"
    links = store.rows(_PAIRS, body["id"], body["id"])
    for link in links[:_LINKS]:
        alike = f" So {link['alike'] - 1} more pairs of these names." if link["alike"] > 1 else ""
        yield f"  {link['decision'].replace('_', ' ')}: {link['reason']}{alike}"
    if len(links) > _LINKS:
        yield f"  … and {len(links) - _LINKS} more comparisons, in the table organization_links"
