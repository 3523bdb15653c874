"""Annotations made in other tools into checked gold records."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from moneyquote.errors import PathNotFound, UndecodableText
from moneyquote.evaluation.gold import check_record
from moneyquote.exchange.brat import read_brat
from moneyquote.exchange.doccano import read_doccano
from moneyquote.exchange.label_studio import read_tasks
from moneyquote.exchange.offsets import Unit
from moneyquote.records import ArticleRecord


class Tool(StrEnum):
    """The annotation tools whose files are read."""

    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    BRAT = "brat"


def import_annotations(path: Path, tool: Tool, unit: Unit = Unit.UTF_16) -> list[ArticleRecord]:
    """Read what an annotation tool exported, and check it as gold is checked.

    Args:
        path: a JSON file of Label Studio, a JSONL file of doccano, a folder of brat.
        tool: which tool made it.
        unit: the unit of doccano's offsets; the other tools count in code points.

    Raises:
        PathNotFound: if there is no such file or folder.
        UndecodableText: if a file is not UTF-8.
        BrokenRecord: if the file is not of that tool, or its spans and relations make no sense.
        OffsetMismatch: if a span does not give its text.
    """
    records = list(_read(path, tool, unit))
    for record in records:
        check_record(record, f"{path} (article {record.article.id})")
    return records


def _read(path: Path, tool: Tool, unit: Unit) -> Iterator[ArticleRecord]:
    if tool is Tool.BRAT:
        return read_brat(path)
    if not path.is_file():
        raise PathNotFound(str(path), "no such file", "Give the file that the tool exported")
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UndecodableText(str(path), f"not UTF-8 ({error.reason})", "Save it as UTF-8") from error
    return read_doccano(content, str(path), unit) if tool is Tool.DOCCANO else read_tasks(content, str(path))
