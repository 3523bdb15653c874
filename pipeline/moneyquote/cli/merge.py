"""``moneyquote merge``: the databases of shards into one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.errors import UnwritableTarget
from moneyquote.stores import open_database, open_database_store
from moneyquote.stores.addresses import is_postgres, shown
from moneyquote.stores.merge import merge as merge_one


def merge(
    into: Annotated[
        str,
        typer.Argument(
            metavar="INTO",
            help="FILE.db, FOLDER.parquet or postgresql://…: what is added to; a file or folder is made where missing.",
        ),
    ],
    databases: Annotated[
        list[str],
        typer.Argument(metavar="DATABASE...", help="FILE.db, FOLDER.parquet or postgresql://…: those of the shards."),
    ],
) -> None:
    """Merge databases, as the runs of ``extract --shard`` make them, into one.

    The same content stands once, under all its locations. May be stopped and called again.
    """
    if _place(into) in map(_place, databases):
        raise UnwritableTarget(shown(into), "a database cannot be merged into itself", "Take it out of the list")
    for address in databases:
        open_database(address).close()  # so that nothing is made where one is missing
    with open_database_store(into) as store:
        for address in databases:
            with open_database(address) as database, open_database(into) as before:
                found = merge_one(database, store, before)
            typer.echo(
                f"{shown(address)}: {found.new} articles new, {found.known} known, {found.failed} inputs quarantined, "
                f"{found.pending} pending."
            )
            if found.held:
                typer.echo(
                    f"{found.held} are being worked by a run into {shown(into)}: merge {shown(address)} again after it."
                )


def _place(target: str) -> str:
    return shown(target) if is_postgres(target) else str(Path(target).resolve())
