"""Numbers that look like money and are not: weights, marks, matches won, model numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from moneyquote.money.context import places_named
from moneyquote.money.currencies import tables
from moneyquote.money.nouns import Noun
from moneyquote.money.signs import Sign

_PENCE_TALK = re.compile(
    r"£|\b(?:pence|penny|shares?|stocks?|Plc|PLC|litre|tickets?|per cent|pints?|pounds)\b", re.IGNORECASE
)
_TITLES = frozenset({"Sen", "Sens", "SEN", "SENS"})  # senators, no hundredths of a ringgit
_WEIGHT_BEFORE = re.compile(
    r"\b(?:weigh\w{0,4}|los[et]\w{0,3}|gain\w{0,3}|lift\w{0,3}|shed|dropped|heavier|lighter|gross)\s(?:\w+\s){0,3}$",
    re.IGNORECASE,
)
WEIGHT_AFTER = re.compile(
    r"\s?\([\d.,]+\s?kg"
    r"|\s(?:of|per square|heavier|lighter|overweight|in weight|each of)\b(?! (?:aid|debt|funding|cash|money|"
    r"tax\w*|public|invest\w+|government|lottery|savings?|damages?|revenues?|income|sales|support|grants?|cuts|spending|profits?|"
    r"loss\w*|assets|compensation|benefits?|extra|new|their|his|her|our|its|your)\b)"
)


def plausible(text: str, match: re.Match[str], figure: Decimal, noun: Noun, *, scaled: bool) -> bool:
    """Tell whether a number with a noun that has other meanings is money here."""
    word = noun.symbol.casefold()
    before = text[max(0, match.start() - 45) : match.start()]
    if word in ("pound", "pounds") and not noun.told:
        return not (_WEIGHT_BEFORE.search(before) and not scaled) and not is_weight(text, noun.end, scaled=scaled)
    if word == "p":
        return figure < 1000 and figure not in (144, 240, 360, 480, 720) and _pence_talk(text)
    if word in ("mark", "marks"):
        return (noun.told and not noun.unit.weak) or (scaled and word == "marks")
    grouped = bool(re.search(r"[,.]\d{3}", match.group()))
    if noun.symbol in _TITLES or (noun.symbol not in tables().signs and _is_name(text, match, noun, scaled=scaled)):
        return False
    if word == "real" and noun.unit.weak and "BRL" not in local(text):
        return False
    if noun.symbol in tables().signs and not (
        scaled or grouped or _everyday(noun.symbol) or local(text) & {*noun.unit.codes}
    ):
        return False
    if noun.unit.weak and not scaled:
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
    text = text.replace("New England", "").replace("New South Wales", "")
    return bool(local(text) & set(tables().words["pound"].codes))


def _is_name(text: str, match: re.Match[str], noun: Noun, *, scaled: bool) -> bool:
    """Tell whether a noun with other meanings is a name by its capitals: "6 SOL", "1996 Bob Brown", "146 Afghanis"."""
    if not noun.unit.weak:
        return False
    return (noun.symbol.isupper() and not _shouted(text, match)) or (noun.symbol.istitle() and not scaled)


def _shouted(text: str, match: re.Match[str]) -> bool:
    """Tell whether the word before a number is in capitals, as all are in a heading; else "6 SOL" is a ticker."""
    before = re.search(r"([^\W\d_]{2,20})\W{1,3}$", text[max(0, match.start() - 25) : match.start()])
    return bool(before and before.group(1).isupper())


def is_weight(text: str, end: int, *, scaled: bool) -> bool:
    """Tell whether pounds that end at ``end`` are a weight: no country of pounds is named, or "of coal" follows."""
    if not sterling(text) and (not scaled or "$" in text or "USD" in local(text)):
        return True
    return bool(WEIGHT_AFTER.match(text, end)) and not (scaled and text.count("£") > text.count("$"))


def _everyday(sign: str) -> bool:
    """Tell whether a sign behind a bare figure is money anywhere; "10 AED" and "2025 Dr" are where it is in use."""
    return not sign.isascii() or not sign.isalpha() or sign.casefold() in tables().signs or sign in ("Rs", "p", "BTC")


def stray_letters(text: str, match: re.Match[str], sign: Sign, end: int, *, scaled: bool) -> bool:
    """Tell whether letters before a number are no sign of money: "B08VGR", "P.03", "MK47", "SR 493", "NIS2"."""
    if not sign.symbol.isalpha():
        return False
    number = match.group()
    slashed = text[end : end + 1] == "/" and text[end + 1 : end + 2].isdigit()
    if text[end : end + 1].isalnum() or slashed or (number[0] == "0" and number[1:2].isdigit()):
        return True
    plain = not scaled and not re.search(r"[., \u00a0]\d{3}\b|[.,]\d\d?$", number)
    if sign.symbol == "PS" and plain:
        return len(number) < 4 or number[:2] in ("19", "20")
    if plain and len(sign.symbol) == 1 and text[match.start() - 1] == ".":
        return True
    short = sign.symbol not in ("Rs", "RS", "RM", "kr", "Kr", "TK") and (sign.unit.weak or sign.symbol.isupper())
    return plain and short and not local(text) & {*sign.unit.codes} and (len(sign.symbol) == 2 or sign.symbol == "NIS")


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
    return frozenset(code for place in places_named(text) for code in tables().places[place])
