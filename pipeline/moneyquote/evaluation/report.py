"""Reports for people and for programs: a table, a listing of every error, plain JSON values, Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from moneyquote.evaluation.rows import ErrorKind, Layer
from moneyquote.evaluation.scoring import ArticleFinding, Report, RowScore

_COLOURS = {
    ErrorKind.MISS: "red",
    ErrorKind.FALSE_ALARM: "yellow",
    ErrorKind.WRONG_SPAN: "cyan",
    ErrorKind.WRONG_VALUE: "magenta",
    ErrorKind.WRONG_LINK: "magenta",
}


def score_table(report: Report) -> Table:
    """Return the table of scores; a row with nothing in gold and prediction shows dashes."""
    title = f"{report.articles} articles, {len(report.missing)} without a prediction"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, collapse_padding=True)
    table.add_column("", no_wrap=True)
    for column in ("P", "R", "F1", "95 % of F1", "found", "gold"):
        table.add_column(column, justify="right", no_wrap=True)
    for layer, rows in groupby(report.rows, key=lambda scored: scored.row.layer):
        for scored in rows:
            table.add_row(scored.row.value, *_cells(scored))
        if layer is not report.rows[-1].row.layer:
            table.add_section()
    return table


def _cells(scored: RowScore) -> tuple[str, ...]:
    counts = scored.counts
    sizes = str(counts.predicted), str(counts.gold)
    if not counts.predicted and not counts.gold:
        return ("–", "–", "–", "–", *sizes)
    low, high = scored.f1_95
    shares = (f"{share:.1f}" for share in (counts.precision, counts.recall, counts.f1))
    return (*shares, f"{low:.1f}–{high:.1f}", *sizes)


def error_lines(findings: Sequence[ArticleFinding], limit: int | None = None) -> Iterator[str]:
    """Yield the errors as lines of rich markup, grouped by layer, at most ``limit`` of each layer."""
    for layer in Layer:
        found = [located for located in findings if located.finding.layer is layer]
        shown = found[:limit]
        if found:
            kept_back = f", {len(found) - len(shown)} not shown" if len(shown) < len(found) else ""
            yield f"\n[bold]{layer.value}[/bold]: {len(found)} errors{kept_back}"
        for located in shown:
            yield from _lines_of(located)


def _lines_of(located: ArticleFinding) -> Iterator[str]:
    finding = located.finding
    colour = _COLOURS[finding.kind]
    detail = f" ({escape(finding.detail)})" if finding.detail else ""
    place = f"{escape(located.article)}:{finding.start}–{finding.end}"
    yield f"  [{colour}]{finding.kind.value}[/{colour}] {finding.label} {escape(repr(finding.text))}{detail}"
    yield f"    [dim]{place}[/dim] {escape(located.sentence)}"


def report_values(report: Report, *, errors: bool = False, limit: int | None = None) -> dict[str, Any]:
    """Return the report as JSON values: scores in percent, and the errors if asked for, ``limit`` of each layer."""
    values: dict[str, Any] = {
        "articles": report.articles,
        "missing": list(report.missing),
        "notices": list(report.notices),
        "rows": {scored.row.value: _row_values(scored) for scored in report.rows},
    }
    if errors:
        by_layer = groupby(report.findings, key=lambda located: located.finding.layer)
        values["errors"] = [_error_values(found) for _, group in by_layer for found in islice(group, limit)]
    return values


def _row_values(scored: RowScore) -> dict[str, Any]:
    counts = scored.counts
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "precision_95": list(scored.precision_95),
        "recall_95": list(scored.recall_95),
        "f1_95": list(scored.f1_95),
        "right": counts.hits,
        "predicted": counts.predicted,
        "gold": counts.gold,
    }


def _error_values(located: ArticleFinding) -> dict[str, Any]:
    finding = located.finding
    return {
        "article": located.article,
        "layer": finding.layer.value,
        "kind": finding.kind.value,
        "label": finding.label,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "detail": finding.detail,
        "sentence": located.sentence,
    }


def markdown_table(report: Report) -> str:
    """Return the scores as a Markdown table, without a line break at its end."""
    lines = ["| row | P | R | F1 | 95 % of F1 | found | gold |", "|---|" + "---:|" * 6]
    lines += [f"| {scored.row.value} | {' | '.join(_cells(scored))} |" for scored in report.rows]
    return "\n".join(lines)
