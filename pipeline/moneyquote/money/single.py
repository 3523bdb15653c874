"""One number in digits, and the amount that it makes with what stands beside it."""

from __future__ import annotations

import re
from dataclasses import replace

from moneyquote.money.currencies import Tables, Unit
from moneyquote.money.doubts import letter_amount, plausible, stray_letters
from moneyquote.money.found import Found
from moneyquote.money.nouns import noun_behind, sign_behind
from moneyquote.money.numbers import SCALES, TENS, UNITS, digits_value
from moneyquote.money.scales import half_behind, scale_behind
from moneyquote.money.signs import Sign, sign_before

_NATION_BEHIND = re.compile(
    r"\s?\((?P<in>US|U\.S\.|Cdn|CAD|AUD|NZ|NZD|USD|Canadian|Australian)\)"
    r"|\s(?P<out>US|U\.S\.|CDN|Cdn|CAD|AUD|NZD|USD|SGD|HKD)(?![\w-])(?!\s[A-Z(])"
)


def beside(text: str, match: re.Match[str], look: Tables, done: int, *, closed: bool) -> Found | None:
    """Return the amount that a number makes with the sign before or, unless ``closed``, the word behind it."""
    sign = sign_before(text, match.start(), look)
    if sign and sign.start >= done:
        return prefixed(text, match, sign, look)
    before = text[match.start() - 1 : match.start()]
    if before and (before.isalpha() or before in "_%#@"):
        return None
    return (None if closed else suffixed(text, match, look)) or _behind_noun(text, match, look)


_NOUN_BEFORE = re.compile(r"(?:(?P<adj>[^\W\d_]+|U\.S\.)\s)?(?P<noun>[^\W\d_]{4,})\s$")


def _behind_noun(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the amount of a number behind its noun: "US dollars 5000", "rupees 5 lakh"."""
    before = _NOUN_BEFORE.search(text, max(0, match.start() - 30), match.start())
    noun = look.words.get(before.group("noun").casefold()) if before else None
    if before is None or noun is None or noun.weak or noun.parts != 1:
        return None
    end, factor, scaled = scale_behind(text, match.end(), signed=True)
    figure = digits_value(match.group(), noun.codes, scaled=scaled)
    adjective = (before.group("adj") or "").rstrip(".").casefold()
    both = tuple(code for code in noun.codes if code in look.adjectives.get(adjective, ()))
    counted = adjective in SCALES or adjective in UNITS or adjective in TENS
    preceded = text[max(0, before.start() - 1) : before.start("noun")].rstrip()[-1:].isdigit()
    year = not scaled and match.group()[:2] in ("19", "20") and len(match.group()) == 4  # "Bitcoin 2026"
    if figure is None or counted or preceded or year or not (scaled or figure >= 100):
        return None
    return Found(
        start=before.start("adj") if both else before.start("noun"),
        end=end,
        figure=figure,
        factor=factor,
        unit=replace(noun, codes=both or noun.codes),
        symbol=before.group("noun"),
        told=bool(both) or len(noun.codes) == 1,
        scaled=scaled,
        leading=True,
    )


def prefixed(text: str, match: re.Match[str], sign: Sign, look: Tables) -> Found | None:
    """Return the amount that a number makes with the sign before it, or None where that is no money."""
    end, half = half_behind(text, match.end())
    end, factor, scaled = scale_behind(text, end, signed=True)
    letter = len(sign.symbol) == 1 and sign.symbol.isalpha()
    figure = digits_value(match.group(), sign.unit.codes, scaled=scaled)
    if figure is None or (letter and not letter_amount(text, match.group(), sign, scaled=scaled)):
        return None
    if stray_letters(text, match, sign, end, scaled=scaled):
        return None
    if text[match.start() - 1] in "-−" and not text[match.start() - 2].isalnum():
        figure = -figure
    code = len(sign.symbol) == 3 and sign.symbol.isalpha() and sign.symbol.isupper()
    if code and sign.unit.weak | (sign.symbol in ("COP", "TOP", "ALL")) and not scaled and figure < 100:
        return None
    if sign.doubtful and not (scaled or re.search(r"[., ]\d{3}\b|[.,]\d\d$", match.group())):
        return None
    found = Found(
        start=sign.start,
        end=end,
        figure=figure + half,
        factor=factor * sign.factor,
        unit=sign.unit,
        symbol=sign.symbol,
        told=sign.told,
        scaled=scaled,
        leading=True,
    )
    return _with_noun(text, found, look)


def _with_noun(text: str, found: Found, look: Tables) -> Found:
    """Return the amount with a currency noun or nation behind it that says the same: "$5 million US dollars"."""
    nation = _NATION_BEHIND.match(text, found.end)
    adjective = bool(nation and nation.group("out") in ("US", "U.S.") and found.scaled)  # "a $5 million US grant"
    if nation and "$" in found.symbol and not adjective:
        codes = {
            "US": "USD",
            "U.S.": "USD",
            "Cdn": "CAD",
            "CDN": "CAD",
            "Canadian": "CAD",
            "Australian": "AUD",
            "NZ": "NZD",
        }
        who = nation.group("in") or nation.group("out")
        code = codes.get(who, who)
        return replace(found, end=nation.end(), unit=Unit(codes=(code,)), told=True)
    noun = noun_behind(text, found.end, look)
    if noun and noun.unit.parts == 1 and set(noun.unit.codes) & set(found.unit.codes) and found.unit.parts == 1:
        both = tuple(code for code in found.unit.codes if code in noun.unit.codes)
        end, factor, scaled = (noun.end, found.factor, found.scaled)
        return replace(
            found, end=end, unit=Unit(codes=both), told=found.told or noun.told, factor=factor, scaled=scaled
        )
    return found


def suffixed(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the amount that a number makes with the noun, sign or code behind it, or None."""
    end, half = half_behind(text, match.end())
    end, factor, scaled = scale_behind(text, end, signed=False)
    noun = noun_behind(text, end, look) or sign_behind(text, end, look)
    if noun is None:
        return None
    if noun.factor == 1 and not scaled:  # "75 USD million"
        more, after, late = scale_behind(text, noun.end, signed=False)
        if late and noun.symbol.isupper():
            noun, factor, scaled = replace(noun, end=more), after, True
    figure = digits_value(match.group(), noun.unit.codes, scaled=scaled)
    if figure is None or not plausible(text, match, figure, noun, scaled=scaled):
        return None
    return Found(
        start=match.start(),
        end=noun.end,
        figure=figure + half,
        factor=factor * noun.factor,
        unit=noun.unit,
        symbol=noun.symbol,
        told=noun.told,
        scaled=scaled,
    )
