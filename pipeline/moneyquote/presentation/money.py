"""Sums of money in words for people."""

from __future__ import annotations

from decimal import Decimal

_WORDS = {
    "approximately": "about ",
    "at_least": "at least ",
    "more_than": "over ",
    "at_most": "up to ",
    "less_than": "under ",
}


def sum_in_words(
    value: Decimal | None, value_max: Decimal | None, currency: str | None, qualifier: str | None, text: str | None
) -> str:
    """Return a sum as ``about USD 1,300,000``; as it is printed where it has no value, and nothing without a sum."""
    if value is None:
        return text or ""
    digits = f"{value:,f}" if value_max is None else f"{value:,f}–{value_max:,f}"
    return f"{_WORDS.get(qualifier or '', '')}{currency or '?'} {digits}"
