"""Ranges whose two numbers are words: "eight or nine euros", "between five and ten million dollars"."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from moneyquote.money.numbers import FRACTIONS, SCALES, words_value
from moneyquote.money.ranges import near

LINKS = frozenset({"to", "or"})


def worded_range(words: Sequence[str], *, between: bool) -> tuple[Decimal, Decimal] | None:
    """Return the low and high value of number words in lower case that make a range, or None.

    Args:
        words: number words with "to", "or" or "and" among them.
        between: whether "between" stands before them, so that "and" may part the two.
    """
    for place in range(1, len(words) - 1):
        link, behind = words[place], words[place + 1 : place + 3]
        if link not in LINKS and not (between and link == "and"):
            continue
        if link == "and" and behind[0] in ("a", "an") and behind[-1] in FRACTIONS:
            continue  # "two and a half"
        made = _pair(words[:place], words[place + 1 :], either=link == "or")
        if made:
            return made
    return None


def _pair(first: Sequence[str], second: Sequence[str], *, either: bool) -> tuple[Decimal, Decimal] | None:
    """Return two values that rise; the first takes the scale words that only the second has."""
    low, high = words_value(first), words_value(second)
    if low is None or high is None:
        return None
    step = Decimal(1)
    if not any(word in SCALES and word != "hundred" for word in first):
        step = _shared(low, second)
    low *= step
    return (low, high) if low < high and (not either or near(low, high, step)) else None


def _shared(low: Decimal, second: Sequence[str]) -> Decimal:
    """Return the product of the last scale words of the second number that the first must share to be the less."""
    shared = factor = Decimal(1)
    place = len(second)
    while place > 1 and second[place - 1] in SCALES:
        place -= 1
        factor *= SCALES[second[place]]
        head = words_value(second[:place])
        if head is not None and low < head:
            shared = factor
    return shared
