"""Qualifiers and flags: how the words around a figure limit it, and where it cannot be what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from moneyquote.money.found import Found
from moneyquote.records import AmountFlag, Qualifier

_REACH = 40
_FILL = (
    r"(?:\s(?:an?|another|additional|extra|total|sum|of|record|whopping|staggering|further|some|combined)){0,3}"
    r"\s?[(\[“\"']?$"
)
_BEFORE: tuple[tuple[Qualifier, re.Pattern[str]], ...] = tuple(
    (qualifier, re.compile(rf"(?<![\w-])(?:{words}){_FILL}", re.IGNORECASE))
    for qualifier, words in (
        (
            Qualifier.AT_MOST,
            r"up to|as much as|no more than|not more than|at most|a maximum of|maximum of|capped at|not exceed(?:ing)?|"
            r"not to exceed|as many as|limited to|within|(?:up to|as much as)\s(?:about|nearly|almost|around)",
        ),
        (
            Qualifier.AT_LEAST,
            r"at least|no less than|not less than|a minimum of|minimum of|no fewer than|as little as|starting at|"
            r"starting from|at the very least",
        ),
        (
            Qualifier.MORE_THAN,
            r"more than|(?:just |well |slightly |a little )?over|in excess of|upwards? of|above|exceed(?:s|ed|ing)?|"
            r"greater than|north of|better than|topp(?:ed|ing)|surpass(?:ed|es|ing)",
        ),
        (Qualifier.LESS_THAN, r"less than|(?:just |well |slightly )?(?:under|below)|fewer than|short of|lower than"),
        (
            Qualifier.APPROXIMATELY,
            r"about|around|some|nearly|almost|roughly|approximately|approx\.?|an estimated|estimated(?: at)?|"
            r"estimates? of|"
            r"close to|circa|ca\.|c\.|near|in the region of|in the neighbou?rhood of|something like|on the order of|"
            r"in the order of|or so|practically|virtually|approaching|an average of|close on|worth some|~|more or less|"
            r"estimated to be(?: worth)?|estimated (?:cost|value|worth) of",
        ),
    )
)
_BEHIND: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    (Qualifier.AT_LEAST, re.compile(r"\s(?:or|and) (?:more|above|upwards?|higher|over)\b", re.IGNORECASE)),
    (Qualifier.AT_LEAST, re.compile(r"\s?(?:\+|-?plus\b)")),
    (Qualifier.AT_MOST, re.compile(r"\sor (?:less|under|below|fewer)\b", re.IGNORECASE)),
    (Qualifier.APPROXIMATELY, re.compile(r",?\s(?:or so|or thereabouts|approximately|give or take)\b", re.IGNORECASE)),
)
# Words in which "over" tells no figure: "over £5 million" does, "voted over", "over the $5m" do not; "over" a time is
# excluded by what follows it, a sum.
_PER = re.compile(
    r"(?:\s(?:US|USD))?(?:\s[a-z]+){0,1}?\s?(?:/|\b(?:an?|per|each|every|for every|for each|a single)\s)(?:\w+\s)?"
    r"(?:day|night|week|month|year|quarter|hour|minute|decade|head|person|capita|child|pupil|student|family|household|share|"
    r"barrel|bbl|ounce|oz|pound|lb|kilo\w*|kg|ton\w*|litres?|liters?|gallon|mile|km|unit|piece|item|ticket|copy|plate|bag|"
    r"bottle|dozen|acre|hectare|plot|room|seat|session|game|visit|dose|vote|meal|page|metre|meter|square|cubic|yard|foot|"
    r"mw|kwh|gigabyte|gb|annum|pop|time|trip|resident|worker|employee|member|vehicle|car|house|home|place|patient|bed)s?\b"
    r"|\s(?:annually|monthly|weekly|daily|yearly|hourly|apiece|p\.a\.|pa\b|pcm)\b",
    re.IGNORECASE,
)
_PER_BEFORE = re.compile(
    r"\b(?:annual|monthly|weekly|daily|yearly|hourly|nightly)\s(?:\w+\s){1,2}(?:of|is|was|at)\s(?:\w+\s)?$"
    r"|\bper capita\b[^.]{0,25}$",
    re.IGNORECASE,
)
_GIVING = re.compile(
    r"\b(?:grants?|spent|spend|allocat\w+|worth|total\w*|budget\w*|fund\w*|donat\w+|award\w+|rais\w+|invest\w+|revenue\w*|profit\w*|loan\w*|assets?|propert(?:y|ies))\b",
    re.IGNORECASE,
)


def qualifier(text: str, found: Found) -> Qualifier:
    """Return how the words beside an amount limit it; the word furthest out wins ("up to nearly $7,000")."""
    if found.figure is None:
        return Qualifier.INDEFINITE
    if found.high is not None:
        return Qualifier.RANGE
    behind = next((kind for kind, pattern in _BEHIND if pattern.match(text, found.end)), None)
    if behind:
        return behind
    end = found.start
    best: Qualifier | None = None
    for _ in range(2):
        before = text[max(0, end - _REACH) : end]
        hits = ((kind, pattern.search(before)) for kind, pattern in _BEFORE)
        kind, match = next((hit for hit in hits if hit[1]), (None, None))
        if match is None:
            break
        best = kind
        end = max(0, end - _REACH) + match.start()
        end -= len(text[:end]) - len(text[max(0, end - 2) : end].rstrip()) - max(0, end - 2)
        if best is not Qualifier.APPROXIMATELY:
            break
    return best or Qualifier.EXACT


def per_unit(text: str, found: Found) -> bool:
    """Tell whether an amount is a rate or a unit price: "$40 a barrel", "monthly allowance of £5"."""
    if _PER.match(text, found.end):
        return True
    return bool(_PER_BEFORE.search(text[max(0, found.start - 60) : found.start]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """The extremes of an article's sums in one currency: the two least and the greatest."""

    least: Decimal
    second: Decimal | None
    greatest: Decimal


def sums(article: Iterable[tuple[Found, str | None]]) -> dict[str | None, Sums]:
    """Return the extremes of an article's sums, by currency."""
    values: dict[str | None, list[Decimal]] = {}
    for found, code in article:
        if found.value is not None:
            values.setdefault(code, []).append(found.value)
    made = {}
    for code, known in values.items():
        known.sort()
        made[code] = Sums(least=known[0], second=known[1] if len(known) > 1 else None, greatest=known[-1])
    return made


def suspect_scale(text: str, found: Found, known: Sums | None) -> bool:
    """Tell whether the printed figure cannot be meant, by the article's sums in its currency.

    "$1,338,860 million" counts millions in figures that are millions already; "$1.1 was spent on grants" has lost
    its scale word.
    """
    if found.figure is None or found.value is None or known is None:
        return False
    if found.scaled and found.figure >= 100_000 and found.factor >= 1_000_000:
        return True
    decimals = -int(found.figure.as_tuple().exponent)
    if found.scaled or found.unit.parts != 1 or found.value >= 1000 or decimals not in (1, 2):
        return False
    if known.greatest < 100_000 or per_unit(text, found):
        return False
    before = re.split(r"[.!?]\s", text[max(0, found.start - 60) : found.start])[-1]
    around = before + " " + re.split(r"[.!?](?:\s|$)", text[found.end : found.end + 40])[0]
    others = known.second if known.least == found.value else known.least
    return bool(_GIVING.search(around)) and (decimals == 1 or (others is not None and others >= 10_000))


def flags(text: str, found: Found, known: Sums | None) -> tuple[AmountFlag, ...]:
    """Return the flags of an amount; ``known`` are the article's sums in its currency."""
    told = []
    if suspect_scale(text, found, known):
        told.append(AmountFlag.SUSPECT_SCALE)
    if per_unit(text, found):
        told.append(AmountFlag.PER_UNIT)
    return tuple(told)


def decimal_or_none(value: Decimal | None) -> Decimal | None:
    """Return a value without a trailing fraction of zeros, so that 1.50E+9 and 1500000000.0 print alike."""
    if value is None:
        return None
    plain = value.normalize()
    return (
        plain.quantize(Decimal(1)) if plain == plain.to_integral_value() and abs(plain) < Decimal(10) ** 27 else plain
    )
