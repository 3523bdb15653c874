"""``moneyquote evaluate``: scores against gold records."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from moneyquote.errors import MoneyquoteError
from moneyquote.evaluation import (
    Layer,
    Report,
    check_floors,
    error_lines,
    pin_floors,
    predict,
    read_floors,
    read_gold,
    read_predictions,
    report_values,
    score_table,
)
from moneyquote.evaluation import evaluate as score
from moneyquote.records import ArticleRecord


def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold records, one a line (JSONL).")],
    *,
    predictions: Annotated[
        Path | None,
        typer.Option(help="Records of a system (JSONL). Without it the pipeline runs over the gold's texts."),
    ] = None,
    model: Annotated[str, typer.Option(help="The pipeline to run: a name that ships with us, or a folder.")] = "news",
    layer: Annotated[list[Layer] | None, typer.Option(help="Score this layer only; may be given again.")] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every error with its sentence.")] = False,
    errors_limit: Annotated[int | None, typer.Option(min=1, help="List at most so many errors a layer.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    floors: Annotated[
        Path | None, typer.Option(help="Fail where a score has fallen below its floor in this file.")
    ] = None,
    write_floors: Annotated[Path | None, typer.Option(help="Pin the scores as floors of GOLD in this file.")] = None,
) -> None:
    """Score the pipeline, or the records of any system, against gold records.

    Prints precision, recall and F1 in percent, summed over articles, with 95 % bootstrap intervals over articles.
    """
    if write_floors and layer:
        raise typer.BadParameter("Floors are pinned for all layers at once: leave --layer out.")
    messages = Console(stderr=True)
    truth = read_gold(gold)
    ours = read_predictions(predictions) if predictions else _run(truth, model, messages)
    report = score(truth, ours, layers=layer or tuple(Layer))
    _tell(report, messages)
    if as_json:
        listed = errors or errors_limit is not None
        typer.echo(json.dumps(report_values(report, errors=listed, limit=errors_limit), ensure_ascii=False, indent=1))
    else:
        _show(report, errors=errors or errors_limit is not None, limit=errors_limit)
    if write_floors:
        pin_floors(write_floors, gold, report, datetime.now(UTC).date())
        messages.print(f"Pinned {len(report.rows)} rows of {gold} in {write_floors}", markup=False)
    if floors:
        check_floors(read_floors(floors), gold, report)


def _run(gold: list[ArticleRecord], model: str, messages: Console) -> list[ArticleRecord]:
    from moneyquote import load
    from moneyquote.extract import extract

    def failed(error: MoneyquoteError) -> None:
        messages.print(str(error), markup=False)

    nlp = load(model)
    shown = track(gold, description="Extracting", console=messages, transient=True, disable=not messages.is_terminal)
    return predict(shown, lambda article: extract(nlp, article), failed)


def _tell(report: Report, messages: Console) -> None:
    for article in report.missing:
        messages.print(f"{article}: no prediction; all its gold items count as missed", markup=False)
    for notice in report.notices:
        messages.print(notice, markup=False)


def _show(report: Report, *, errors: bool, limit: int | None) -> None:
    console = Console()
    console.print(score_table(report))
    if errors:
        for line in error_lines(report.findings, limit):
            console.print(line, soft_wrap=True, highlight=False)
