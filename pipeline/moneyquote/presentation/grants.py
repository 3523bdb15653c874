"""Grants as a table for the terminal: who gave whom how much, when, for what, how sure, and which sentence says so."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from moneyquote.presentation.money import sum_in_words
from moneyquote.presentation.overview import new_table
from moneyquote.presentation.passages import harmless, shortened
from moneyquote.presentation.styles import AMOUNT, FUNDER, GRANTEE, QUIET
from moneyquote.records import ArticleRecord, Grant, Party

_NAME = 60
_PURPOSE = 80
_SENTENCE = 240


def grants_table(rows: Sequence[tuple[ArticleRecord, Grant]]) -> RenderableType:
    """Return grants as a table, each with the sentence that proves it and its mismatches on lines below."""
    table: Table = new_table()
    table.add_column("Funder", ratio=3, style=FUNDER)
    table.add_column("Grantee", ratio=3, style=GRANTEE)
    table.add_column("Amount", ratio=2, style=AMOUNT, justify="right")
    table.add_column("Period", width=9)
    table.add_column("Purpose", ratio=3)
    table.add_column("Conf.", width=5, justify="right")
    table.add_column("Sentence", ratio=6, style=QUIET)
    for record, grant in rows:
        table.add_row(
            Text(_name(grant.funder)),
            Text(_name(grant.grantee)),
            Text(_sum(record, grant)),
            Text(harmless(grant.period or "")),
            Text(shortened(grant.purpose.text, _PURPOSE) if grant.purpose else ""),
            Text("" if grant.confidence is None else f"{grant.confidence:.2f}"),
            _proof(record, grant),
        )
    return table


def _name(party: Party | None) -> str:
    return shortened((party and (party.name or party.text)) or "–", _NAME)


def _sum(record: ArticleRecord, grant: Grant) -> str:
    amount = next((amount for amount in record.amounts if amount.id == grant.amount), None)
    told = (
        sum_in_words(amount.value, amount.value_max, amount.currency, amount.qualifier.value, amount.text)
        if amount
        else "–"
    )
    terms = [
        "total" if grant.is_total else "",
        "part of a total" if grant.total else "",
        "" if grant.kind.value == "grant" else grant.kind.value,
        "" if grant.status.value == "given" else grant.status.value,
    ]
    return harmless(f"{told} ({', '.join(filter(None, terms))})" if any(terms) else told)


def _proof(record: ArticleRecord, grant: Grant) -> Text:
    text = record.text or ""
    shown = Text(shortened(text[grant.evidence.start : grant.evidence.end], _SENTENCE) if grant.evidence else "")
    shown.append(f" [{harmless(record.article.id)}]")
    if grant.also:
        shown.append(f" (told {len(grant.also) + 1} times)")
    for check in grant.checks:
        shown.append(f"\nDoes not fit: {harmless(check.message)}.", style="red")
    return shown
