"""Where a name that a model marked begins and ends: without marks, articles, titles, and what another name follows."""

from __future__ import annotations

import re
from functools import cache

from moneyquote.lexicons import lexicon
from moneyquote.records import EntityType

_EDGE = re.compile(r"(?:[Tt]he|an?)\s+|[\"'“”‘’«»*†‡(\[\s]+")
_HANGING = re.compile(r"(?<!\s)(?:\s+(?:in|of|and|for|the|at|by|to|on|with|from|&))+\Z")
_LEGAL_FORM = re.compile(r"\b(?:Inc|Ltd|Corp|Co)\Z")
_GOES_ON = re.compile(r"\.(?=\s*[,;:)]|\s+[a-z])")  # a point that does not end the sentence
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
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\"'“”‘’«»*†‡®™℠©,;:"):
        end -= 1
    if end - start > 2 and text[end - 2 : end] in ("'s", "’s"):
        end -= 2
    if text[start:end].endswith(")") and "(" not in text[start:end]:
        end -= 1
    hanging = _HANGING.search(text, start, end)
    end = hanging.start() if hanging else end
    return start, end + bool(_LEGAL_FORM.search(text[start:end]) and _GOES_ON.match(text, end))


_TITLE = re.compile(r"(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)\.?\s+(?=[^\W\d_a-z])")
_OF = re.compile(r"(?<!\s)\s+(?:of|from|at)\s+(?:the\s+)?(?=[^\W\d_a-z])")
_TWICE = re.compile(r"(?P<half>\S.*?)(?P<gap>\s+)(?P=half)", re.DOTALL)
_BEFORE_TITLES = frozenset(
    (
        *("prime", "vice", "first", "foreign", "finance", "former", "lead", "senior", "assistant", "additional"),
        *("acting", "joint", "interim", "retired", "sub", "ex", "co", "under"),
    )
)
_OFFICE = re.compile(r"(?P<title>[^\W\d_]+)\s+(?:of|for)\s+(?:the\s+)?(?=\w)")
_OFFICE_WORD = re.compile(r"(?P<word>[^\W\d_]+|&),?(?:\s+|\Z)")
_KEPT_ALONE = frozenset(("sheikh", "sheikha"))  # with a first name alone they are how a person is named


def trimmed_names(text: str, start: int, end: int, kind: EntityType) -> list[tuple[int, int, EntityType]]:
    """Return the names in the characters ``[start, end)`` that a model took for one name of a type, trimmed.

    A person's title and what they are "of" are left out, the latter a name of its own if it is an organization's by
    its form; nothing is left of "the Sheikha" and of "Superintendent of Police". A name that stands there twice is two
    names if a line break parts them, or if it also stands alone.
    """
    start, end = trimmed_name(text, start, end)
    if start >= end or (kind is EntityType.ORG and _is_none(text[start:end])):
        return []
    if kind is EntityType.ORG and (parted := _TWO_OFFICES.fullmatch(text, start, end)) is not None:
        return [(*parted.span("one"), kind), (*parted.span("other"), kind)]
    end = _past_head(text, end) if kind is EntityType.ORG else end
    found: list[tuple[int, int, EntityType]] = []
    if kind is EntityType.PER:
        if _SUFFIX_ALONE.fullmatch(text, start, end):
            return []  # the name before it has it already
        end = _past_suffix(text, _past_hyphen(text, end))
        if text[start:end].casefold() in _titles() and text[max(0, start - 4) : start].casefold() == "the ":
            return []
        start = _past_titles(text, start, end)
        if start >= end:
            return []
        of = _OF.search(text, start, end)
        if of is not None and (_names_organization(text[of.end() : end]) or " " in text[start : of.start()]):
            found += [(of.end(), end, EntityType.ORG)] if _names_organization(text[of.end() : end]) else []
            end = of.start()
    twice = _TWICE.fullmatch(text, start, end)
    if twice is not None and _apart(text, twice):
        return [(start, twice.end("half"), kind), (twice.end("gap"), end, kind), *found]
    return [(start, end, kind), *found]


_SYLLABLE = re.compile(r"-?(?P<rest>[^\W\d_]{1,6})(?![\w-])")
_TAILS = frozenset(("era", "like", "style", "led", "run", "elect", "type", "wing", "owned", "linked"))


_SUFFIX = re.compile(r",?\s+(?:Jr|Sr)\b\.?")
_SUFFIX_ALONE = re.compile(r"(?:Jr|Sr|II|III|IV)\.?")
_SUFFIX_CUT = re.compile(r"\s(?:Jr|Sr)\Z")


def _past_suffix(text: str, end: int) -> int:
    """Return the end of a person's name with the suffix behind it, and its point: "Tom Ash, Jr."."""
    suffix = _SUFFIX.match(text, end)
    if suffix is not None:
        return suffix.end()
    return end + (text[end : end + 1] == "." and _SUFFIX_CUT.search(text[max(0, end - 4) : end]) is not None)


def _past_hyphen(text: str, end: int) -> int:
    """Return the end of a person's name that a model cut at a hyphen ("Ran-ho"), which "Stone-era" goes beyond."""
    hangs = text[end - 1] == "-"
    syllable = _SYLLABLE.match(text, end) if hangs != (text[end : end + 1] == "-") else None
    if syllable is None or syllable["rest"].casefold() in _TAILS or syllable["rest"].endswith("ed"):
        return end
    return syllable.end() if hangs or syllable["rest"].islower() else end


_HEAD_BEHIND = re.compile(r" (?P<head>[A-Z][a-z]+)\b(?!['’-]?\w| [A-Z(&]| of\b| for\b)")


def _past_head(text: str, end: int) -> int:
    """Return the end of an organization's name with the head word right behind it, where the name ends with that."""
    behind = _HEAD_BEHIND.match(text, end)
    return behind.end() if behind is not None and behind["head"].casefold() in _heads() else end


# "Department of Health and Department of Education": two names, each with its own head.
_TWO_OFFICES = re.compile(
    r"(?P<one>(?P<head>Department|Ministry|Office|Bureau|Committee|University|City) (?:of|for) .+?) and (?:the )?"
    r"(?P<other>(?P=head) (?:of|for) .+)",
    re.DOTALL,
)
_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


def _is_none(name: str) -> bool:
    """Tell whether what a model took for an organization is a letter or a web address in small letters."""
    return len(name) == 1 or _ADDRESS.fullmatch(name) is not None


def _past_titles(text: str, start: int, end: int) -> int:
    """Return where a person's name begins behind titles, ranks and offices, the end if there is nothing but those.

    A lone title before a lone name stays with few.
    """
    past = _past_title(text, start, end)
    while past > start:
        start = past
        past = _past_title(text, start, end)
    return start


def _past_title(text: str, start: int, end: int) -> int:
    """Return where the words behind a title begin, or behind a word that belongs to the title after it; else start."""
    office = _past_office(text, start, end)
    if office > start:
        return office
    title = _TITLE.match(text, start, end)
    if title is None:
        return start
    word, past = title["word"], title.end()
    if word.casefold() in _KEPT_ALONE and " " not in text[past:end]:
        return start
    # "Prime" belongs to "Prime Minister", the initials of a body to "OWF Director".
    leads = word.casefold() in _BEFORE_TITLES or (word.isupper() and 1 < len(word) < 6)
    return past if _is_title(word) or (leads and _past_title(text, past, end) > past) else start


def _is_title(word: str) -> bool:
    """Tell whether a word is a title, or two with a hyphen ("Vice-Chancellor"), or a rank in capitals ("DSP")."""
    first, _, last = word.casefold().partition("-")
    if last:
        return word.casefold() in _titles() or (last in _titles() and first in _titles() | _BEFORE_TITLES)
    return first in _titles() or word in _ranks()


def _past_office(text: str, start: int, end: int) -> int:
    """Return where the name behind an office begins ("Superintendent of Police Ada Stone"); ``start`` if none is."""
    office = _OFFICE.match(text, start, end)
    if office is None or office["title"].casefold() not in _titles():
        return start
    past = office.end()
    word = _OFFICE_WORD.match(text, past, end)
    while word is not None and word["word"].casefold() in _offices():
        past = word.end()
        word = _OFFICE_WORD.match(text, past, end)
    return past if past > office.end() else start


def _names_organization(name: str) -> bool:
    words = name.split()
    return (len(words) == 1 and len(name) > 1 and name.isupper()) or words[-1].casefold() in _heads()


def _apart(text: str, twice: re.Match[str]) -> bool:
    """Tell whether a name that stands twice in a row is two mentions, not a name like "Talk Talk"."""
    if "\n" in twice["gap"]:
        return True
    return len(re.findall(rf"(?<!\w){re.escape(twice['half'])}(?!\w)", text)) > 2 and text.count(twice.group()) == 1


@cache
def _titles() -> frozenset[str]:
    return frozenset(lexicon("names")["titles"]["before_person"])


@cache
def _ranks() -> frozenset[str]:
    return frozenset(lexicon("names")["titles"]["in_capitals"])


@cache
def _offices() -> frozenset[str]:
    return frozenset(lexicon("names")["titles"]["office_of"])


@cache
def _heads() -> frozenset[str]:
    return frozenset(lexicon("names")["organization_heads"]["words"])
