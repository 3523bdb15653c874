"""Numbers that look like money and are not: weights, marks, matches won, model numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from moneyquote.money.currencies import tables
from moneyquote.money.nouns import Noun
from moneyquote.money.signs import Sign

_PENCE_TALK = re.compile(
    r"£|\b(?:pence|penny|shares?|stocks?|Plc|PLC|litre|tickets?|per cent|pints?|pounds)\b", re.IGNORECASE
)
_WEIGHT_BEFORE = re.compile(
    r"\b(?:weigh\w{0,4}|los[et]\w{0,3}|gain\w{0,3}|lift\w{0,3}|shed|dropped|heavier|lighter|gross)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
WEIGHT_AFTER = re.compile(
    r"\s?\([\d.,]+\s?kg"
    r"|\s(?:of|per square|heavier|lighter|overweight|in weight|each of)\b(?! (?:aid|debt|funding|cash|money|tax))"
)


def plausible(text: str, match: re.Match[str], figure: Decimal, noun: Noun, *, scaled: bool) -> bool:
    """Tell whether a number with a noun that has other meanings is money here."""
    word = noun.symbol.casefold()
    before = text[max(0, match.start() - 45) : match.start()]
    if word in ("pound", "pounds") and not scaled and not noun.told:
        return not (_WEIGHT_BEFORE.search(before) or WEIGHT_AFTER.match(text, noun.end)) and sterling(text)
    if word == "p":
        return figure < 1000 and figure not in (144, 240, 360, 480, 720) and _pence_talk(text)
    if word in ("mark", "marks"):
        return (noun.told and not noun.unit.weak) or (scaled and word == "marks")
    if noun.unit.weak and not scaled:
        grouped = bool(re.search(r"[,.]\d{3}", match.group()))
        singular = word == "won" and re.compile(r"\s(?:the|a|an|in|by|on|against|his|her|their)\b").match(
            text, noun.end
        )
        return (grouped or figure >= 100) and not singular
    return True


@lru_cache(maxsize=4)
def _pence_talk(text: str) -> bool:
    """Tell whether a text speaks of what is priced in pence."""
    return bool(_PENCE_TALK.search(text))


@lru_cache(maxsize=4)
def sterling(text: str) -> bool:
    """Tell whether a text is about a country that pays in pounds at all."""
    if any(sign in text for sign in ("£", "pence", "sterling", "penny")):
        return True
    codes = tables().words["pound"].codes
    return any(set(where) & set(codes) and place in text for place, where in tables().places.items())


def letter_amount(text: str, number: str, sign: Sign, *, scaled: bool) -> bool:
    """Tell whether a number behind a single letter looks like money: "R70 million", "P2,500", not "K2" or "M25"."""
    grouped = bool(re.search(r"[., \u00a0]\d{3}\b|[.,]\d\d$", number))
    if sign.symbol in "RNPQ" and (scaled or grouped):
        return True
    return (scaled or grouped or _two_digits(number)) and bool(local(text) & set(sign.unit.codes))


def _two_digits(number: str) -> bool:
    """Tell whether a number has two digits or more."""
    return len(re.sub(r"\D", "", number)) >= 2


@lru_cache(maxsize=4)
def local(text: str) -> frozenset[str]:
    """Return the currencies whose countries, towns or people a text names."""
    return frozenset(code for place, codes in tables().places.items() if place in text for code in codes)
