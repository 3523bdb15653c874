"""Databases and flows of invented grants, for the tests of who funds whom."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from tests.stores.fabricated import checked_record, empty_record, made_article, made_record, made_run

from moneyquote.flow import Edge, Flow, Telling
from moneyquote.records import GrantStatus, Party
from moneyquote.stores import open_store

_FIRST = [
    "Orsk",
    "Vale",
    "Tern",
    "Larkspur",
    "Hollin",
    "Brae",
    "Quill",
    "Mossley",
    "Farrow",
    "Penhale",
    "Dunmore",
    "Ashby",
    "Wexcombe",
    "Thornley",
]
_GIVERS = ("Fund", "Foundation", "Trust", "Development Agency for the Coastal and Island Communities")
_TAKERS = ("College", "Choir", "School", "Food Bank", "Museum of Lamps and Lighthouses and Other Lights of the Coast")


def fill(target: str) -> None:
    """Save articles that tell a grant, a loan, a doubtful grant, a request, a total, and none; two tell the same."""
    with open_store(target) as store:
        store.begin_run(made_run())
        store.save(made_article(), checked_record(), "r1")
        for number, (confidence, status) in enumerate(((0.9, "given"), (0.1, "promised"), (None, "requested"))):
            article = made_article(f"{made_article().text} Number {number}.", id=f"n{number}")
            record = made_record(article)
            grant = replace(record.grants[0], confidence=confidence, status=GrantStatus(status))
            store.save(article, replace(record, grants=(grant,)), "r1")
        nameless = made_article(f"{made_article().text} Nameless.", id="nameless")
        record = made_record(nameless)
        store.save(nameless, replace(record, grants=(replace(record.grants[0], funder=None),)), "r1")
        odd = made_article(f"{made_article().text} Odd.", id="odd")
        record = made_record(odd)
        formula = replace(record.grants[1], grantee=Party(name='=HYPERLINK("x") <b>&\x1b[31m'), confidence=0.7)
        store.save(odd, replace(record, grants=(formula,)), "r1")
        bare = made_article("Nobody gave anything.", id="bare")
        store.save(bare, empty_record(bare), "r1")
        store.finish_run(made_run())


def many_edges(count: int = 200, seed: int = 5) -> Flow:
    """Return a flow of two currencies, loans and untold sums, with long names and sums of all sizes."""
    chance = random.Random(seed)
    givers = [f"{first} {kind}" for kind in _GIVERS for first in _FIRST][:40]
    takers = [f"{first} {kind}" for kind in _TAKERS for first in _FIRST]
    pairs = sorted({(chance.choice(givers), chance.choice(takers)) for _ in range(count * 3)})
    chosen = chance.sample(pairs, count)
    groups: dict[str, list[Edge]] = {"USD": [], "GBP": [], "USD, loans": [], "no sum told": []}
    for at, (giver, taker) in enumerate(chosen):
        group = "USD" if at < count * 0.7 else tuple(groups)[1 + at % 3]
        value = None if group == "no sum told" else Decimal(int(10 ** chance.uniform(3, 8)))
        groups[group].append(
            Edge(funder=giver, grantee=taker, value=value, tellings=_tellings(at, giver, taker, value))
        )
    ordered = {name: sorted(edges, key=lambda edge: -(edge.value or 0)) for name, edges in groups.items()}
    return Flow(groups=ordered, left_out={"only asked for": 3, "totals over several grants": 2}, is_resolved=False)


def _tellings(at: int, giver: str, taker: str, value: Decimal | None) -> tuple[Telling, ...]:
    made = Telling(
        article=f"article-{at:03d}",
        grant="g1",
        money=f"m{at}",
        told="$1.5 million",
        value=value,
        evidence=f"The {giver} gave {taker} a sum for its roof and the gutters.",
        period="2021",
        purpose="its roof" if at % 3 else None,
        status="given" if at % 4 else "promised",
        confidence=0.5,
        mismatches=at % 7 == 0,
    )
    return (made, replace(made, article=f"again-{at:03d}")) if at % 5 == 0 else (made,)
