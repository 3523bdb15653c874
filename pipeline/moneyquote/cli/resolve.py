"""``moneyquote resolve``: organizations and grants across the articles of a database."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from moneyquote.presentation.organizations import organization_lines
from moneyquote.stores import open_organizations
from moneyquote.stores.addresses import shown

resolve = typer.Typer(
    no_args_is_help=True, help="Tie the names of one organization, and one grant's tellings, together."
)

_DATABASE = typer.Argument(metavar="DATABASE", help="FILE.db, FOLDER.parquet or postgresql://… that extract wrote.")


class Verdict(StrEnum):
    """What a person says of two names."""

    SAME = "same"
    DIFFERENT = "different"


@resolve.command()
def run(
    database: Annotated[str, _DATABASE],
    *,
    register: Annotated[
        list[Path] | None,
        typer.Option(
            help="Known names to link against: CSV, FollowTheMoney (JSON Lines) or 360Giving; may be repeated."
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
) -> None:
    """Resolve the organizations and grants of a database anew. Judgements are kept, and win."""
    from moneyquote.resolution import resolve_database
    from moneyquote.resolve.register import read_register

    entries = [entry for path in register or () for entry in read_register(path)]
    with open_organizations(database) as store:
        outcome = resolve_database(store, entries)
    if quiet:
        return
    messages = Console(stderr=True, highlight=False)
    lines = [
        f"{outcome.names} names of {outcome.entities} entities are {outcome.organizations} organizations"
        f" ({outcome.judgements} judgements; {outcome.registered} stand in the register).",
        f"{outcome.told_grants} grants are told in several articles, {outcome.contradicted} with contradictions.",
        f"Look at them: moneyquote resolve show {shown(database)} NAME; "
        "tables organizations_view, grants_across_articles.",
    ]
    for line in lines:
        messages.print(line, markup=False, soft_wrap=True)


@resolve.command()
def show(
    database: Annotated[str, _DATABASE],
    name: Annotated[str, typer.Argument(help="A name, the beginning of one, or an id.")],
    *,
    limit: Annotated[int, typer.Option(min=1, help="Organizations at most.")] = 5,
) -> None:
    """Show the organizations that bear a name: all their names, why they are one, and what was held apart."""
    with open_organizations(database) as store:
        for line in organization_lines(store, name, limit):
            typer.echo(line)


@resolve.command()
def judge(
    database: Annotated[str, _DATABASE],
    first: Annotated[str, typer.Argument(help="A name, or its id.")],
    second: Annotated[str, typer.Argument(help="Another name, or its id.")],
    verdict: Annotated[Verdict, typer.Argument(help="Whether they are the same body.")],
) -> None:
    """Decide that two names are one body, or are not. Counts from the next run on, before any score."""
    from moneyquote.resolution import judge_names

    with open_organizations(database) as store:
        kept = judge_names(store, first, second, same=verdict is Verdict.SAME)
    typer.echo(f"{kept.first_name} ({kept.first}) and {kept.second_name} ({kept.second}): {verdict.value}.")
    typer.echo(f"Run: moneyquote resolve run {shown(database)}", err=True)
