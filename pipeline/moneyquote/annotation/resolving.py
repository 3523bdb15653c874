"""Files of standoff records and folders of articles into gold records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from moneyquote.annotation.joining import join
from moneyquote.annotation.standoff import StandoffRecord
from moneyquote.annotation.texts import find_texts
from moneyquote.errors import BrokenRecord, MissingText, MoneyquoteError, PathNotFound
from moneyquote.records import ArticleRecord
from moneyquote.serialization import read_located_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Gold records in the order of their standoff records, the articles not found, and the records that are wrong."""

    records: tuple[ArticleRecord, ...]
    missing: tuple[MissingText, ...]
    errors: tuple[MoneyquoteError, ...]


def read_standoff(path: Path) -> list[tuple[str, StandoffRecord]]:
    """Read a JSONL file of standoff records, or all such files of a folder, with the place of each record.

    Raises:
        PathNotFound: if there is no such file or folder.
        BrokenRecord: if a record breaks the schema (a field ``text`` does), or nothing is there.
    """
    if not path.exists():
        raise PathNotFound(str(path), "no such file or folder", "Give standoff files (JSONL), or a folder of them")
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    found = [pair for file in files for pair in read_located_as(file, StandoffRecord)]
    if not found:
        raise BrokenRecord(str(path), "no standoff record in it", "Write one: moneyquote annotations standoff")
    return found


def resolve(paths: Sequence[Path], texts: Sequence[Path]) -> Resolved:
    """Join the standoff records of files or folders with their articles, found under ``texts``.

    Raises:
        PathNotFound: if a path does not exist.
        BrokenRecord: if a record breaks the schema.
    """
    standoff = [pair for path in paths for pair in read_standoff(path)]
    found = find_texts({record.article.sha256 for _, record in standoff}, texts)
    records: list[ArticleRecord] = []
    missing: list[MissingText] = []
    errors: list[MoneyquoteError] = []
    for where, record in standoff:
        text = found.get(record.article.sha256)
        if text is None:
            missing.append(_missing(record, where))
            continue
        try:
            records.append(join(record, text, where))
        except MoneyquoteError as error:
            errors.append(error)
    return Resolved(records=tuple(records), missing=tuple(missing), errors=tuple(errors))


def _missing(record: StandoffRecord, where: str) -> MissingText:
    origin = f"It is from {record.article.source}; give" if record.article.source else "Give"
    return MissingText(
        where, f"no text with the SHA-256 {record.article.sha256}", f"{origin} the folder that has it with --texts"
    )
