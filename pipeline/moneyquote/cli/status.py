"""``moneyquote status``: where the inputs of a database stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Console

from moneyquote.presentation.ledger import Standing, standing_blocks
from moneyquote.stores import open_database


def status(
    database: Annotated[str, typer.Argument(metavar="DATABASE", help="FILE.db or postgresql://… that extract wrote.")],
    *,
    limit: Annotated[int, typer.Option(min=1, help="Inputs named of each reason, and of those pending.")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, every failure in it.")] = False,
) -> None:
    """Tell how many inputs are done, quarantined and pending, what failed and why, and how to try it again."""
    with open_database(database) as opened:
        standing = Standing(
            name=opened.where,
            counts=opened.ledger(),
            failures=opened.failures(),
            pending=opened.pending(limit),
            runs=opened.runs(),
            working=opened.working(),
        )
    if as_json:
        typer.echo(json.dumps(_values(standing), ensure_ascii=False))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    for block in standing_blocks(standing, limit):
        console.print(block)


def _values(standing: Standing) -> dict[str, Any]:
    from moneyquote.serialization import to_dict

    return {
        "inputs": sum(standing.counts.values()),
        **standing.counts,
        "failures": to_dict(standing.failures),
        "runs": list(_runs(standing)),
    }


def _runs(standing: Standing) -> Iterator[dict[str, Any]]:
    from moneyquote.serialization import to_dict

    for run in standing.runs:
        yield {**to_dict(run), "working": run.id in standing.working}
