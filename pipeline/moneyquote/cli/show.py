"""``moneyquote show``: what a database holds, in the terminal."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from moneyquote.presentation.article import article_blocks
from moneyquote.presentation.overview import overview
from moneyquote.stores import open_database


def show(
    database: Annotated[
        str, typer.Argument(metavar="DATABASE", help="FILE.db, FOLDER.parquet or postgresql://… that extract wrote.")
    ],
    article: Annotated[
        str | None,
        typer.Argument(metavar="[ARTICLE]", help="An id, its beginning, the article's path, or its SHA-256."),
    ] = None,
    *,
    grants: Annotated[bool, typer.Option("--grants", help="Grants only (with --quotes: both).")] = False,
    quotes: Annotated[bool, typer.Option("--quotes", help="Quotes only (with --grants: both).")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Rows of each table over the whole database.")] = 20,
) -> None:
    """Show the grants and quotes of a database, or all that one article holds with the sentences that prove it."""
    everything = not (grants or quotes)
    console = Console(highlight=False, markup=False, emoji=False)
    with open_database(database) as opened:
        if article is None:
            blocks = overview(
                opened.counts(),
                opened.grants_view(limit) if grants or everything else None,
                opened.quotes_view(limit) if quotes or everything else None,
                opened.failures() if everything else (),
                limit,
            )
        else:
            found = opened.find(article)
            failures = [
                failure
                for failure in opened.failures()
                if failure.location in found.locations or failure.sha256 == found.head.sha256
            ]
            blocks = article_blocks(
                found,
                opened.record(found),
                failures,
                grants=grants or everything,
                quotes=quotes or everything,
                rest=everything,
            )
        for block in blocks:
            console.print(block)
