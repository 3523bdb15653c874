"""``moneyquote grants``: who gave how much to whom, of articles or of a database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from moneyquote.exchange.threesixty import COLUMNS as THREESIXTY
from moneyquote.exchange.threesixty import candidate_rows
from moneyquote.presentation.grants import grants_table
from moneyquote.records import ArticleRecord, Failure
from moneyquote.stores import is_database
from moneyquote.stores.database import Database
from moneyquote.stores.export import whole_file, write_csv
from moneyquote.stores.tables import COLUMNS, Kind, record_rows


def grants(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="Articles and folders, or databases (FILE.db) that extract wrote."),
    ],
    *,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write the table as CSV, as export does.")] = None,
    threesixty: Annotated[
        Path | None, typer.Option("--threesixty", help="Write candidates in 360Giving's columns, and ours behind them.")
    ] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Leave out grants of a lower confidence.")] = 0.0,
    model: Annotated[str, typer.Option(help="The pipeline for articles: a name that ships with us, or a folder.")] = (
        "news"
    ),
) -> None:
    """Print who gave how much to whom: amount, period, purpose, confidence, and the sentence that says so.

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
    found = [_sure(record, min_confidence) for record in _records(paths, model, failed)]
    count = sum(len(record.grants) for record in found)
    with ExitStack() as files:  # both files appear, or none
        if csv:
            rows = (row for record in found for row in record_rows(record, Kind.GRANTS))
            write_csv(rows, COLUMNS[Kind.GRANTS], files.enter_context(whole_file(csv)))
        if threesixty:
            candidates = (row for record in found for row in candidate_rows(record))
            write_csv(candidates, THREESIXTY, files.enter_context(whole_file(threesixty)))
    if count and not (csv or threesixty):
        table = grants_table([(record, grant) for record in found for grant in record.grants])
        Console(highlight=False, markup=False, emoji=False).print(table)
    _tell(found, count, failed, min_confidence)
    if failed:
        raise typer.Exit(1)


def _records(paths: Iterable[str], model: str, failed: list[Failure]) -> Iterator[ArticleRecord]:
    """Yield the records of databases as they are stored, and of articles as the pipeline reads them now."""
    given = list(paths)
    for path in filter(is_database, given):
        with Database(Path(path)) as database:
            yield from (database.record(article) for article in database.articles())
    texts = [path for path in given if not is_database(path)]
    if not texts:
        return
    import moneyquote
    from moneyquote.extract import extract
    from moneyquote.reading import find_inputs, read_articles

    inputs = find_inputs(texts)
    nlp = moneyquote.load(model)
    for article in read_articles(inputs):
        if isinstance(article, Failure):
            failed.append(article)
        else:
            yield extract(nlp, article)


def _sure(record: ArticleRecord, least: float) -> ArticleRecord:
    """Return a record without the grants below a confidence; one that was made by hand has none and stays."""
    kept = tuple(grant for grant in record.grants if grant.confidence is None or grant.confidence >= least)
    return replace(record, grants=kept)


def _tell(found: list[ArticleRecord], count: int, failed: list[Failure], least: float) -> None:
    doubtful = sum(bool(grant.checks) for record in found for grant in record.grants)
    bound = f" of a confidence of {least:g} or more" if least else ""
    lines = [f"{count} grants{bound} in {len(found)} articles, {doubtful} of them with mismatches."]
    lines += [f"[{f.code}] {f.location}: {f.what}. {f.mend}." for f in failed]
    for line in lines:
        typer.echo(line, err=True)
