"""Whether the two figures of "$1.2 million (€1.1 million)" can mean one sum, by the exchange rates of the time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from moneyquote.giving.figures import leeway
from moneyquote.lexicons import lexicon
from moneyquote.records import Amount, ArticleRecord, Check, CheckKind, Span

Rates = tuple[Decimal, Decimal]
# Papers convert at rates of another day or of a bank. All of the 17 doubled sums with known rates that were seen in
# outside articles (2026-11) lie within the rates of the year and their rounding; a wrong scale or sign does not.
_SPARE = Decimal("0.10")
_DEFAULT_YEARS = 5  # without a date of publication, and after the last year known: the rates of the last years


def doubtful_doubles(record: ArticleRecord, doubles: Mapping[str, str]) -> Iterator[tuple[str, Check]]:
    """Yield the amounts whose figure in a second currency is implausible, each with what a person must look at.

    Args:
        record: the record.
        doubles: the id of an amount in brackets to that of the amount that it repeats in another currency.
    """
    amounts = {amount.id: amount for amount in record.amounts}
    for second_id, first_id in doubles.items():
        first, second = amounts[first_id], amounts[second_id]
        expected = _expected(first, second, record.article.published)
        if expected is None or not first.value or not second.value:
            continue
        spare = 1 + _SPARE + leeway(first) / first.value + leeway(second) / second.value
        rate = second.value / first.value
        if not expected[0] / spare <= rate <= expected[1] * spare:
            message = (
                f"{first.text} and {second.text} are said to be one sum: that is {_short(rate)} {second.currency} for "
                f"1 {first.currency}, where {_short(expected[0])} to {_short(expected[1])} was usual"
            )
            spans = tuple(Span(start=a.start, end=a.end, text=a.text) for a in (first, second))
            yield first_id, Check(kind=CheckKind.CURRENCIES, message=message, evidence=spans)


def _expected(first: Amount, second: Amount, published: str | None) -> Rates | None:
    """Return the lowest and highest rate from the first currency to the second; None where they are not known."""
    year = int(published[:4]) if published and published[:4].isdigit() else None
    mine, theirs = _per_dollar(first.currency, year), _per_dollar(second.currency, year)
    if mine is None or theirs is None or first.currency == second.currency:
        return None
    return theirs[0] / mine[1], theirs[1] / mine[0]


def _per_dollar(currency: str | None, year: int | None) -> Rates | None:
    """Return the lowest and highest rate of a year and the one before it, in which the sum may have been converted."""
    if currency == "USD":
        return Decimal(1), Decimal(1)
    table = lexicon("exchange_rates").get(currency or "")
    if not isinstance(table, dict):
        return None
    known = sorted(map(int, table))
    wanted = (
        known[-_DEFAULT_YEARS:] if year is None or year > known[-1] else [y for y in known if year - 1 <= y <= year]
    )
    rates = [Decimal(str(rate)) for y in wanted for rate in table[str(y)]]
    return (min(rates), max(rates)) if rates else None


def _short(rate: Decimal) -> str:
    return f"{rate:.3g}" if rate < 1000 else f"{rate:,.0f}"
