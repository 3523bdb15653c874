"""The columns of each dataset and their types, and rows as these types take them.

Money stands twice: ``value`` is decimal128 of six places, null where the figure has more digits than that holds, and
``value_exact`` all its digits as text. Columns that end in ``_start`` or ``_end`` are code points of the article's
text, half-open. What exports tell of a grant in words (``also``, ``checks``) is nested as in its record. Times are
ISO 8601 texts, as the article or the run has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal, localcontext
from typing import Any

import pyarrow as pa

from moneyquote.records import ArticleRecord
from moneyquote.serialization import to_dict
from moneyquote.stores.tables import COLUMNS, Kind, Row, record_rows

PLACES = 6
_DIGITS = 38  # the most that decimal128 holds
_MONEY = ("value", "value_max")

# The columns of the datasets that no export has.
INPUTS = ("location", "file", "state", "pipeline", "sha256")
RUNS = ("id", "started", "finished", "version", "pipeline", "done", "skipped", "failed")

_PLACE = [("start", pa.int64()), ("end", pa.int64())]
_CHECK = [
    ("kind", pa.string()),
    ("message", pa.string()),
    ("evidence", pa.list_(pa.struct([*_PLACE, ("text", pa.string())]))),
]
_TYPES: dict[str, pa.DataType] = {
    "value": pa.decimal128(_DIGITS, PLACES),
    "value_max": pa.decimal128(_DIGITS, PLACES),
    "words": pa.int64(),
    "done": pa.int64(),
    "skipped": pa.int64(),
    "failed": pa.int64(),
    "confidence": pa.float64(),
    "is_total": pa.bool_(),
    "locations": pa.list_(pa.string()),
    "flags": pa.list_(pa.string()),
    "also": pa.list_(pa.struct([*_PLACE, ("amount", pa.string())])),
    "checks": pa.list_(pa.struct(_CHECK)),
    "content_spans": pa.list_(pa.list_(pa.int64())),
}


def _columns(names: Iterable[str]) -> pa.Schema:
    fields = []
    for name in names:
        offset = name.endswith(("_start", "_end"))
        fields.append(pa.field(name, _TYPES.get(name, pa.int64() if offset else pa.string())))
        if name in _MONEY:
            fields.append(pa.field(f"{name}_exact", pa.string()))
    return pa.schema(fields)


def _nested(column: str) -> str:
    return "also" if column == "also_spans" else column


ARTICLES = "articles"
RECORDS = (Kind.ENTITIES, Kind.MENTIONS, Kind.AMOUNTS, Kind.QUOTES, Kind.GRANTS)
# The datasets whose parts follow the articles, and those that are written as a whole.
BY_ARTICLE: dict[str, pa.Schema] = {
    ARTICLES: _columns((*COLUMNS[Kind.ARTICLES], "pipeline")),
    **{kind.value: _columns(map(_nested, COLUMNS[kind])) for kind in RECORDS},
}
WHOLE: dict[str, pa.Schema] = {
    "failures": _columns(COLUMNS[Kind.FAILURES]),
    "ledger": _columns(INPUTS),
    "runs": _columns(RUNS),
}


def dataset_rows(record: ArticleRecord, kind: Kind) -> Iterator[Row]:
    """Yield the rows of one article's record, of a kind that stands within records."""
    rows = record_rows(record, kind)
    if kind is not Kind.GRANTS:
        yield from rows
        return
    for row, grant in zip(rows, record.grants, strict=True):
        yield {**row, "also": to_dict(grant.also), "checks": to_dict(grant.checks)}


def table(rows: list[Row], schema: pa.Schema) -> pa.Table:
    """Return rows as a table of that schema."""
    return pa.table({field.name: pa.array(_values(rows, field.name), field.type) for field in schema}, schema=schema)


def _values(rows: list[Row], name: str) -> list[Any]:
    if name.removesuffix("_exact") in _MONEY and name.endswith("_exact"):
        return [_digits(row[name.removesuffix("_exact")]) for row in rows]
    if name in _MONEY:
        return [_held(row[name]) for row in rows]
    return [row[name] for row in rows]


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


def _held(value: Decimal | None) -> Decimal | None:
    """Return a figure that decimal128 of six places holds as it is, else None."""
    if value is None:
        return None
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)  # no record holds an infinite figure
    integral = len(digits) + exponent
    if integral > _DIGITS - PLACES:
        return None
    if exponent >= -PLACES:
        return value
    with localcontext(prec=2 * _DIGITS):  # the usual 28 digits are fewer than decimal128 holds
        rounded = round(value, PLACES)
        return rounded if rounded == value else None
