"""How exactly a printed sum is meant, and a sum in words for a message."""

from __future__ import annotations

import re
from decimal import Decimal

from moneyquote.records import Amount, Qualifier

_PRINTED = re.compile(r"\d[\d,]*(?:\.(\d+))?")
_ABOUT = Decimal("0.05")  # how far "about $2 million" may be off
_ROUNDED = Decimal("0.04")  # and "$1.3 million"; a "$4 million" for 3.5 would be wrong, not rounded


def leeway(amount: Amount) -> Decimal:
    """Return by how much a sum may differ from its printed value.

    That is half the last digit of "$1.3 million", at most 4 % of it, and 5 % of "about $2 million"; a sum printed to
    its last unit ("$1,300,000") has none.
    """
    if amount.value is None:
        return Decimal(0)
    if amount.qualifier is Qualifier.APPROXIMATELY:
        return amount.value * _ABOUT
    printed = _PRINTED.search(amount.text)
    number = Decimal(printed.group().replace(",", "")) if printed else Decimal(0)
    if printed is None or not number or amount.value <= number:
        return Decimal(0)
    digit = amount.value / number / Decimal(10) ** len(printed[1] or "")
    return min(digit / 2, amount.value * _ROUNDED)


def told(value: Decimal, currency: str | None) -> str:
    """Return a sum as ``USD 1,300,000``."""
    return f"{currency or '?'} {value.normalize():,f}"
