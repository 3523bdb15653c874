"""Minor units behind an amount: "3 dollars 50 cents", "one yuan five jiao", "15 dollars 50."."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from moneyquote.money.currencies import Tables
from moneyquote.money.found import Found
from moneyquote.money.numbers import UNITS, words_value

_DIGITS = re.compile(r"(?:\s?(?:and\s)?|,\s)(?P<number>\d{1,3})(?:\s?(?P<noun>[^\W\d_]{1,20}))?(?![\w%])")
_WORDS = re.compile(
    rf",?\s(?:and\s)?(?P<number>[a-z]{{2,10}}(?:[\s-](?:{'|'.join(UNITS)}))?)\s(?P<noun>[^\W\d_]{{1,20}})\b"
)
# "one kuai five mao five": a last number counts the tenths of the unit before it.
_TENTHS = re.compile(r"\s(?P<number>[a-z]{3,5})(?=[.,;:!?)\"”’]|\s*$)")


def with_cents(text: str, found: Found, look: Tables) -> Found:
    """Return an amount with the minor units behind it, each smaller than the one before."""
    if found.scaled or found.high is not None or found.figure is None or found.unit.parts != 1:
        return found
    if found.leading and found.symbol != "£":
        return found
    parts = 1
    for _ in range(2):
        match = _DIGITS.match(text, found.end) or _WORDS.match(text, found.end)
        noun = look.words.get((match.group("noun") or "").casefold()) if match else None
        if match is None or noun is None or not set(noun.codes) & set(found.unit.codes):
            break
        number, finer = _number(match.group("number")), noun.parts_of(found.unit.codes)
        if number is None or finer <= parts:
            break
        codes = tuple(code for code in found.unit.codes if code in noun.codes)
        found = _more(found, match.end(), number / finer)
        found, parts = replace(found, unit=replace(found.unit, codes=codes)), finer
    return _bare_end(text, found, parts)


def _number(written: str) -> Decimal | None:
    if written.isdecimal():
        return Decimal(written)
    return words_value(re.findall(r"[a-z]+", written))


def _more(found: Found, end: int, share: Decimal) -> Found:
    return replace(found, end=end, figure=(found.figure or Decimal(0)) + share)


def _bare_end(text: str, found: Found, parts: int) -> Found:
    """Return an amount with a last number whose unit goes without saying."""
    if parts == 1:
        match = _DIGITS.match(text, found.end)
        bare = match and not match.group("noun") and re.fullmatch(r"\s\d\d", match.group())
        if match and bare and text[match.end() : match.end() + 1] in (".", "", ","):
            return _more(found, match.end(), Decimal(match.group("number")) / 100)
    elif parts == 10:
        match = _TENTHS.match(text, found.end)
        if match and match.group("number") in UNITS and UNITS[match.group("number")] < 10:
            return _more(found, match.end(), Decimal(UNITS[match.group("number")]) / 100)
    return found
