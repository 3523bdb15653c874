"""Records put together again from the datasets of a folder, with nothing but pyarrow."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from moneyquote.records import ArticleHead, ArticleRecord
from moneyquote.stores import rows

KINDS = ("articles", "entities", "mentions", "amounts", "quotes", "grants", "failures", "ledger", "runs")


def dataset(folder: Path, kind: str) -> list[dict[str, Any]]:
    """Return the rows of a kind, part after part."""
    parts = sorted((folder / kind).glob("*.parquet"))
    assert parts, f"no part of {kind}"
    return [row for part in parts for row in pq.read_table(part).to_pylist()]


def records(folder: Path) -> dict[str, ArticleRecord]:
    """Return the records by content."""
    children: dict[str, dict[str, list[dict[str, Any]]]] = {kind: defaultdict(list) for kind in KINDS}
    for kind in KINDS[1:6]:
        for row in dataset(folder, kind):
            children[kind][row["sha256"]].append(row)
    found: dict[str, ArticleRecord] = {}
    for article in dataset(folder, "articles"):
        sha256 = article["sha256"]
        assert sha256 not in found, "doubled"
        heads = {field: article[field] for field in ("id", "source", "sha256", "title", "published")}
        found[sha256] = ArticleRecord(
            article=ArticleHead(**heads),
            text=article["text"],
            entities=tuple(map(rows.to_entity, children["entities"][sha256])),
            mentions=tuple(map(rows.to_mention, children["mentions"][sha256])),
            amounts=tuple(map(_amount, children["amounts"][sha256])),
            quotes=tuple(_quote(row, article["text"]) for row in children["quotes"][sha256]),
            grants=tuple(map(_grant, children["grants"][sha256])),
        )
    return found


def _amount(row: dict[str, Any]) -> Any:
    return rows.to_amount({**row, "flags": json.dumps(row["flags"])})


def _grant(row: dict[str, Any]) -> Any:
    return rows.to_grant({**row, "also": json.dumps(row["also"]), "checks": json.dumps(row["checks"])})


def _quote(row: dict[str, Any], text: str) -> Any:
    spans = [{"text_start": start, "text_end": end, "text": text[start:end]} for start, end in row["content_spans"]]
    return rows.to_quote(row, spans)
