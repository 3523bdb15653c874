"""Ranges: what a second number adds to an amount."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from moneyquote.money.changes import BETWEEN, opens_range, rise_before
from moneyquote.money.currencies import Tables
from moneyquote.money.found import Found
from moneyquote.money.numbers import LONGEST_NUMBER, NUMBER, digits_value
from moneyquote.money.scales import scale_behind
from moneyquote.money.signs import sign_before
from moneyquote.money.single import prefixed, suffixed

CONNECTOR = re.compile(
    r"\s?(?:--?|–|—|‒|−|~)\s?(?:to\s)?|\s{1,3}(?P<word>to|and|or|till|until|up\sto)\s{1,3}"
    r"(?:about\s|around\s|almost\s|nearly\s|over\s|up\sto\s|as\smuch\sas\s)?"
)


def open_range(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the range that a number without a sign opens: "10 to 12 million euros", "9–85 million US dollars"."""
    before = text[match.start() - 1 : match.start()]
    if before and (before.isalnum() or before in "$£€-–/.,:"):
        return None
    end, factor, scaled = scale_behind(text, match.end(), signed=False)
    link = CONNECTOR.match(text, end)
    if not link or len(match.group()) > LONGEST_NUMBER:
        return None
    word, before = link.group("word"), text[max(0, match.start() - 45) : match.start()]
    if (word == "and" and not BETWEEN.search(before)) or (word == "to" and rise_before(text, match.start())):
        return None
    second = _closing(text, link, look)
    low = digits_value(match.group(), second.unit.codes, scaled=scaled) if second else None
    if second is None or second.figure is None or low is None or (_YEAR.fullmatch(match.group()) and second.scaled):
        return None
    if not scaled and low < second.figure:
        factor = second.factor
    if word == "or" and not near(low * factor, second.figure * second.factor, second.factor):
        return None
    return _joined(second, match.start(), low, factor, second)


def near(low: Decimal, high: Decimal, step: Decimal) -> bool:
    """Tell whether "or" between two values makes a range: "8 or 9", "10 or 12 million"; "5 or 50" is a choice."""
    return low < high and (high - low == step or 2 * high <= 3 * low)


def chosen(first: Found, factor: Decimal, second: Found) -> bool:
    """Tell whether "or" between two amounts makes a range; "$100 or $130 Canadian" is one sum twice."""
    if first.figure is None or second.figure is None or first.unit.codes != second.unit.codes:
        return False
    return near(first.figure * factor, second.figure * second.factor, second.factor)


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
    either = link.group("word") == "or" and sign.start == link.end()
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


def joined_words(text: str, first: Found, second: Found) -> Found | None:
    """Return the range that two neighbours with nouns of their own make: "five cents to seven dollars"."""
    link = CONNECTOR.fullmatch(text, first.end, second.start)
    if (
        link is None
        or first.figure is None
        or second.figure is None
        or first.high is not None
        or second.high is not None
    ):
        return None
    if not set(first.unit.codes) & set(second.unit.codes) or not opens_range(text, first.start, link):
        return None
    if link.group("word") == "or" and not chosen(first, first.factor, second):
        return None
    settled = first if first.told or not second.told else second
    low = first.figure * first.factor * second.unit.parts / first.unit.parts
    return _joined(
        replace(settled, scaled=second.scaled),
        first.start,
        low,
        Decimal(1),
        replace(second, unit=replace(second.unit, codes=settled.unit.codes), told=settled.told),
    )


def with_range(text: str, first: Found, look: Tables) -> Found:
    """Return the amount with the number or amount that makes it a range: "US$10-15 million", "$5 to $7"."""
    link = CONNECTOR.match(text, first.end)
    if not link or first.high is not None or first.figure is None:
        return first
    opens = opens_range(text, first.start, link)
    if not opens and "to" not in link.group():
        return first
    number = NUMBER.match(text, link.end())
    sign = None
    if number is None:
        ahead = NUMBER.search(text, link.end(), link.end() + 8)
        sign = sign_before(text, ahead.start(), look) if ahead else None
        if ahead is None or sign is None or sign.start != link.end():
            return first
        number = NUMBER.match(text, ahead.start())  # the look ahead may have cut it
        if number is None:
            return first
    second = prefixed(text, number, sign, look) if sign else _second(text, number, first, link, look)
    if second is None or second.figure is None or second.unit.parts != first.unit.parts:
        return first
    if not set(second.unit.codes) & set(first.unit.codes):
        return first
    shared = not first.scaled and second.scaled and first.figure < second.figure
    factor = second.factor if shared else first.factor
    named = sign or second.scaled or second.start == link.end()  # not "$5 or 6 months"
    if link.group("word") == "or" and not (named and chosen(first, factor, second)):
        return first
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


# What is counted behind "$45 million to 72 research projects": the receivers, not dollars.
_COUNTED = re.compile(
    r"(?:\s(?!(?:an?|per|each|every|for|in|on|and|or|at|by|if|when|is|are|was|were|more|less|to|of|from|as|the|with)\b)"
    r"[a-z-]{2,20}){0,4}?\s(?:[a-z]{3,20}s|people|children|men|women)\b"
)


def _second(text: str, number: re.Match[str], first: Found, link: re.Match[str], look: Tables) -> Found | None:
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
    handed = link.group("word") == "to" and _COUNTED.match(text, end)
    if handed and (first.scaled or not scaled or figure <= (first.figure or 0)):
        return None
    if not scaled and first.scaled:
        factor = first.factor if figure > (first.figure or 0) and figure < 1000 else factor
    return replace(first, figure=figure, factor=factor, end=end, scaled=scaled)
