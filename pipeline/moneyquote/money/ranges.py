"""Ranges and minor units: what a second number adds to an amount."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from moneyquote.money.currencies import Tables
from moneyquote.money.found import Found
from moneyquote.money.numbers import LONGEST_NUMBER, NUMBER, digits_value
from moneyquote.money.scales import scale_behind
from moneyquote.money.signs import sign_before
from moneyquote.money.single import prefixed, suffixed

_CENTS = re.compile(r"(?:\s?(?:and\s)?|,\s)(?P<number>\d{1,2})(?P<rest>\s?[^\W\d_]+)?")
_CONNECTOR = re.compile(
    r"\s?(?:--?|–|—|‒|−|~)\s?(?:to\s)?|\s{1,3}(?:to|and|or|till|until)\s{1,3}"
    r"(?:about\s|around\s|almost\s|nearly\s|over\s|up\sto\s)?"
)
_BETWEEN = re.compile(
    r"\b(?:between|from|ranging from|ranges? from)\s+(?:about |around |roughly |approximately |an estimated )?$",
    re.IGNORECASE,
)
# A change "from $5 to $7", or "by 11 sen to RM2.05", is two amounts.
_CHANGE = re.compile(
    r"\b(?:r[oi]se[sn]?|rising|fell|falls?|fallen|falling|grew|grow\w*|climb\w*|drop\w*|up|down|gain\w*|los[et]\w*|added|adds|"
    r"slipp?\w*|jump\w*|surg\w*|soar\w*|increas\w+|decreas\w+|rais\w+|lift\w*|cut|cuts|slash\w*|lower\w*|reduc\w+|by|went|goes|"
    r"go|slid|sank|edged|advanc\w+|declin\w+|eased|doubl\w+|tripl\w+|quadrupl\w+|chang\w+|mov\w+|revis\w+|expand\w*|plung\w+|"
    r"tumbl\w+|shrank|shr[iu]nk\w*|swell\w*|balloon\w*|bump\w*|boost\w*|hik\w+|improv\w+|upgrad\w+|downgrad\w+|widen\w*|narrow\w*)"
    r"(?:\s(?:\w+\s){0,3}(?:from|by))?\s(?:\w+\s)?$",
    re.IGNORECASE,
)


def open_range(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the range that a number without a sign opens: "10 to 12 million euros", "9–85 million US dollars"."""
    before = text[match.start() - 1 : match.start()]
    if before and (before.isalnum() or before in "$£€-–/.,:"):
        return None
    end, factor, scaled = scale_behind(text, match.end(), signed=False)
    link = _CONNECTOR.match(text, end)
    if not link or len(match.group()) > LONGEST_NUMBER:
        return None
    if "and" in link.group() and not _BETWEEN.search(text[max(0, match.start() - 40) : match.start()]):
        return None
    second = _closing(text, link, look)
    low = digits_value(match.group(), second.unit.codes, scaled=scaled) if second else None
    if second is None or second.figure is None or low is None or (_YEAR.fullmatch(match.group()) and second.scaled):
        return None
    if " or " in link.group() and low + 1 != second.figure:
        return None  # "8 or 9 euros" is a range; "5 or 50" is a choice
    if not scaled and low < second.figure:
        factor = second.factor
    return _joined(second, match.start(), low, factor, second)


_YEAR = re.compile(r"(?:19|20)\d\d")


def _closing(text: str, link: re.Match[str], look: Tables) -> Found | None:
    """Return the amount behind a connector; its sign may stand before it in "8 or $9" only."""
    number = NUMBER.search(text, link.end(), link.end() + 8)
    if number is None:
        return None
    number = NUMBER.match(text, number.start())
    sign = sign_before(text, number.start(), look) if number else None
    if number is None or (sign is None and number.start() != link.end()):
        return None
    if sign is None:
        return suffixed(text, number, look)
    either = " or " in link.group() and sign.start == link.end()
    return prefixed(text, number, sign, look) if either else None


def _joined(first: Found, start: int, low: Decimal, factor: Decimal, second: Found) -> Found | None:
    """Return a range from a low figure to the second amount, or None where it does not rise."""
    high = second.value
    if high is None or low * factor / second.unit.parts >= high:
        return None
    return replace(
        first,
        start=start,
        end=second.end,
        figure=low,
        factor=factor,
        unit=second.unit,
        high=high,
        between=True,
        symbol=second.symbol,
        told=second.told,
    )


def with_range(text: str, first: Found, look: Tables) -> Found:
    """Return the amount with the number or amount that makes it a range: "US$10-15 million", "$5 to $7"."""
    link = _CONNECTOR.match(text, first.end)
    if not link or first.high is not None or first.figure is None:
        return first
    if " or " in link.group():
        return first
    opens = _opens_range(text, first, link.group())
    if not opens and "to" not in link.group():
        return first
    number = NUMBER.match(text, link.end())
    sign = None
    if number is None:
        ahead = NUMBER.search(text, link.end(), link.end() + 8)
        sign = sign_before(text, ahead.start(), look) if ahead else None
        if ahead is None or sign is None or sign.start != link.end():
            return first
        number = ahead
    second = prefixed(text, number, sign, look) if sign else _second(text, number, first, look)
    if second is None or second.figure is None or second.unit.parts != first.unit.parts:
        return first
    if not set(second.unit.codes) & set(first.unit.codes):
        return first
    shared = not first.scaled and second.scaled and first.figure < second.figure
    factor = second.factor if shared else first.factor
    if not opens:  # "rose from $10 to $15 billion": two amounts that share the scale word
        return replace(first, factor=factor) if shared and first.figure < 1000 and sign else first
    settled = first if first.told or not second.told else second
    joined = _joined(
        settled,
        first.start,
        first.figure,
        factor,
        replace(second, unit=settled.unit, symbol=settled.symbol, told=settled.told),
    )
    return joined or first


def _second(text: str, number: re.Match[str], first: Found, look: Tables) -> Found | None:
    """Return the bare number behind a range's dash as an amount in the first one's currency."""
    named = suffixed(text, number, look)
    if named:
        return named
    end, factor, scaled = scale_behind(text, number.end(), signed=True)
    figure = digits_value(number.group(), first.unit.codes, scaled=scaled)
    if figure is None or (first.leading is False and not scaled):
        return None
    if re.match(r"\s?(?:%|per\s?cent)", text[end : end + 10]):
        return None
    if not scaled and first.scaled:
        factor = first.factor if figure > (first.figure or 0) and figure < 1000 else factor
    return replace(first, figure=figure, factor=factor, end=end, scaled=scaled)


def _opens_range(text: str, first: Found, link: str) -> bool:
    """Tell whether an amount before a connector opens a range; a rise "from $5 to $7" is two amounts."""
    before = text[max(0, first.start - 45) : first.start]
    if "and" in link:
        return bool(re.search(r"\bbetween\s(?:\w+\s){0,2}$", before))
    if "to" in link or "till" in link:
        return not (_CHANGE.search(before) or re.search(r"\bto\s$", before))
    return True


def with_cents(text: str, found: Found, look: Tables) -> Found:
    """Return an amount with its minor units: "3 dollars 50 cents", "15 dollars 50."."""
    if (
        found.scaled
        or found.high is not None
        or found.figure is None
        or found.unit.parts != 1
        or (found.leading and found.symbol != "£")
    ):
        return found
    match = _CENTS.match(text, found.end)
    if not match:
        return found
    noun = look.words.get((match.group("rest") or "").strip().casefold())
    if noun and noun.parts > 1 and set(noun.codes) & set(found.unit.codes):
        return replace(found, end=match.end(), figure=found.figure + Decimal(match.group("number")) / noun.parts)
    ends = not match.group("rest") and text[match.end() : match.end() + 1] in (".", "", ",")
    if ends and len(match.group("number")) == 2 and match.group()[:1] == " " and "and" not in match.group():
        return replace(found, end=match.end("number"), figure=found.figure + Decimal(match.group("number")) / 100)
    return found
