"""``moneyquote flow``: the money of a database as a picture or a graph."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from moneyquote.errors import UnwritableTarget
from moneyquote.stores import open_database
from moneyquote.stores.addresses import is_postgres, shown
from moneyquote.stores.export import whole_file


def flow(
    database: Annotated[
        str,
        typer.Argument(metavar="DATABASE", help="FILE.db, FOLDER.parquet or postgresql://… that extract wrote."),
    ],
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="FILE.html, a picture with its evidence; or FILE.graphml, a graph.")
    ],
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out grants of a lower confidence.")] = 0.0,
    edges: Annotated[int, typer.Option(min=1, help="Lines of the picture for each currency, the largest first.")] = 200,
) -> None:
    """Draw who funds whom: funders to grantees, organizations as moneyquote resolve ties their names.

    Each currency has a picture of its own, loans apart; grants whose sum is not told have one too. Every line leads to
    its sentences and articles. The page needs no network.
    """
    from moneyquote.flow import page, read_flow, write_graphml

    suffix = output.suffix.lower()
    if suffix not in (".html", ".htm", ".graphml"):
        raise typer.BadParameter(f"{output}: give a name that ends in .html or .graphml")
    with open_database(database) as opened:
        found = read_flow(opened, min_confidence=min_confidence)
    count = sum(map(len, found.groups.values()))
    left_out = sum(found.left_out.values())
    if not count:
        why = f"{left_out} grants have none or are not counted" if left_out else "it holds no grants"
        raise UnwritableTarget(
            str(output),
            f"nothing to draw from {shown(database)}: no grant with funder and grantee ({why})",
            "Extract articles that tell of grants first, or lower --min-confidence",
        )
    if suffix == ".graphml":
        write_graphml(found, output)
    else:
        with whole_file(output) as out:
            out.write(page(found, _title(database), most=edges))
    typer.echo(f"{output}: {count} lines, {left_out} grants left out.", err=True)


def _title(database: str) -> str:
    """Return the name of a file or of a database on a server, without its user, host and password."""
    if not is_postgres(database):
        return Path(database).stem
    name = urlsplit(database).path.strip("/")
    return name if name and "@" not in name else "moneyquote"  # an "@" there: a "/" in a password
