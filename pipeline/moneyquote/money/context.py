"""Whose dollar, pound or rupee: a shared sign or noun settled from the article.

In this order: a code, sign or adjective elsewhere in the article that tells one of the candidates; the outlet's
domain; the dateline and the places named; the user's default; the lexicon's default; else nobody can tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from moneyquote.money.currencies import tables
from moneyquote.money.found import Found

_CAPITALISED = re.compile(r"[A-ZÀ-Ý][\w’']*")
_DOMAIN = re.compile(r"https?://(?:[\w-]{1,63}\.){1,5}([a-z]{2,4})(?=[/:\s])")
_OPENING = 400  # characters in which a dateline or the first place stands
# Weights tried on the training gold: domain 6 to 12, opening 1 to 4, told 2 to 6 (2026-11).
_DOMAIN_WEIGHT, _OPENING_WEIGHT, _TOLD_WEIGHT, _MOST_COUNTED = 10, 3, 4, 8
_ENOUGH = 4
# Countries whose English press writes its own dollar as a bare "$". Elsewhere (Hong Kong, Taiwan, the pesos) the bare
# sign is the US dollar beside HK$, NT$ or MX$.
_BARE_DOLLARS = frozenset(
    {"USD", "AUD", "CAD", "NZD", "SGD", "FJD", "JMD", "TTD", "BBD", "BSD", "GYD", "BZD", "BND", "NAD"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A currency and the characters ``[start, end)`` that told it, None for a default."""

    code: str | None
    evidence: tuple[int, int] | None = None


class Context:
    """What an article says about the currencies that it may be written in; made once an article."""

    def __init__(self, text: str, found: Sequence[Found], defaults: Mapping[str, str]) -> None:
        self._text = text
        self._defaults = {**tables().defaults, **defaults}
        self._told = {item.unit.codes[0]: (item.start, item.end) for item in found if item.told}
        self._told_counts = Counter(item.unit.codes[0] for item in found if item.told)
        self._bare = any(item.symbol == "$" for item in found)
        self._settled: dict[tuple[str, tuple[str, ...]], Settled] = {}
        self._scores: dict[str, int] | None = None
        self._evidence: dict[str, tuple[int, int]] = {}

    def settle(self, found: Found) -> Settled:
        """Return the currency of an amount."""
        codes = found.unit.codes
        if len(codes) == 1 or found.told:
            return Settled(code=codes[0], evidence=(found.start, found.end))
        symbol = found.symbol if found.symbol in self._defaults else found.symbol.casefold()
        key = (symbol, codes)
        if key not in self._settled:
            self._settled[key] = self._decide(symbol, codes)
        return self._settled[key]

    def _decide(self, symbol: str, codes: tuple[str, ...]) -> Settled:
        if symbol == "$":
            codes = tuple(code for code in codes if code in _BARE_DOLLARS)
        default = self._defaults.get(symbol) or self._defaults.get(symbol.removesuffix("s"))
        scores = self._places()
        ranked = sorted(codes, key=lambda code: (-self._score(code, symbol, scores), code != default))
        best = ranked[0]
        score = self._score(best, symbol, scores)
        needed = _ENOUGH if default else 1
        if score >= needed and (
            best == default or default not in codes or score > self._score(default or "", symbol, scores)
        ):
            return Settled(code=best, evidence=self._evidence.get(best) or self._told.get(best))
        return Settled(code=default if default in codes or default is None else None)

    def _score(self, code: str, symbol: str, scores: Mapping[str, int]) -> int:
        told = min(self._told_counts[code], 3) * _TOLD_WEIGHT
        if symbol == "$":  # who writes A$ or Australian dollars means another dollar by the bare sign
            told = -told
        return scores.get(code, 0) + told

    def _places(self) -> Mapping[str, int]:
        """Return how strongly the article's places speak for each currency."""
        if self._scores is not None:
            return self._scores
        text, look = self._text, tables()
        scores: Counter[str] = Counter()
        domain = _DOMAIN.search(text, 0, 600)
        for code in look.domains.get(domain.group(1), ()) if domain else ():
            scores[code] += _DOMAIN_WEIGHT
            self._evidence[code] = domain.span() if domain else (0, 0)
        for place in places_named(text):
            count, where = text.count(place), text.find(place)
            for code in look.places[place]:
                scores[code] += min(count, _MOST_COUNTED) + (_OPENING_WEIGHT if where < _OPENING else 0)
                self._evidence.setdefault(code, (where, where + len(place)))
        self._scores = scores
        return scores


def places_named(text: str) -> Iterator[str]:
    """Yield the lexicon's places that a text names, by where their first words first stand."""
    for first in dict.fromkeys(word.removesuffix("’s").removesuffix("'s") for word in _CAPITALISED.findall(text)):
        for place in _places_by_first().get(first, ()):
            if place in text:
                yield place


@cache
def _places_by_first() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for place in tables().places:
        first = _CAPITALISED.match(place)
        if first:
            found.setdefault(first.group(), []).append(place)
    return {first: tuple(places) for first, places in found.items()}
