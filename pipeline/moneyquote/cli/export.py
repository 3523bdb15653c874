"""``moneyquote export``: the records of a database as CSV or JSON Lines."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from moneyquote.stores.database import Database
from moneyquote.stores.export import Format, export_kind, whole_file
from moneyquote.stores.tables import Kind


def export(
    database: Annotated[Path, typer.Argument(metavar="FILE.db", help="The database that extract wrote.")],
    kind: Annotated[Kind, typer.Argument(help="What to export; records are whole article records (JSON Lines only).")],
    *,
    form: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Else by the name of --output; else CSV, and JSON Lines for records."),
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Else standard output.")] = None,
    raw_csv: Annotated[
        bool, typer.Option("--raw-csv", help="Leave texts that begin like a formula without an apostrophe.")
    ] = False,
) -> None:
    """Export one kind of record as CSV or JSON Lines.

    A text that a spreadsheet would take for a formula gets a leading apostrophe in CSV; numbers are left alone.
    """
    form = form or _form_of(output, kind)
    if kind is Kind.RECORDS and form is Format.CSV:
        raise typer.BadParameter("whole records are nested and have no CSV form: use --format jsonl")
    with Database(database) as opened, whole_file(output) if output else _standard_output() as out:
        export_kind(opened, kind, form, out, raw=raw_csv)


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
