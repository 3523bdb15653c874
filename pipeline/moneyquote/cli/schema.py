"""``moneyquote schema``: the formats of an article record and of a standoff record."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from moneyquote import serialization
from moneyquote.annotation import standoff_schema


def schema(
    standoff: Annotated[
        bool, typer.Option("--standoff", help="Of a standoff record: annotations without text.")
    ] = False,
) -> None:
    """Print the JSON Schema of an article record, the format of ``--to FILE.jsonl`` and of gold files."""
    made = standoff_schema() if standoff else serialization.schema()
    typer.echo(json.dumps(made, ensure_ascii=False, indent=2))
