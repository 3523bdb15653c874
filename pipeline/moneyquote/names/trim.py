"""Where a name that a model marked begins and ends: without marks, articles, titles, and what another name follows."""

from __future__ import annotations

import re
from functools import cache

from moneyquote.lexicons import lexicon
from moneyquote.records import EntityType

_EDGE = re.compile(r"(?:[Tt]he|an?)\s+|[\"'“”‘’«»*†‡(\[\s]+")
_HANGING = re.compile(r"(?<!\s)(?:\s+(?:in|of|and|for|the|at|by|to|on|with|from))+\Z")
_POINTING = frozenset(("this", "that", "these", "those", "the", "it", "its", "we", "our", "they", "he", "she", "you"))


def trimmed_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a name's characters without leading article, marks around it, possessive and a word that leads on.

    Nothing is left of a word that only points, such as "This", and of marks alone.
    """
    if text[start:end].casefold() in _POINTING or not any(map(str.isalnum, text[start:end])):
        return start, start
    opening = _EDGE.match(text, start, end)
    while opening and opening.end() < end:
        start = opening.end()
        opening = _EDGE.match(text, start, end)
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\"'“”‘’«»*†‡,;:"):
        end -= 1
    if end - start > 2 and text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    if text[start:end].endswith(")") and "(" not in text[start:end]:
        end -= 1
    hanging = _HANGING.search(text, start, end)
    return start, hanging.start() if hanging else end


_TITLE = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)\.?\s+(?=[^\W\d_a-z])")
_OF = re.compile(r"(?<!\s)\s+(?:of|from|at)\s+(?:the\s+)?(?=[^\W\d_a-z])")
_TWICE = re.compile(r"(?P<half>\S.*?)(?P<gap>\s+)(?P=half)", re.DOTALL)
_OFFICE = re.compile(r"(?P<word>[^\W\d_]+)\s+of\s+(?:the\s+)?(?P<of>[^\W\d_]+)\s+(?=[^\W\d_a-z])")
_BEFORE_TITLES = frozenset(("prime", "vice", "first", "foreign", "finance", "former", "lead", "senior"))
_KEPT_ALONE = frozenset(("sheikh", "sheikha"))  # with a first name alone they are how a person is named


def trimmed_names(text: str, start: int, end: int, kind: EntityType) -> list[tuple[int, int, EntityType]]:
    """Return the names in the characters ``[start, end)`` that a model took for one name of a type, trimmed.

    A person's title and what they are "of" are left out, the latter a name of its own if it is an organization's by
    its form; nothing is left of "the Sheikha". A name that stands there twice is two names if a line break parts
    them, or if it also stands alone.
    """
    start, end = trimmed_name(text, start, end)
    if start >= end:
        return []
    found: list[tuple[int, int, EntityType]] = []
    if kind is EntityType.PER:
        if text[start:end].casefold() in _titles() and text[max(0, start - 4) : start].casefold() == "the ":
            return []
        start = _past_titles(text, start, end)
        of = _OF.search(text, start, end)
        if of is not None and (_names_organization(text[of.end() : end]) or " " in text[start : of.start()]):
            found += [(of.end(), end, EntityType.ORG)] if _names_organization(text[of.end() : end]) else []
            end = of.start()
    twice = _TWICE.fullmatch(text, start, end)
    if twice is not None and _apart(text, twice):
        return [(start, twice.end("half"), kind), (twice.end("gap"), end, kind), *found]
    return [(start, end, kind), *found]


def _past_titles(text: str, start: int, end: int) -> int:
    """Return where a person's name begins behind titles and ranks; a lone title before a lone name stays with few."""
    first = start
    title = _title_at(text, start, end)
    while title is not None:
        word, alone = title["word"], " " not in text[title.end() : end]
        initials = len(word) == 2 and word.isupper() and word.casefold() not in _titles()
        if alone and (word.casefold() in _KEPT_ALONE or (initials and start == first)):
            break  # "SP Stone" may be a name with its initials, "CID SP Stone" is none
        start = title.end()
        title = _title_at(text, start, end)
    return start


def _title_at(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the title at a place, or the word that belongs to the title after it; None if none.

    "Prime" belongs to "Prime Minister", the initials of a body to "OWF Director".
    """
    office = _OFFICE.match(text, start, end)
    if office is not None and office["word"].casefold() in _titles() and office["of"].casefold() in _title_words("of"):
        return office
    title = _TITLE.match(text, start, end)
    if title is None or title["word"].casefold() in _titles():
        return title
    word = title["word"]
    if word.isupper() and word.casefold() in _title_words("in_capitals"):
        return title
    leads = word.casefold() in _BEFORE_TITLES or (word.isupper() and 1 < len(word) < 6)
    return title if leads and _title_at(text, title.end(), end) else None


def _names_organization(name: str) -> bool:
    words = name.split()
    return (len(words) == 1 and len(name) > 1 and name.isupper()) or words[-1].casefold() in _heads()


def _apart(text: str, twice: re.Match[str]) -> bool:
    """Tell whether a name that stands twice in a row is two mentions, not a name like "Talk Talk"."""
    if "\n" in twice["gap"]:
        return True
    return len(re.findall(rf"(?<!\w){re.escape(twice['half'])}(?!\w)", text)) > 2 and text.count(twice.group()) == 1


def _titles() -> frozenset[str]:
    return _title_words("before_person")


@cache
def _title_words(which: str) -> frozenset[str]:
    return frozenset(lexicon("names")["titles"][which])


@cache
def _heads() -> frozenset[str]:
    return frozenset(lexicon("names")["organization_heads"]["words"])
