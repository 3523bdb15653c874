"""``moneyquote grants``: who gave how much to whom, of articles or of a database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from moneyquote.exchange.threesixty import COLUMNS as THREESIXTY
from moneyquote.exchange.threesixty import candidate_rows
from moneyquote.presentation.grants import grants_table
from moneyquote.records import ArticleRecord, Failure, GrantKind
from moneyquote.stores import is_database, open_database
from moneyquote.stores.export import whole_file, write_csv
from moneyquote.stores.tables import COLUMNS, Kind, record_rows

_DOUBTFUL = 0.2  # grants below it are shown, and counted beside the table
Item = TypeVar("Item")


def grants(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Articles and folders, or what extract wrote: FILE.db, FOLDER.parquet, postgresql://…",
        ),
    ],
    *,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV, as export does.")] = None,
    threesixty: Annotated[
        Path | None, typer.Option("--threesixty", help="Write candidates in 360Giving's columns, and ours behind them.")
    ] = None,
    kinds: Annotated[
        list[GrantKind] | None,
        typer.Option(help="Keep grants of this kind only; may be given again. Without it all kinds are kept."),
    ] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out grants of a lower confidence.")] = 0.0,
    model: Annotated[str, typer.Option(help="The pipeline for articles: a name that ships with us, or a folder.")] = (
        "news"
    ),
) -> None:
    """Print who gave how much to whom: amount, period, purpose, confidence, and the sentence that says so.

    The surest come first, and none is hidden; how many lie below a confidence of 0.2 is told. Loans are among them, by
    their kind, which --kinds chooses; fines, contracts, investments, salaries and prices are no grants.

    What contradicts itself in an article (parts against their total, a sum against its second currency, a year's
    total against its grants) is told below the sentence. With --csv or --threesixty the table goes into files only.
    Texts that a spreadsheet would take for formulas get a leading apostrophe.
    """
    for path in (csv, threesixty):
        if path and path.suffix.lower() != ".csv":
            raise typer.BadParameter(f"{path} is to be CSV: give a name that ends in .csv")
    if csv and threesixty and csv.resolve() == threesixty.resolve():
        raise typer.BadParameter(f"--csv and --threesixty would both write {csv}: give two names")
    failed: list[Failure] = []
    found, articles = _with_grants(_records(paths, model, failed), min_confidence, kinds or list(GrantKind))
    with ExitStack() as files:  # both files appear, or none
        if csv:
            rows = _surest_first(
                (row for record in found for row in record_rows(record, Kind.GRANTS)), lambda row: row["confidence"]
            )
            write_csv(rows, COLUMNS[Kind.GRANTS], files.enter_context(whole_file(csv)))
        if threesixty:
            rows = _surest_first(
                (row for record in found for row in candidate_rows(record)), lambda row: row["confidence"]
            )
            write_csv(rows, THREESIXTY, files.enter_context(whole_file(threesixty)))
    if not (csv or threesixty) and found:
        pairs = ((record, grant) for record in found for grant in record.grants)
        table = grants_table(_surest_first(pairs, lambda pair: pair[1].confidence))
        Console(highlight=False, markup=False, emoji=False).print(table)
    _tell(found, articles, failed, min_confidence, kinds or [])
    if failed:
        raise typer.Exit(1)


def _records(paths: Iterable[str], model: str, failed: list[Failure]) -> Iterator[ArticleRecord]:
    """Yield the records of databases as they are stored, and of articles as the pipeline reads them now."""
    given = list(paths)
    for path in filter(is_database, given):
        with open_database(path) as database:
            yield from (database.record(article) for article in database.articles())
    texts = [path for path in given if not is_database(path)]
    if not texts:
        return
    from moneyquote.batch.worker import attempt, pipeline_extractor
    from moneyquote.reading import find_inputs, read_articles

    inputs = find_inputs(texts)
    work = pipeline_extractor(model)
    for article in read_articles(inputs):
        outcome = article if isinstance(article, Failure) else attempt(work, article)
        if isinstance(outcome, Failure):
            failed.append(outcome)
        else:
            yield outcome


def _with_grants(
    records: Iterable[ArticleRecord], least: float, kinds: Collection[GrantKind]
) -> tuple[list[ArticleRecord], int]:
    """Return the records with grants of some kinds and a least confidence, and how many records there were.

    They keep what tables show only. A grant that was made by hand has no confidence and stays.
    """
    found, count = [], 0
    for record in records:
        count += 1
        kept = tuple(
            grant
            for grant in record.grants
            if grant.kind in kinds and (grant.confidence is None or grant.confidence >= least)
        )
        if kept:  # the rest would fill the memory with whole articles
            found.append(replace(record, grants=kept, entities=(), mentions=(), quotes=()))
    return found, count


def _surest_first(items: Iterable[Item], confidence: Callable[[Item], float | None]) -> list[Item]:
    """Return items by falling confidence, in their order where it is equal; what a person made has none and leads."""
    return sorted(items, key=lambda item: -1.0 if (found := confidence(item)) is None else 1 - found)


def _tell(
    found: list[ArticleRecord], articles: int, failed: list[Failure], least: float, kinds: Collection[GrantKind]
) -> None:
    grants = [grant for record in found for grant in record.grants]
    mismatched = sum(bool(grant.checks) for grant in grants)
    doubtful = sum(grant.confidence is not None and grant.confidence < _DOUBTFUL for grant in grants)
    only = f" of the kind {' or '.join(kinds)}" if kinds else ""
    bound = f" of a confidence of {least:g} or more" if least else ""
    low = f", {doubtful} below a confidence of {_DOUBTFUL:g}" if least < _DOUBTFUL else ""
    lines = [f"{len(grants)} grants{only}{bound} in {articles} articles, {mismatched} of them with mismatches{low}."]
    lines += [f"[{f.code}] {f.location}: {f.what}. {f.mend}." for f in failed]
    for line in lines:
        typer.echo(line, err=True)
