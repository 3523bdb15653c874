"""``moneyquote schema``: the format of an article record."""

from __future__ import annotations

import json

import typer

from moneyquote import serialization


def schema() -> None:
    """Print the JSON Schema of an article record, the format of ``--to FILE.jsonl`` and of gold files."""
    typer.echo(json.dumps(serialization.schema(), ensure_ascii=False, indent=2))
