"""Whether two figures can be the same sum of money, as articles round and qualify it."""

from __future__ import annotations

from decimal import Decimal

from moneyquote.organizations import ToldGrant
from moneyquote.records import Qualifier

# How far from its figure a qualified sum may lie, as factors: "about 5" from 4.5 to 5.5, "more than 5" up to 7.5.
# Chosen by hand: newsrooms round to the nearest telling figure, not to another size.
_REACH: dict[str, tuple[Decimal, Decimal]] = {
    Qualifier.APPROXIMATELY: (Decimal("0.9"), Decimal("1.1")),
    Qualifier.AT_LEAST: (Decimal(1), Decimal("1.5")),
    Qualifier.MORE_THAN: (Decimal(1), Decimal("1.5")),
    Qualifier.AT_MOST: (Decimal("0.67"), Decimal(1)),
    Qualifier.LESS_THAN: (Decimal("0.67"), Decimal(1)),
    Qualifier.INDEFINITE: (Decimal(1), Decimal(100)),
}
_EXACT = (Decimal(1), Decimal(1))
_ROUND_DIGITS = 3  # a figure of so many significant digits may be a rounded one


def amounts_agree(first: ToldGrant, second: ToldGrant) -> bool | None:
    """Tell whether two tellings can mean one sum; None where either tells none, or no currency."""
    if first.value is None or second.value is None or None in (first.currency, second.currency):
        return None
    if first.currency != second.currency:
        return False
    low, high = _interval(first)
    other_low, other_high = _interval(second)
    if low <= other_high and other_low <= high:
        return True
    if {first.qualifier, second.qualifier} & (_REACH.keys() - {Qualifier.APPROXIMATELY}):
        return False  # "more than 5" is no rounded 4.9
    return _rounds_to(first.value, second.value) or _rounds_to(second.value, first.value)


def _interval(grant: ToldGrant) -> tuple[Decimal, Decimal]:
    value = grant.value or Decimal(0)
    if grant.value_max is not None:
        return value, grant.value_max
    low, high = _REACH.get(grant.qualifier or "", _EXACT)
    return value * low, value * high


def _rounds_to(fine: Decimal, coarse: Decimal) -> bool:
    """Tell whether a figure is another one rounded: 1,296,400 to 1.3 million."""
    digits = coarse.normalize().as_tuple()
    if not coarse or not isinstance(digits.exponent, int) or len(digits.digits) > _ROUND_DIGITS:
        return False
    return fine.quantize(Decimal((0, (1,), digits.exponent))) == coarse


def amount_reading(grant: ToldGrant) -> str | None:
    """Return a sum for reading: "1300000 USD", with its limits."""
    if grant.value is None:
        return None
    figure = format(grant.value, "f")
    if grant.value_max is not None:
        figure += f" to {grant.value_max:f}"
    if grant.qualifier in _REACH:
        figure = f"{grant.qualifier.replace('_', ' ')} {figure}"
    return f"{figure} {grant.currency or 'of an unknown currency'}"
