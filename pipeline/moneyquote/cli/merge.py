"""``moneyquote merge``: the databases of shards into one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from moneyquote.errors import UnwritableTarget
from moneyquote.stores import SqliteStore
from moneyquote.stores.database import Database
from moneyquote.stores.merge import merge as merge_one


def merge(
    into: Annotated[Path, typer.Argument(metavar="INTO.db", help="The database that is added to; made where missing.")],
    databases: Annotated[list[Path], typer.Argument(metavar="FILE.db...", help="The databases of the shards.")],
) -> None:
    """Merge databases, as the runs of ``extract --shard`` make them, into one.

    The same content stands once, under all its locations. May be stopped and called again.
    """
    if into.resolve() in {path.resolve() for path in databases}:
        raise UnwritableTarget(str(into), "a database cannot be merged into itself", "Take it out of the list")
    with SqliteStore(into) as store:
        for path in databases:
            with Database(path) as database, Database(into) as before:
                found = merge_one(database, store, before)
            typer.echo(
                f"{path}: {found.new} articles new, {found.known} known, {found.failed} inputs quarantined, "
                f"{found.pending} pending."
            )
            if found.held:
                typer.echo(f"{found.held} are being worked by a run into {into}: merge {path} again after it.")
