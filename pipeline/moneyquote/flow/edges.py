"""The grants of a database added up by funder, grantee and currency."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from moneyquote.stores.database import Database

NO_SUM = "no sum told"
_UNUSABLE = ("suspect_scale", "per_unit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One grant as one article tells it; ``value`` is None where its sum cannot be used.

    ``money`` is what tellings of the same money to one grantee share, in one article or several, of one funder or more.
    """

    article: str
    grant: str
    money: str
    told: str
    value: Decimal | None
    evidence: str
    period: str | None
    purpose: str | None
    status: str
    confidence: float | None
    mismatches: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """What a funder gives a grantee in one currency; ``value`` adds up its grants, each once, None without sums."""

    funder: str
    grantee: str
    value: Decimal | None
    tellings: tuple[Telling, ...]

    @property
    def grants(self) -> int:
        """How many grants the tellings tell, those that several articles tell counted once."""
        return len({telling.money for telling in self.tellings})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Edges by group, one a currency (loans apart), the largest first; and what has no place there, by reason."""

    groups: Mapping[str, Sequence[Edge]]
    left_out: Mapping[str, int]
    is_resolved: bool


def read_flow(database: Database, *, min_confidence: float = 0.0) -> Flow:
    """Return the money of a database. Sums of different currencies are never added.

    Grants that several articles tell, as ``moneyquote resolve run`` ties them, count once, with the largest sum.
    Totals over several grants, grants without funder or grantee, and what was only asked for, denied or ended are
    left out and counted.
    """
    left_out: Counter[str] = Counter()
    edges: dict[tuple[str, str, str], list[Telling]] = defaultdict(list)
    rows = database.grants_by_organization()
    money = _money(rows)
    for row in rows:
        reason = _reason(row, min_confidence)
        if reason:
            left_out[reason] += 1
            continue
        telling = _telling(row, money[row["key"]])
        edges[_group(row, telling), row["funder"], row["grantee"]].append(telling)
    groups: dict[str, list[Edge]] = defaultdict(list)
    for (group, funder, grantee), found in edges.items():
        groups[group].append(Edge(funder=funder, grantee=grantee, value=once(found), tellings=tuple(found)))
    ordered = {
        name: sorted(found, key=lambda edge: (-(edge.value or 0), edge.funder, edge.grantee))
        for name, found in sorted(groups.items(), key=lambda item: (item[0] == NO_SUM, -len(item[1]), item[0]))
    }
    return Flow(groups=ordered, left_out=left_out, is_resolved=database.is_resolved())


def _reason(row: Any, least: float) -> str | None:
    """Return why a grant is no flow of money from one to another, or None where it is."""
    if row["status"] not in ("given", "promised"):
        return row["status"] if row["status"] != "requested" else "only asked for"
    if row["confidence"] is not None and row["confidence"] < least:
        return f"of a confidence below {least:g}"
    if row["is_total"]:
        return "totals over several grants"
    if not row["funder"] or not row["grantee"]:
        return "without funder or grantee"
    return None


def _money(rows: Sequence[Any]) -> dict[int, str]:
    """Return for the key of each grant what all tellings of its money share.

    These are the tellings of one told grant, and the grants of one amount of one article to one grantee: co-funders
    have a grant each.
    """
    parent: dict[Any, Any] = {}

    def root(node: Any) -> Any:
        while (above := parent.setdefault(node, node)) != node:
            parent[node] = node = parent[above]
        return node

    for row in rows:
        own = root(row["key"])
        if row["told_grant"]:
            parent[own] = own = root(("told", row["told_grant"]))
        if row["amount"] and row["grantee"]:
            parent[own] = root((row["article_key"], row["amount"], row["grantee"]))
    return {row["key"]: str(root(row["key"])) for row in rows}


def _telling(row: Any, money: str) -> Telling:
    usable = row["value_exact"] is not None and not any(flag in (row["flags"] or "") for flag in _UNUSABLE)
    return Telling(
        article=row["article"],
        grant=row["grant"],
        money=money,
        told=" ".join((row["amount_text"] or NO_SUM).split()),
        value=Decimal(row["value_exact"]) if usable and row["currency"] else None,
        evidence=" ".join((row["evidence"] or "").split()),
        period=row["period"],
        purpose=row["purpose"],
        status=row["status"],
        confidence=row["confidence"],
        mismatches=len(json.loads(row["checks"])),
    )


def _group(row: Any, telling: Telling) -> str:
    if telling.value is None:
        return NO_SUM
    return f"{row['currency']}, loans" if row["kind"] == "loan" else str(row["currency"])


def once(tellings: Iterable[Telling]) -> Decimal | None:
    """Return the sum of tellings, those of the same money counted once, with the largest sum; None without sums."""
    largest: dict[str, Decimal] = {}
    for telling in tellings:
        if telling.value is not None:
            largest[telling.money] = max(largest.get(telling.money, Decimal(0)), telling.value)
    return sum(largest.values(), Decimal(0)) if largest else None
