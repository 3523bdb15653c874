"""``moneyquote extract``: articles into records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from moneyquote.batch import Tally
    from moneyquote.reading import Inputs
    from moneyquote.records import Failure

QUARANTINED = 3


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files and folders of articles (.txt .md .html .json .jsonl .pdf), or - for standard input.",
        ),
    ],
    *,
    to: Annotated[
        str,
        typer.Option(help="Where records go: FILE.db (SQLite), FILE.jsonl, or - for JSON Lines on standard output."),
    ] = "moneyquote.db",
    model: Annotated[str, typer.Option(help="The pipeline: a name that ships with us, or a folder.")] = "news",
    jobs: Annotated[int, typer.Option(min=1, help="Worker processes.")] = 1,
    limit: Annotated[int | None, typer.Option(min=1, help="Work at most so many articles.")] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Work finished articles again.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    encoding: Annotated[str | None, typer.Option(help="Encoding of files that are not UTF-8 (else detected).")] = None,
    longest: Annotated[int, typer.Option(min=1, help="Quarantine articles of more characters than this.")] = 1_000_000,
    text_field: Annotated[str, typer.Option(help="Name of the JSON field with the text.")] = "text",
    title_field: Annotated[str, typer.Option(help="Name of the JSON field with the title.")] = "title",
    date_field: Annotated[str, typer.Option(help="Name of the JSON field with the date.")] = "date",
    url_field: Annotated[str, typer.Option(help="Name of the JSON field with the address.")] = "url",
    id_field: Annotated[str, typer.Option(help="Name of the JSON field with the id.")] = "id",
) -> None:
    """Extract organizations, amounts, quotes and grants from articles into a database.

    Run again, it goes on where it stopped: what is finished is not worked again. Exit codes: 0 all done, 1 failed,
    2 wrong usage, 3 done, but some articles were quarantined.
    """
    from moneyquote.batch import run_batch
    from moneyquote.reading import JsonFields, ReadingSettings, find_inputs, read_articles
    from moneyquote.stores import open_store

    fields = JsonFields(text=text_field, title=title_field, date=date_field, url=url_field, id=id_field)
    inputs = find_inputs(paths)
    articles = read_articles(inputs, ReadingSettings(encoding=encoding, fields=fields, longest=longest))
    messages = Console(stderr=True, highlight=False)
    with open_store(to) as store, _bar(messages, hidden=quiet) as bar:
        task = bar.add_task("Extracting", total=len(inputs.files) or None)

        def report(tally: Tally, failure: Failure | None) -> None:
            bar.update(task, completed=tally.done + tally.skipped + tally.failed)
            if failure:
                line = f"[{failure.code}] {failure.location}: {failure.what}. {failure.mend}."
                bar.console.print(line, markup=False, soft_wrap=True)

        tally = run_batch(articles, store, model=model, jobs=jobs, limit=limit, redo=redo, report=report)
    if not quiet:
        for line in _summary(tally, inputs, to):
            messages.print(line, markup=False, soft_wrap=True)
    if tally.failed:
        raise typer.Exit(QUARANTINED)


def _bar(messages: Console, *, hidden: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=messages,
        transient=True,
        disable=hidden or not messages.is_terminal,
    )


def _summary(tally: Tally, inputs: Inputs, to: str) -> list[str]:
    counts = tally.records
    lines = [
        f"{tally.done} articles done, {tally.skipped} done before or twice, {tally.failed} quarantined.",
        f"{counts['mentions']} names of {counts['entities']} people and organizations, {counts['amounts']} amounts, "
        f"{counts['quotes']} quotes, {counts['grants']} grants.",
    ]
    if inputs.passed_over:
        passed = ", ".join(f"{count} {suffix}" for suffix, count in inputs.passed_over.items())
        lines.append(f"Passed over, of no kind that is read: {passed}.")
    if to.endswith((".db", ".sqlite", ".sqlite3")):
        lines.append(f"Look at them: moneyquote show {to}")
    return lines
