"""The noun, sign or code behind a number: "Kenyan shillings", "kr", "USD", "p"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from moneyquote.money.currencies import Tables, Unit
from moneyquote.money.scales import GAP

_WORD = re.compile(GAP + r"(?:-\s?)?(?P<word>U\.S\.(?:A\.)?|[^\W\d_]+(?:['’ʻ][^\W\d_]+)?)")
_AFTER = re.compile(GAP + r"(?P<sign>[^\w\s]{1,2}|(?:[^\W\d_]|[\u0900-\u0dff])+\$?)")

_CENTS_AHEAD = re.compile(r"\s?\d{1,2}\s?cents?\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun, sign or code behind a number, and where it ends; ``told`` as in ``Found``."""

    end: int
    symbol: str
    unit: Unit
    told: bool
    factor: Decimal = Decimal(1)


def noun_behind(text: str, end: int, look: Tables) -> Noun | None:
    """Return the currency noun behind a place, with up to three words of adjective: "US dollars", "new shekels"."""
    words: list[tuple[str, int]] = []
    place = end
    for _ in range(4):
        match = _WORD.match(text, place)
        if not match:
            break
        words.append((match.group("word"), match.end()))
        place = match.end()
        noun = look.words.get(words[-1][0].casefold())
        if noun is None:
            continue
        if len(words) == 1:
            return plain_noun(text, words[0][0], place, noun)
        told = look.adjectives.get(" ".join(word.casefold().rstrip(".") for word, _ in words[:-1]))
        told = told or look.adjectives.get(" ".join(word.casefold() for word, _ in words[:-1]))
        both = tuple(code for code in noun.codes if code in (told or ()))
        if both:
            return Noun(end=place, symbol=words[-1][0], unit=replace(noun, codes=both, weak=False), told=True)
        return None
    return None


def plain_noun(text: str, word: str, end: int, noun: Unit) -> Noun:
    """Return a noun without an adjective before it, with "sterling" or "CFA" behind it."""
    sterling = re.compile(r"\s(?:sterling|stg)\b", re.IGNORECASE).match(text, end)
    if sterling and "GBP" in noun.codes:
        return Noun(end=sterling.end(), symbol=word, unit=replace(noun, codes=("GBP",), weak=False), told=True)
    cfa = re.compile(r"\s(?:CFA|CFP)\b").match(text, end)
    if cfa and "XOF" in noun.codes:
        codes = ("XPF",) if "CFP" in cfa.group() else ("XOF", "XAF")
        return Noun(end=cfa.end(), symbol="CFA", unit=replace(noun, codes=codes, weak=False), told=len(codes) == 1)
    return Noun(end=end, symbol=word, unit=noun, told=len(noun.codes) == 1)


def sign_behind(text: str, end: int, look: Tables) -> Noun | None:
    """Return the sign or code behind a place: "5 €", "200 USD", "30 MUSD", "75p", "10 kr"."""
    match = _AFTER.match(text, end)
    if not match:
        return None
    sign, stop = match.group("sign"), match.end()
    glued = match.start("sign") == end
    if sign == "p" and glued:
        followed = text[stop : stop + 1]
        money = not followed.isalnum() and not (followed == "." and text[stop + 1 : stop + 2].isalpha())
        return Noun(end=stop, symbol="p", unit=Unit(codes=("GBP",), parts=100, weak=True), told=True) if money else None
    if sign.isupper() and sign not in look.signs and len(sign) == 4 and sign[0] == "M" and sign[1:] in look.official:
        return Noun(end=stop, symbol=sign[1:], unit=look.signs[sign[1:]], told=True, factor=Decimal(10) ** 6)
    while sign and sign not in look.signs and not sign[0].isalnum():
        sign, stop = sign[:-1], stop - 1
    ahead = text[stop : stop + 20]
    if (
        sign == "$"
        and (ahead.lstrip(" \t\u00a0")[:1].isdigit() or ahead[:1].isalpha())
        and not _CENTS_AHEAD.match(text, stop)
    ):
        return None  # "2014 $5 million": the sign belongs to the number behind it; "50 $COIN" is a ticker
    unit = look.signs.get(sign)
    if unit is None or (len(sign) == 1 and sign.isascii() and sign.isalpha()):
        return None
    if not sign[-1].isalnum() and text[stop : stop + 1].isdigit():
        return None
    if unit.weak and sign.isupper() and not glued and len(sign) == 2:
        return None
    return Noun(end=stop, symbol=sign, unit=unit, told=len(unit.codes) == 1)
