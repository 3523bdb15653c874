"""Records to JSON and back, and the JSON Schema that both follow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from moneyquote.errors import BrokenRecord, PathNotFound, UndecodableText
from moneyquote.records import ArticleRecord, Grant

Kind = TypeVar("Kind")
_OF_CHECKED_GRANTS = ("total", "also", "checks")


@cache
def _article_adapter() -> TypeAdapter[ArticleRecord]:
    return TypeAdapter(ArticleRecord)


def to_dict(record: Any) -> Any:
    """Return a record as plain JSON values: dataclasses as objects, tuples as arrays, Decimal as plain digits.

    What was checked of a grant is left out where there is nothing, as in gold that people made.
    """
    if is_dataclass(record) and not isinstance(record, type):
        told = {f.name: to_dict(getattr(record, f.name)) for f in fields(record)}
        if isinstance(record, Grant):
            return {name: value for name, value in told.items() if value or name not in _OF_CHECKED_GRANTS}
        return told
    if isinstance(record, tuple | list):
        return [to_dict(item) for item in record]
    if isinstance(record, Decimal):
        return format(record, "f")
    return record


def to_json(record: ArticleRecord) -> str:
    """Return a record as one line of JSON, without a line break at its end."""
    return json.dumps(to_dict(record), ensure_ascii=False)


def from_json(line: str, where: str) -> ArticleRecord:
    """Read one article record.

    Raises:
        BrokenRecord: naming ``where``, the field and what was expected there.
    """
    return _parsed(line, where, _article_adapter())


def _parsed(line: str, where: str, adapter: TypeAdapter[Kind]) -> Kind:
    try:
        return adapter.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "(whole line)"
        raise BrokenRecord(
            where,
            f"field {field}: {first['msg']}",
            "Compare it with the schema: moneyquote schema (standoff: moneyquote schema --standoff)",
        ) from error


def read_records(path: Path) -> Iterator[ArticleRecord]:
    """Read a JSONL file of records, one a line; empty lines are passed over.

    Raises:
        PathNotFound: if there is no such file.
        UndecodableText: if it is not UTF-8.
        BrokenRecord: with file, line, article and field of the first break.
    """
    for _, record in read_located(path):
        yield record


def read_located(path: Path) -> Iterator[tuple[str, ArticleRecord]]:
    """Read a JSONL file of article records as pairs of a place, ``file:line (article id)``, and the record there.

    Raises:
        PathNotFound: if there is no such file.
        UndecodableText: if it is not UTF-8.
        BrokenRecord: with file, line, article and field of the first break.
    """
    yield from _located(path, _article_adapter())


def read_located_as(path: Path, kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    """Read a JSONL file whose lines are values of a dataclass, as ``read_located`` does.

    Raises:
        PathNotFound: if there is no such file.
        UndecodableText: if it is not UTF-8.
        BrokenRecord: with file, line, article and field of the first break.
    """
    yield from _located(path, TypeAdapter(kind))


def _located(path: Path, adapter: TypeAdapter[Kind]) -> Iterator[tuple[str, Kind]]:
    if not path.is_file():
        raise PathNotFound(str(path), "no such file", "Give the path of a JSONL file of article records")
    with path.open("rb") as lines:
        for number, raw in enumerate(lines, 1):
            if not raw.strip():
                continue
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                raise UndecodableText(f"{path}:{number}", f"not UTF-8 ({error.reason})", "Save it as UTF-8") from error
            where = f"{path}:{number}{_named(line)}"
            yield where, _parsed(line, where, adapter)


def _named(line: str) -> str:
    """Return the article id of a broken line as `` (article …)`` where it can be read."""
    try:
        return f" (article {json.loads(line)['article']['id']})"
    except (ValueError, KeyError, TypeError):
        return ""


def schema(kind: type[Any] = ArticleRecord) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of one article record, or of another dataclass, made from the types."""
    made = TypeAdapter(kind).json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
