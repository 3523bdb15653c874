"""``moneyquote export``: a database as CSV or JSON Lines, or in the format of another tool."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from moneyquote.exchange.exporting import ExchangeFormat, export_brat, write_exchange
from moneyquote.stores import open_database
from moneyquote.stores.addresses import is_postgres
from moneyquote.stores.export import Format, export_kind, whole_file
from moneyquote.stores.tables import Kind


class AnyFormat(StrEnum):
    """All formats of the command."""

    CSV = Format.CSV.value
    JSONL = Format.JSONL.value
    FTM = ExchangeFormat.FTM.value
    THREESIXTY = ExchangeFormat.THREESIXTY.value
    DOCBIN = ExchangeFormat.DOCBIN.value
    LABEL_STUDIO = ExchangeFormat.LABEL_STUDIO.value
    LABEL_STUDIO_CONFIG = ExchangeFormat.LABEL_STUDIO_CONFIG.value
    DOCCANO = ExchangeFormat.DOCCANO.value
    BRAT = ExchangeFormat.BRAT.value
    DATASETTE = ExchangeFormat.DATASETTE.value


def export(
    database: Annotated[
        str, typer.Argument(metavar="DATABASE", help="FILE.db, FOLDER.parquet or postgresql://… that extract wrote.")
    ],
    kind: Annotated[
        Kind | None,
        typer.Argument(help="What to write as CSV or JSON Lines; records are whole article records (JSON Lines only)."),
    ] = None,
    *,
    form: Annotated[
        AnyFormat | None,
        typer.Option("--format", "-f", help="Else by the name of --output; else CSV, and JSON Lines for records."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file; for brat a new folder. Else standard output.")
    ] = None,
    raw_csv: Annotated[
        bool, typer.Option("--raw-csv", help="Leave texts that begin like a formula without an apostrophe.")
    ] = False,
) -> None:
    """Export one kind of record as CSV or JSON Lines, or all of a database in the format of another tool.

    A text that a spreadsheet would take for a formula gets a leading apostrophe in CSV; numbers are left alone.
    """
    if form and form.value in tuple(ExchangeFormat):
        if kind:
            raise typer.BadParameter(f"--format {form.value} holds the whole database: leave out {kind.value!r}")
        _exchange(database, ExchangeFormat(form.value), output, raw=raw_csv)
        return
    if kind is None:
        raise typer.BadParameter(f"say what to export: one of {', '.join(Kind)}; or give a --format of another tool")
    plain = Format(form.value) if form else _form_of(output, kind)
    if kind is Kind.RECORDS and plain is Format.CSV:
        raise typer.BadParameter("whole records are nested and have no CSV form: use --format jsonl")
    with open_database(database) as opened, whole_file(output) if output else _standard_output() as out:
        export_kind(opened, kind, plain, out, raw=raw_csv)


def _exchange(database: str, form: ExchangeFormat, output: Path | None, *, raw: bool) -> None:
    if form is ExchangeFormat.DATASETTE and is_postgres(database):
        raise typer.BadParameter(
            "Datasette reads SQLite only: moneyquote merge FILE.db postgresql://…, then export FILE.db"
        )
    if form is ExchangeFormat.BRAT:
        if output is None:
            raise typer.BadParameter("brat has several files an article: give a new folder with --output")
        with open_database(database) as opened:
            typer.echo(f"{output}: {export_brat(opened, output)} articles", err=True)
        return
    with open_database(database) as opened, whole_file(output) if output else _standard_output() as out:
        left_out = write_exchange(opened, form, out, raw=raw)
    if left_out:
        told = ", ".join(f"{count} for {reason}" for reason, count in sorted(left_out.items()))
        typer.echo(f"Grants that are no payments and were left out: {told}.", err=True)


def _form_of(output: Path | None, kind: Kind) -> Format:
    if output and output.suffix.lower() in (".jsonl", ".ndjson"):
        return Format.JSONL
    return Format.JSONL if kind is Kind.RECORDS else Format.CSV


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Write UTF-8 to standard output, whatever the locale, with line ends as they are."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
    try:
        yield out
        out.flush()
    finally:
        out.detach()
