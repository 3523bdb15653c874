"""What sort of noun phrase a source is, and which word is its head."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from moneyquote.quotation.vocabulary import documents, groups, roles
from moneyquote.speakers.cast import word_list, words_of

_HE = frozenset(("he", "him", "his"))
_SHE = frozenset(("she", "her"))
_LEADING = re.compile(r"(?:the|a|an|this|that|these|those|his|her|its|their)\s+", re.IGNORECASE)
_ANYONE = frozenset(("one", "another", "some", "several", "two", "three", "many"))
_ORGANIZATION_WORDS = word_list("organizations", "nouns")


class Sort(StrEnum):
    """How a source refers."""

    HE = "he"
    SHE = "she"
    THEY = "they"
    IT = "it"
    FIRST = "first"
    ROLE = "role"
    ORGANIZATION = "organization"
    DOCUMENT = "document"
    GROUP = "group"
    AGED = "aged"
    OTHER = "other"


_CLITIC = re.compile(r"[’'](?:ve|re|ll|d|m)$")  # "we've announced"
PRONOUNS = frozenset((Sort.HE, Sort.SHE, Sort.THEY, Sort.IT, Sort.FIRST))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source without a name of its own: how it refers, its head noun, and its words in lower case."""

    sort: Sort
    head: str
    words: tuple[str, ...]
    definite: bool


def read_phrase(source: str) -> Phrase:
    """Return how a source that no name heads refers."""
    words = tuple(words_of(source))
    first = words[0] if words else ""
    pronoun = _pronoun(words)
    if pronoun is not None:
        return Phrase(pronoun, first, words, True)
    definite = first in ("the", "this", "that", "these", "those", "his", "her", "its", "their")
    if re.fullmatch(r"the \d+-year-old", source.strip().lower()):
        return Phrase(Sort.AGED, "year-old", words, True)
    core = words_of(
        re.split(
            r"[,(–—]|\b(?:of|for|in|at|on|from|by|with|to|who|which|that|involved|familiar)\b",
            _LEADING.sub("", source, count=1),
        )[0]
    )
    head = core[-1] if core else first
    if first in _ANYONE and head not in documents():
        return Phrase(Sort.GROUP, head, words, False)  # "one resident" is nobody named
    return Phrase(_sort(head, core), head, words, definite)


def _pronoun(words: tuple[str, ...]) -> Sort | None:
    if len(words) != 1:
        return None
    word = _CLITIC.sub("", words[0])
    if word in _HE:
        return Sort.HE
    if word in _SHE:
        return Sort.SHE
    table = {"they": Sort.THEY, "it": Sort.IT, "i": Sort.FIRST, "we": Sort.FIRST, "which": Sort.IT, "who": Sort.HE}
    return table.get(word)


def _sort(head: str, core: list[str]) -> Sort:
    if head in documents():
        return Sort.DOCUMENT
    if head in roles():
        return Sort.ROLE
    if head in groups():
        return Sort.GROUP
    if head in _ORGANIZATION_WORDS:
        return Sort.ORGANIZATION
    if head.endswith("s") and not head.endswith("ss"):
        return Sort.GROUP
    return Sort.ROLE if any(word in roles() for word in core) else Sort.OTHER
