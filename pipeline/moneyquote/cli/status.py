"""``moneyquote status``: where the inputs of a database stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console

from moneyquote.presentation.ledger import NearCopy, Standing, standing_blocks
from moneyquote.stores import open_database
from moneyquote.stores.database import Database


def status(
    database: Annotated[
        str, typer.Argument(metavar="DATABASE", help="FILE.db, FOLDER.parquet or postgresql://… that extract wrote.")
    ],
    *,
    limit: Annotated[int, typer.Option(min=1, help="Inputs named of each reason, and of those pending.")] = 3,
    copies: Annotated[
        bool, typer.Option("--copies", help="Tell which articles are nearly the same; reads every text.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, every failure in it.")] = False,
) -> None:
    """Tell how many inputs are done, quarantined and pending, what failed and why, and how to try it again.

    With --copies also which articles have nearly the same words, as an agency's report in two papers: all are kept.
    """
    with open_database(database) as opened:
        standing = Standing(
            name=opened.where,
            counts=opened.ledger(),
            failures=opened.failures(),
            pending=opened.pending(limit),
            runs=opened.runs(),
            working=opened.working(),
            copies=_copies(opened) if copies else None,
        )
    if as_json:
        typer.echo(json.dumps(_values(standing), ensure_ascii=False))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    for block in standing_blocks(standing, limit):
        console.print(block)


def _copies(opened: Database) -> list[list[NearCopy]]:
    from moneyquote.resolve.copies import near_copies

    return [
        [NearCopy(head=opened.head(copy.key), common=copy.common) for copy in group]
        for group in near_copies(opened.texts(), opened.text)
    ]


def _values(standing: Standing) -> dict[str, Any]:
    from moneyquote.serialization import to_dict

    values = {
        "inputs": sum(standing.counts.values()),
        **standing.counts,
        "failures": to_dict(standing.failures),
        "runs": list(_runs(standing)),
    }
    if standing.copies is not None:
        values["copies"] = [
            [{"id": copy.head.id, "sha256": copy.head.sha256, "common": round(copy.common, 3)} for copy in group]
            for group in standing.copies
        ]
    return values


def _runs(standing: Standing) -> Iterator[dict[str, Any]]:
    from moneyquote.serialization import to_dict

    for run in standing.runs:
        yield {**to_dict(run), "working": run.id in standing.working}
