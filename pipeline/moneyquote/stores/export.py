"""Records of a database into CSV or JSON Lines, the same bytes for the same records."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TextIO

from moneyquote.errors import UnwritableTarget
from moneyquote.serialization import to_dict, to_json
from moneyquote.stores.database import Database
from moneyquote.stores.tables import COLUMNS, Kind, Row, table_rows

# A spreadsheet takes a cell that begins so for a formula. The full-width forms count in East Asian editions.
# References: OWASP, CSV Injection; ASVS 1.2.10.
_FORMULA_BEGINS = tuple("=+-@\t\r\n\0＝＋－＠")


class Format(StrEnum):
    """The file formats of exports."""

    CSV = "csv"
    JSONL = "jsonl"


def export_kind(database: Database, kind: Kind, form: Format, out: TextIO, *, raw: bool = False) -> int:
    """Write one kind of record and return how many rows were written.

    Args:
        database: the database read from.
        kind: what to write; ``records`` go into JSON Lines only.
        form: CSV (RFC 4180, one header row) or JSON Lines.
        out: a text stream that leaves line ends as they are (``newline=""``).
        raw: whether CSV texts that begin like a formula stay as they are; else they get a leading apostrophe.

    Raises:
        ValueError: for ``records`` as CSV.
    """
    count = 0
    if kind is Kind.RECORDS:
        if form is Format.CSV:
            raise ValueError("whole records are nested and have no CSV form")
        for article in database.articles():
            out.write(f"{to_json(database.record(article))}\n")
            count += 1
        return count
    rows = table_rows(database, kind)
    if form is Format.CSV:
        return write_csv(rows, COLUMNS[kind], out, raw=raw)
    for row in rows:
        out.write(_line(row, COLUMNS[kind]))
        count += 1
    return count


def write_csv(rows: Iterable[Row], columns: Sequence[str], out: TextIO, *, raw: bool = False) -> int:
    """Write rows as CSV under a header row and return how many; for ``raw`` see ``export_kind``."""
    writer = csv.writer(out)
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(row[column], raw=raw) for column in columns])
        count += 1
    return count


def _line(row: Row, columns: tuple[str, ...]) -> str:
    return json.dumps({column: to_dict(row[column]) for column in columns}, ensure_ascii=False) + "\n"


def _cell(value: Any, *, raw: bool) -> str:
    """Return a value as a CSV cell: nothing for None, lists joined; numbers are no formulas, whatever their sign."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list):
        value = "; ".join(item if isinstance(item, str) else "-".join(map(str, item)) for item in value)
    return value if raw else defused(value)


def defused(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: with a leading apostrophe where it begins like one."""
    return f"'{text}" if text.startswith(_FORMULA_BEGINS) else text


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """Open a text file for writing that appears under its name only when it is whole and on the disk.

    A pipe or a device is written to as it is.

    Raises:
        UnwritableTarget: if its folder is missing or may not be written, or the disk is full.
    """
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        with target.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        try:
            with part.open("x", encoding="utf-8", newline="") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnwritableTarget(
            str(path), f"cannot be written ({error.strerror})", "Check the folder, its permissions and its room"
        ) from error
