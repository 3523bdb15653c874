"""The giving lexicon as sets, and the tests over the words of a sentence that need it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from moneyquote.lexicons import lexicon
from moneyquote.records import GrantKind, GrantStatus

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SUFFIX = re.compile(r"(?:e|es|s|ed|ing|en|ting|ted|ming|ds|t|ve|ves|d|ning|ses|sed|led|ling|ring|red)?$")


@cache
def listed(table: str, key: str = "words") -> frozenset[str]:
    """Return one list of the giving lexicon."""
    return frozenset(lexicon("giving")[table][key])


def stem(word: str, table: str) -> str | None:
    """Return the stem of the table ("give" or "receive") that a lower-case word is a form of, or None."""
    for length in range(min(len(word), 10), 2, -1):
        begun = word[:length]
        if begun in listed(table, "stems") and _SUFFIX.match(word, length):
            return begun
    return None


def verb_stem(word: str, before: str, table: str) -> str | None:
    """Return the stem of a word that stands as a verb behind the word ``before``, both in lower case, or None."""
    if word in listed("give", "noun_like") and before not in listed("give", "verb_marks"):
        return None
    return stem(word, table)


def kind(words: frozenset[str]) -> GrantKind:
    """Return what sort of transfer the words of its sentence tell; plain "grant" where none does."""
    order = (GrantKind.LOAN, GrantKind.SCHOLARSHIP, GrantKind.SUBSIDY, GrantKind.PRIZE)
    for found in order:
        if words & listed("kind", found.value):
            return found
    if words & {"grant", "grants"}:
        return GrantKind.GRANT
    for found in (GrantKind.DONATION, GrantKind.OTHER, GrantKind.AID):
        if words & listed("kind", found.value):
            return found
    return GrantKind.GRANT


def status(words: frozenset[str]) -> GrantStatus:
    """Return how far the transfer has come, by the words of its sentence."""
    order = (GrantStatus.DENIED, GrantStatus.ENDED, GrantStatus.REQUESTED, GrantStatus.PROMISED)
    for found in order:
        if words & listed("status", found.value):
            if (
                found is GrantStatus.PROMISED
                and words & {"received", "awarded", "donated", "gave"}
                and "will" not in words
            ):
                continue
            return found
    return GrantStatus.GIVEN


class CueType(StrEnum):
    """What a word of giving tells of the subject before it."""

    GIVES = "gives"
    GIVEN = "given"
    RECEIVES = "receives"
    NOUN = "noun"
    REPORTS = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A word of giving: its characters ``[start, end)``, its type, and whether it is weak: gives only beside a noun."""

    start: int
    end: int
    type: CueType
    weak: bool = False


_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:\w+ly\s+|also\s+|each\s+|already\s+)?$")
_REPORTS = re.compile(r"(?:announc|said|says|report|secur|welcom|applaud|prais|not(?:ed|ified)|told|help)\w*$")


def cues(text: str, start: int, end: int) -> list[Cue]:
    """Return the words of giving, receiving and announcing in ``[start, end)``, in reading order."""
    found = []
    before = ""
    for match in WORD.finditer(text, start, end):
        word = match.group().casefold()
        receive = verb_stem(word, before, "receive")
        give = None if receive else verb_stem(word, before, "give")
        kind = None
        if receive or give:
            passive = bool(_PASSIVE.search(text[max(start, match.start() - 30) : match.start()]))
            kind = CueType.RECEIVES if receive else CueType.GIVEN if passive else CueType.GIVES
        elif word in listed("nouns"):
            kind = CueType.NOUN
        elif _REPORTS.match(word):
            kind = CueType.REPORTS
        if kind:
            weak = (receive in listed("receive", "weak")) if receive else give in listed("give", "weak")
            found.append(Cue(start=match.start(), end=match.end(), type=kind, weak=weak))
        before = word
    return found
