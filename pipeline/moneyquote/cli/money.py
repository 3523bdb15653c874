"""``moneyquote money``: the amounts of a text, for trying things."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from moneyquote.money import MoneyAmount, parse


def money(
    text: Annotated[str | None, typer.Argument(help="The text; without it, or with -, standard input.")] = None,
    *,
    default: Annotated[
        list[str] | None,
        typer.Option(metavar="SIGN=CODE", help="What a shared sign means where the text does not tell, such as $=AUD."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a line.")] = False,
) -> None:
    """Read every amount of money in a text: its value, currency and qualifier. Needs no model."""
    given = sys.stdin.read() if text in (None, "-") else text
    assert given is not None  # one of the two branches above gave text
    found = parse(given, default_currencies=_defaults(default or []))
    if as_json:
        for amount in found:
            typer.echo(json.dumps(_values(given, amount), ensure_ascii=False))
    elif found:
        Console().print(_table(given, found))
    else:
        Console(stderr=True).print("No amount of money in it.")


def _defaults(given: list[str]) -> dict[str, str]:
    defaults = {}
    for item in given:
        sign, _, code = item.rpartition("=")
        if not sign or len(code) != 3 or not code.isascii() or not code.isalpha():
            raise typer.BadParameter(f'"{item}" is not SIGN=CODE with an ISO 4217 code, such as $=AUD')
        defaults[sign] = code.upper()
    return defaults


def _values(text: str, amount: MoneyAmount) -> dict[str, Any]:
    evidence = amount.currency_evidence
    return {
        "start": amount.start,
        "end": amount.end,
        "text": text[amount.start : amount.end],
        "value": None if amount.value is None else format(amount.value, "f"),
        "value_max": None if amount.value_max is None else format(amount.value_max, "f"),
        "currency": amount.currency,
        "qualifier": amount.qualifier.value,
        "flags": [flag.value for flag in amount.flags],
        "currency_evidence": text[slice(*evidence)] if evidence else None,
        "same_sum_as": amount.same_sum_as,
    }


def _table(text: str, found: list[MoneyAmount]) -> Table:
    table = Table("text", box=None)
    for figure in ("value", "to"):
        table.add_column(figure, justify="right", no_wrap=True)
    for heading in ("currency", "qualifier", "flags", "told by"):
        table.add_column(heading)
    for amount in found:
        row = _values(text, amount)
        figures = [f"{figure:,f}" if figure is not None else "" for figure in (amount.value, amount.value_max)]
        told = row["currency_evidence"] or ("default" if amount.currency else "")
        cells = [row["text"], *figures, amount.currency or "", row["qualifier"], ", ".join(row["flags"]), told]
        table.add_row(*(escape(" ".join(cell.split())) for cell in cells))
    return table
