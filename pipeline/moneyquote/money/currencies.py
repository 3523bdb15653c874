"""The currency lexicon as look-up tables: which signs, codes and words stand for which currencies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from moneyquote.errors import LexiconError
from moneyquote.lexicons import lexicon

# Codes that are read in lower case too ("usd 20"): common ones that are no English word.
_LOWER_CODES = ("usd", "eur", "gbp", "aud", "nzd", "cad", "chf", "jpy", "cny", "rmb", "inr", "hkd", "sgd", "zar", "kes")
ENTRY_KEYS = frozenset({"name", "words", "minor", "signs", "adj", "places", "domains"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a sign or word counts: the currencies it may stand for, and how many of it make one of them.

    ``uneven`` names the currencies of which another number makes one (1,000 fils a Kuwaiti dinar, 100 a dirham).
    """

    codes: tuple[str, ...]
    parts: int = 1
    uneven: tuple[tuple[str, int], ...] = ()
    weak: bool = False

    def parts_of(self, codes: Sequence[str]) -> int:
        """Return how many make one of the first of these currencies that it may stand for."""
        code = next((code for code in codes if code in self.codes), "")
        return dict(self.uneven).get(code, self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The look-up tables.

    Attributes:
        signs: signs and codes, as written, to units; longest match first among ``signs_by_end``.
        signs_by_end: the signs that end in a character, longest first.
        words: currency nouns in lower case, plurals too, to units.
        adjectives: adjectives and country names in lower case, to currencies.
        places: places and adjectives as written, to currencies.
        domains: country domains to currencies.
        official: the codes that a record may carry.
        spaced: the signs with other meanings that may stand a blank away from their number.
        defaults: what a shared sign or noun means where the article does not tell.
    """

    signs: dict[str, Unit]
    signs_by_end: dict[str, tuple[str, ...]]
    words: dict[str, Unit]
    adjectives: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    domains: dict[str, tuple[str, ...]]
    official: frozenset[str]
    spaced: frozenset[str]
    defaults: dict[str, str]


@cache
def tables() -> Tables:
    """Return the tables of the shipped lexicon.

    Raises:
        LexiconError: if an entry has a key that is not known.
    """
    data = lexicon("currencies")
    entries = {**data["active"], **data["historic"], **data["unofficial"]}
    weak_words = frozenset(data["weak"]["words"])
    weak_signs = frozenset(data["weak"]["signs"]) | frozenset(data["weak"]["letters"])
    signs: dict[str, list[str]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    minor: dict[str, list[tuple[str, int]]] = defaultdict(list)
    adjectives: dict[str, list[str]] = defaultdict(list)
    places: dict[str, list[str]] = defaultdict(list)
    domains: dict[str, list[str]] = defaultdict(list)
    for code, entry in entries.items():
        if unknown := set(entry) - ENTRY_KEYS:
            raise LexiconError(
                "currencies.toml", f"{code}: unknown keys {sorted(unknown)}", f"Use {sorted(ENTRY_KEYS)}"
            )
        for sign in dict.fromkeys([*entry.get("signs", ()), code]):
            signs[sign].append(code)
        for word in entry.get("words", ()):
            for form in _forms(word):
                words[form].append(code)
        for word, parts in _minor_units(entry).items():
            for form in _forms(word):
                minor[form].append((code, parts))
        for adjective in entry.get("adj", ()):
            adjectives[adjective.casefold()].append(code)
        for place in [*entry.get("places", ()), *entry.get("adj", ())]:
            if place[0].isupper() and len(place) > 1:
                places[place].append(code)
        for place in entry.get("places", ()):
            adjectives[place.casefold()].append(code)
        for domain in entry.get("domains", ()):
            domains[domain].append(code)
    for code in _LOWER_CODES:
        signs[code] = signs[code.upper()]
    made = {sign: Unit(codes=tuple(dict.fromkeys(codes)), weak=sign in weak_signs) for sign, codes in signs.items()}
    nouns = {
        word: Unit(codes=tuple(dict.fromkeys(codes)), weak=word in weak_words or word.removesuffix("s") in weak_words)
        for word, codes in words.items()
    }
    for word, pairs in minor.items():
        nouns.setdefault(
            word,
            Unit(
                codes=tuple(dict.fromkeys(code for code, _ in pairs)),
                parts=pairs[0][1],
                uneven=tuple((code, parts) for code, parts in pairs if parts != pairs[0][1]),
                weak=word in weak_words,
            ),
        )
    ends: dict[str, list[str]] = defaultdict(list)
    for sign in sorted(made, key=len, reverse=True):
        ends[sign[-1]].append(sign)
    made["¢"] = Unit(codes=made["¢"].codes, parts=100)
    return Tables(
        signs=made,
        signs_by_end={end: tuple(found) for end, found in ends.items()},
        words=nouns,
        adjectives={word: tuple(dict.fromkeys(codes)) for word, codes in adjectives.items()},
        places={word: tuple(dict.fromkeys(codes)) for word, codes in places.items()},
        domains={word: tuple(dict.fromkeys(codes)) for word, codes in domains.items()},
        official=frozenset(data["active"]) | frozenset(data["historic"]),
        spaced=frozenset(data["weak"]["spaced"]),
        defaults=data["defaults"],
    )


def _minor_units(entry: Mapping[str, Any]) -> dict[str, int]:
    """Return the nouns of an entry's minor units and how many of each make one; a bare list means hundredths."""
    given = entry.get("minor", ())
    return dict(given) if isinstance(given, Mapping) else dict.fromkeys(given, 100)


def _forms(word: str) -> tuple[str, ...]:
    """Return the singular and the understood plural of a noun, in lower case."""
    word = word.casefold()
    if word.endswith(("s", "x")) or not re.fullmatch(r"[a-z'ʻ-]+", word):
        return (word,)
    plural = f"{word[:-1]}ies" if word == "penny" else f"{word}s"
    return (word, plural)
