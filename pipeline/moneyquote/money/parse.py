"""The one public function: a text into its amounts of money."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from moneyquote.money import limits
from moneyquote.money.context import Context
from moneyquote.money.found import Found
from moneyquote.money.scan import scan
from moneyquote.records import AmountFlag, Qualifier


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyAmount:
    """An amount of money in a text.

    Attributes:
        start: its first character, a code point of the text.
        end: the character behind its last.
        value: the value in the main unit of the currency; the low end of a range; None where the text gives none.
        value_max: the high end of a range.
        currency: ISO 4217, or None where it cannot be told.
        qualifier: how the words around it limit it.
        flags: what to know before using it.
        currency_evidence: the characters that told the currency, or None for a default.
        same_sum_as: the place in the list of the amount that this one repeats in another currency.
    """

    start: int
    end: int
    value: Decimal | None
    value_max: Decimal | None
    currency: str | None
    qualifier: Qualifier
    flags: tuple[AmountFlag, ...] = ()
    currency_evidence: tuple[int, int] | None = None
    same_sum_as: int | None = None


# What may stand between an amount and the same sum in another currency.
_BRACKET = re.compile(
    r"(?:,?\s?[(\[]|,?\sor\s|\s?=\s?)"
    r"(?:(?:or|about|around|some|roughly|approximately|nearly|over|almost|equivalent to|equal to|i\.e\.|=|≈)\s?){0,2}$"
)


def parse(text: str, *, default_currencies: Mapping[str, str] | None = None) -> list[MoneyAmount]:
    """Return the amounts of money in a text, in order, without overlap.

    Args:
        text: any text; line breaks inside an amount are allowed.
        default_currencies: what shared signs and nouns mean where the text does not tell, such as
            ``{"$": "AUD", "Rs": "PKR"}``; the lexicon's defaults hold for the others.
    """
    found = scan(text)
    if not found:
        return []
    context = Context(text, found, default_currencies or {})
    settled = [context.settle(item) for item in found]
    codes = [s.code for s in settled]
    article = list(zip(found, codes, strict=True))
    amounts: list[MoneyAmount] = []
    known = limits.sums(article)
    shares = [_share(item, code) for item, code in article]
    for place, (item, code) in enumerate(article):
        before = article[place - 1] if place else None
        doubled = bool(
            before
            and before[1] != code
            and item.start - before[0].end < 25
            and _BRACKET.fullmatch(text, before[0].end, item.start)
        )
        limit = limits.qualifier(text, item)
        if doubled and limit is Qualifier.EXACT and amounts[-1].qualifier is not Qualifier.RANGE:
            limit = amounts[-1].qualifier
        amounts.append(
            MoneyAmount(
                start=item.start,
                end=item.end,
                value=limits.decimal_or_none(item.value and item.value * shares[place]),
                value_max=limits.decimal_or_none(item.high and item.high * shares[place]),
                currency=code,
                qualifier=limit,
                flags=limits.flags(text, item, known.get(code)),
                currency_evidence=settled[place].evidence,
                same_sum_as=place - 1 if doubled else None,
            )
        )
    return amounts


def _share(item: Found, code: str | None) -> Decimal:
    """Return what to multiply a value by when its minor unit is another share of the currency settled on."""
    return next((Decimal(item.unit.parts) / parts for other, parts in item.unit.uneven if other == code), Decimal(1))
