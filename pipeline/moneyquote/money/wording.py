"""Amounts in words: "half a billion US dollars", "tens of millions of yuan"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from moneyquote.money.changes import BETWEEN, rise_before
from moneyquote.money.currencies import Tables, Unit
from moneyquote.money.doubts import is_weight
from moneyquote.money.found import Found
from moneyquote.money.minor import with_cents
from moneyquote.money.nouns import plain_noun
from moneyquote.money.numbers import FRACTIONS, SCALES, TENS, UNITS, VAGUE, words_value
from moneyquote.money.ranges import joined_words
from moneyquote.money.worded_ranges import LINKS, worded_range

_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_WORDS = (
    frozenset(UNITS)
    | frozenset(TENS)
    | frozenset(SCALES)
    | VAGUE
    | LINKS
    | {"a", "an", "half", "quarter", "quarters", "and", "of", "point"}
)
_COUNTS = (frozenset(UNITS) | frozenset(TENS) | frozenset(SCALES) | VAGUE | {"half"}) - {
    "mil",
    "mill",
    "cr",
    "lac",
    "mils",
}


@lru_cache(maxsize=512)
def _noun_pattern(words: frozenset[str]) -> re.Pattern[str]:
    joined = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{joined})(?![^\W\d_])", re.IGNORECASE)


def verbal(text: str, look: Tables) -> Iterator[Found]:
    """Yield the amounts whose number stands in words before a currency noun."""
    present = {word.casefold() for word in set(_PLAIN_WORD.findall(text))}
    nouns = frozenset(present & look.words.keys())
    if not nouns or not present & _COUNTS:
        return
    last: Found | None = None
    for match in _noun_pattern(nouns).finditer(text):
        found = _verbal_amount(text, match, look)
        if found is None or (last and found.start < last.end):
            continue
        found = with_cents(text, found, look)
        joined = joined_words(text, last, found) if last else None
        if last and not joined:
            yield last
        last = joined or found
    if last:
        yield last


def _verbal_amount(text: str, match: re.Match[str], look: Tables) -> Found | None:
    """Return the amount that the number words before a currency noun make: "half a billion US dollars"."""
    before = list(re.finditer(r"[^\W\d_]+(?:\.[A-Z]\.)?", text[max(0, match.start() - 90) : match.start()]))
    offset = max(0, match.start() - 90)
    if not before or not _adjoin(text, offset + before[-1].end(), match.start()):
        return None
    noun = look.words[match.group().casefold()]
    symbol, end, told = match.group(), match.end(), len(noun.codes) == 1
    last = len(before)
    for size in (3, 2, 1):
        if size > len(before):
            continue
        named = " ".join(m.group().casefold().rstrip(".") for m in before[-size:])
        both = tuple(code for code in noun.codes if code in look.adjectives.get(named, ()))
        if both and (before[-size].group()[0].isupper() or named in ("new israeli", "us")):
            noun, told, last = replace(noun, codes=both, weak=False), True, last - size
            break
    plain = plain_noun(text, symbol, end, noun)
    noun, end, told = plain.unit, plain.end, told or plain.told
    first = last
    while first > 0 and before[first - 1].group().casefold() in _NUMBER_WORDS:
        after = offset + before[first].start() if first < len(before) else match.start()
        if not _adjoin(text, offset + before[first - 1].end(), after):
            break
        first -= 1
    return _from_words(text, before[first:last], offset, noun=noun, symbol=symbol, end=end, told=told)


def _adjoin(text: str, end: int, start: int) -> bool:
    gap = text[end:start]
    return len(gap) < 7 and gap.strip() in ("", "-", "‑", "–") and gap.count("\n") < 2


def _from_words(
    text: str, words: list[re.Match[str]], offset: int, *, noun: Unit, symbol: str, end: int, told: bool
) -> Found | None:
    while words and words[0].group().casefold() in ("and", "of", "to", "or", "point"):
        words = words[1:]
    folded = [m.group().casefold() for m in words]
    if (
        folded[:1] == ["some"]
        and folded[1:2]
        and (folded[1] in UNITS or folded[1] in TENS or folded[1] in ("a", "half"))
    ):
        words, folded = words[1:], folded[1:]  # "some three billion": about three
    if not folded or not any(word in _COUNTS for word in folded):
        return None
    start = offset + words[0].start()
    vague = any(word in VAGUE for word in folded)
    if vague:
        keep = next(i for i, word in enumerate(folded) if word in VAGUE)
        if folded[keep] in ("several", "few", "many", "some", "multiple", "scores", "dozens") and not any(
            w in SCALES for w in folded[keep:]
        ):
            return None
        start = offset + words[keep].start()
        if symbol.casefold() in ("pound", "pounds") and not told and is_weight(text, end, scaled=True):
            return None
        if folded[keep] == "few" and keep and folded[keep - 1] == "a":
            start = offset + words[keep - 1].start()
        return Found(start=start, end=end, figure=None, factor=Decimal(1), unit=noun, symbol=symbol, told=told)
    if folded[-1] == "of" and folded[-2:-1] and folded[-2] in SCALES:
        folded = folded[:-1]
    if folded[-1] in ("of", "and") or (folded[-1] in ("a", "an") and "half" not in folded and "quarter" not in folded):
        return None
    before = text[max(0, start - 40) : start]
    ends = None if rise_before(text, start) else worded_range(folded, between=bool(BETWEEN.search(before)))
    value, high = ends or (words_value(folded), None)
    if value is None:
        return _from_last(text, words, offset, noun=noun, symbol=symbol, end=end, told=told)
    if text[start - 1 : start].isdigit() or re.search(r"\d[\d.,]*\s?$", text[max(0, start - 12) : start]):
        return None  # a number in digits goes before them; the first pass did not take it for money
    if folded[0] in ("a", "an") and not any(word in SCALES or word in FRACTIONS for word in folded[1:2]):
        words = words[1:]
        start = offset + words[0].start()
    elif folded[0] in ("a", "an") and text[offset + words[-1].end() : offset + words[-1].end() + 1] == "-":
        start = offset + words[1].start()  # "a billion-dollar deal": the article belongs to the deal
    elif len(folded) == 2 and _counts_millions(text, start, words, offset, end):
        start, value = offset + words[1].start(), SCALES[folded[1]]
    scaled = any(word in SCALES for word in folded)
    if noun.weak and not scaled and value < 100:
        return None
    if symbol.casefold() in ("pound", "pounds") and not told and is_weight(text, end, scaled=scaled):
        return None
    return Found(
        start=start,
        end=end,
        figure=value,
        factor=Decimal(1),
        unit=noun,
        symbol=symbol,
        told=told,
        scaled=scaled,
        high=high and high / noun.parts,
    )


_OWNER = re.compile(r"(?:\b(?:an?|the|this|that|its|his|her|their|our|another|no|new)|[’']s)\s$", re.IGNORECASE)
_SEVERAL = re.compile(r"\s(?:[\w-]{1,20}\s){0,3}\w{1,20}s\b")


def _counts_millions(text: str, start: int, words: list[re.Match[str]], offset: int, end: int) -> bool:
    """Tell whether a number counts things of a million each: "three million-dollar homes", not "a three …"."""
    first, scale = words[0].group().casefold(), words[1].group().casefold()
    loose = text[offset + words[0].end() : offset + words[1].start()].isspace()
    hyphened = text[offset + words[1].end() : offset + words[1].end() + 1] == "-"
    if not (loose and hyphened and scale in SCALES and 1 < UNITS.get(first, 0) <= 12):
        return False
    return bool(_SEVERAL.match(text, end)) and not _OWNER.search(text, max(0, start - 10), start)


def _from_last(
    text: str, words: list[re.Match[str]], offset: int, *, noun: Unit, symbol: str, end: int, told: bool
) -> Found | None:
    """Return the amount of the number behind the last "and", "to" or "or": "one and two million dollars"."""
    links = [place for place, m in enumerate(words) if m.group().casefold() in ("and", "to", "or")]
    if not links or links[-1] + 1 == len(words):
        return None
    return _from_words(text, words[links[-1] + 1 :], offset, noun=noun, symbol=symbol, end=end, told=told)
