"""Tables over a whole database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from moneyquote.presentation.money import sum_in_words
from moneyquote.presentation.passages import harmless, shortened
from moneyquote.presentation.styles import AMOUNT, CONTENT, FUNDER, GRANTEE, HEADING, QUIET, SPEAKER
from moneyquote.records import Failure
from moneyquote.stores.rows import Columns

_NAME = 70  # characters of a name, and of a quote, that a cell shows
_QUOTE = 180


def new_table() -> Table:
    """Return an empty table in the style of all our tables."""
    return Table(box=box.SIMPLE_HEAD, header_style="bold", expand=True, pad_edge=False, show_edge=False)


def titled(title: str, body: RenderableType, note: str = "") -> Group:
    """Return a block with a title, and a quiet note below where there is one."""
    parts: list[RenderableType] = [Text(title, style=HEADING), body]
    if note:
        parts.append(Text(note, style=QUIET))
    return Group(*parts, Text())


def overview(
    counts: Mapping[str, int],
    grants: Sequence[Columns] | None,
    quotes: Sequence[Columns] | None,
    failures: Sequence[Failure],
    limit: int,
) -> Iterator[RenderableType]:
    """Yield the blocks of a whole database; a kind that is None is left out."""
    parts = ("articles", "entities", "amounts", "quotes", "grants", "failures")
    yield Text(
        ", ".join(f"{counts[part]:,} {part}" for part in parts if counts[part] or part != "failures"), style=QUIET
    )
    yield Text()
    if grants is not None:
        yield titled("Grants", _grants(grants), _more(len(grants), counts["grants"], "grants"))
    if quotes is not None:
        yield titled("Quotes", _quotes(quotes), _more(len(quotes), counts["quotes"], "quotes"))
    if failures:
        shown = failures[:limit]
        yield titled("Failures", failure_lines(shown), _more(len(shown), len(failures), "failures"))


def failure_lines(failures: Sequence[Failure]) -> Text:
    """Return one paragraph a failure: code, place, what and how to mend it."""
    lines = Text()
    for failure in failures:
        lines.append(f"[{failure.code}] ", style="red")
        lines.append(f"{harmless(failure.location)}: {harmless(failure.what)}. ")
        lines.append(f"{harmless(failure.mend)}.\n", style=QUIET)
    lines.rstrip()
    return lines


def _more(shown: int, total: int, kind: str) -> str:
    return f"The first {shown} of {total:,} {kind}; --limit shows more." if shown < total else ""


def _grants(rows: Sequence[Columns]) -> Table:
    table = new_table()
    table.add_column("Funder", ratio=3, style=FUNDER)
    table.add_column("Grantee", ratio=3, style=GRANTEE)
    table.add_column("Sum", ratio=3, style=AMOUNT, justify="right")
    table.add_column("Kind", ratio=2)
    table.add_column("Article", ratio=2, style=QUIET, no_wrap=True, overflow="ellipsis")
    for row in rows:
        table.add_row(
            Text(shortened(row["funder"] or "–", _NAME)),
            Text(shortened(row["grantee"] or "–", _NAME)),
            Text(shortened(_sum(row), _NAME)),
            Text(f"{row['kind']}, {row['status']}{', total' if row['is_total'] else ''}"),
            Text(harmless(row["article"])),
        )
    return table


def _sum(row: Columns) -> str:
    value, value_max = (row[name] and Decimal(row[name]) for name in ("value_exact", "value_max_exact"))
    return sum_in_words(value, value_max, row["currency"], row["qualifier"], row["amount_text"]) or "–"


def _quotes(rows: Sequence[Columns]) -> Table:
    table = new_table()
    table.add_column("Speaker", ratio=3, style=SPEAKER)
    table.add_column("Quote", ratio=8, style=CONTENT)
    table.add_column("Article", ratio=2, style=QUIET, no_wrap=True, overflow="ellipsis")
    for row in rows:
        content = shortened(row["content"], _QUOTE)
        table.add_row(
            Text(shortened(row["speaker"] or row["source_text"] or "–", _NAME)),
            Text(f"“{content}”" if row["type"] == "direct" else content),
            Text(harmless(row["article"])),
        )
    return table
