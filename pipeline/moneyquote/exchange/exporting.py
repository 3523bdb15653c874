"""A whole database in the format of another tool."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from moneyquote.exchange.brat import write_brat
from moneyquote.exchange.datasette import datasette_metadata
from moneyquote.exchange.doccano import doccano_line
from moneyquote.exchange.followthemoney import FtmExport
from moneyquote.exchange.label_studio import labeling_config, task_lines
from moneyquote.exchange.threesixty import COLUMNS, candidate_rows
from moneyquote.records import ArticleRecord
from moneyquote.stores.database import Database
from moneyquote.stores.export import write_csv


class ExchangeFormat(StrEnum):
    """The formats that hold all of a database, each for another tool."""

    FTM = "ftm"
    THREESIXTY = "360giving"
    DOCBIN = "docbin"
    LABEL_STUDIO = "label-studio"
    LABEL_STUDIO_CONFIG = "label-studio-config"
    DOCCANO = "doccano"
    BRAT = "brat"
    DATASETTE = "datasette-metadata"


def write_exchange(database: Database, form: ExchangeFormat, out: TextIO, *, raw: bool = False) -> Counter[str]:
    """Write a database to a stream; the same bytes for the same records.

    Args:
        database: the database read from.
        form: the format; brat is a folder, for which see ``export_brat``.
        out: a text stream over bytes, that leaves line ends as they are (``newline=""``).
        raw: whether CSV texts that begin like a formula stay as they are.

    Returns:
        What the format has no place for, by reason, with its count.

    Raises:
        BrokenRecord: if an entity fails our check of FollowTheMoney.
    """
    if form is ExchangeFormat.FTM:
        export = FtmExport()
        out.writelines(line for record in _records(database) for line in export.lines(record))
        return export.left_out
    if form is ExchangeFormat.THREESIXTY:
        rows = (row for record in _records(database) for row in candidate_rows(record))
        write_csv(rows, COLUMNS, out, raw=raw)
    elif form is ExchangeFormat.DOCBIN:
        _write_docbin(database, out)
    else:
        out.writelines(_LINES[form](database))
    return Counter()


def export_brat(database: Database, folder: Path) -> int:
    """Write a database as brat's files into a new folder and return how many articles.

    Raises:
        UnwritableTarget: if the folder is not empty or cannot be written.
    """
    return write_brat(_records(database), folder)


def _records(database: Database) -> Iterator[ArticleRecord]:
    return (database.record(article) for article in database.articles())


def _write_docbin(database: Database, out: TextIO) -> None:
    from moneyquote.exchange.docbin import docbin  # only this format needs spaCy

    out.flush()
    out.buffer.write(docbin(_records(database)))


_LINES: dict[ExchangeFormat, Callable[[Database], Iterable[str]]] = {
    ExchangeFormat.LABEL_STUDIO: lambda database: task_lines(_records(database)),
    ExchangeFormat.LABEL_STUDIO_CONFIG: lambda _: [labeling_config()],
    ExchangeFormat.DOCCANO: lambda database: map(doccano_line, _records(database)),
    ExchangeFormat.DATASETTE: lambda database: [
        json.dumps(datasette_metadata(Path(database.where).stem), indent=2) + "\n"
    ],
}
