"""What the names of an article tell about its other places: a name read in one place is a name wherever it stands.

A model sees a window of an article at a time and misses a name in a headline or byline that it reads a page on. Names
of several words, and the surnames of people, are looked for in the whole text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from operator import attrgetter

from moneyquote.lexicons import lexicon
from moneyquote.names.find import NameSpan
from moneyquote.records import EntityType

_TOKEN = re.compile(r"\w+|[^\w\s]")
# Tried on real-news with the own sample beside it, 2026-11: 0.5, 0.7, 0.8 and 0.9 give ORG 84.6, 84.6, 84.7 and 83.9.
_SURE = 0.8  # confidence of a name from which it is looked for elsewhere
_ELSEWHERE = 0.9  # factor on its confidence there: 30 of 34 places of real-news were right
_SHORTEST_SURNAME = 4  # letters
_TOUCHED = re.compile(r"(?P<word>[A-Z][\w'’.&-]*)[ /-]\Z")  # a word with a capital right before a name
_TOUCHES = re.compile(r"[ /-]?[A-Z0-9]|[-’'](?!s\b)\w")  # and right behind it: both are parts of a longer name
_REACH = 30  # characters in which the word before is looked for
# A name in brackets in the script of its language: "Chang (張)".
_ORIGINAL = re.compile(
    r"\s?[(（](?P<name>[\u0400-\u04ff\u0600-\u06ff\u0900-\u0dff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af・ ]+)[)）]"
)

Words = tuple[str, ...]
Known = Mapping[Words, tuple[EntityType, float]]


def spread_names(text: str, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Return names, in order and without overlap, with those that the same names in other places tell of.

    A longer name found elsewhere replaces the parts of it that were read in its place, and two peoples with one
    government are one body ("Salt River and Lamp Hill Tribes"). A person's name between other words in capitals ("the
    Ada Stone Building") and a surname that the article also has as a plain word are left alone.

    Args:
        text: the article.
        spans: its names in order, without overlap, with confidences.
    """
    spans = _without_families(text, _whole_peoples(text, spans))
    known = _known(text, spans)
    found = [*spans, *_originals(text, spans)]
    found.sort(key=attrgetter("start"))
    if not known:
        return found
    kept: list[NameSpan] = []
    place = 0
    for name in _elsewhere(text, known):
        low = bisect_right(found, name.start, lo=place, key=attrgetter("end"))
        high = bisect_left(found, name.end, lo=low, key=attrgetter("start"))
        inside = found[low:high]
        if inside and not _replaces(text, name, inside, known):
            continue
        kept += [*found[place:low], name]
        place = high
    return [*kept, *found[place:]]


def _replaces(text: str, name: NameSpan, parts: Sequence[NameSpan], known: Known) -> bool:
    """Tell whether a name found elsewhere is right where others were read: longer, or a surname taken for a body."""
    same = len(parts) == 1 and (parts[0].start, parts[0].end) == (name.start, name.end)
    if " " in text[name.start : name.end]:
        return not same and name.start <= parts[0].start and parts[-1].end <= name.end
    surname = text[name.start : name.end]
    return (
        same
        and parts[0].type is not name.type
        and not any(surname in words for words in known if len(words) > 1 and known[words][0] is EntityType.ORG)
    )


def _without_families(text: str, spans: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names without the plural of a surname: "the Vanes" are no mention of a person or a body."""
    surnames = {text[span.start : span.end].rsplit(maxsplit=1)[-1] for span in spans if span.type is EntityType.PER}

    def is_family(span: NameSpan) -> bool:
        name = text[span.start : span.end]
        singular = name.removesuffix("s")
        plural = singular != name and (singular in surnames or singular.removesuffix("e") in surnames)
        return plural and text[max(0, span.start - 4) : span.start].casefold() == "the "

    return [span for span in spans if not is_family(span)]


def _words(text: str, start: int = 0, end: int | None = None) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(text, start, len(text) if end is None else end))


def _known(text: str, spans: Sequence[NameSpan]) -> Known:
    """Return the words of what is looked for elsewhere, with its type and confidence."""
    votes: dict[Words, dict[EntityType, list[float]]] = defaultdict(lambda: defaultdict(list))
    for span in spans:
        words = tuple(match.group() for match in _words(text, span.start, span.end))
        surface = text[span.start : span.end]
        if (span.confidence or 0.0) < _SURE or " " not in surface or "\n" in surface or surface[0].islower():
            continue
        votes[words][span.type].append(span.confidence or 0.0)
    known: dict[Words, tuple[EntityType, float]] = {}
    for words, types in votes.items():
        kind = max(types, key=lambda kind: sum(types[kind]))
        known[words] = (kind, max(types[kind]))
    for words, told in list(known.items()):
        known.setdefault(tuple(word.upper() for word in words), told)  # in a headline
    return known | _surnames(text, known)


def _surnames(text: str, known: Known) -> dict[Words, tuple[EntityType, float]]:
    """Return the surnames of the people among known names that are no plain words in the article."""
    plain = {word for word in re.findall(r"\w+", text) if word.islower()}
    return {
        words[-1:]: told
        for words, told in known.items()
        if told[0] is EntityType.PER
        and len(words[-1]) >= _SHORTEST_SURNAME
        and words[-1].isalpha()
        and words[-1][0].isupper()
        and not words[-1].isupper()
        and words[-1].lower() not in plain
        and words[-1:] not in known
    }


def _elsewhere(text: str, known: Known) -> Iterator[NameSpan]:
    """Yield every place of known names, the longest at each place, in order and without overlap."""
    sizes: dict[str, list[int]] = defaultdict(list)
    for words in known:
        if len(words) not in sizes[words[0]]:
            sizes[words[0]].append(len(words))
    for own in sizes.values():
        own.sort(reverse=True)
    matches = _words(text)
    place = 0
    while place < len(matches):
        size = next((s for s in sizes.get(matches[place].group(), ()) if _is_name(text, matches, place, s, known)), 0)
        if size:
            kind, confidence = known[tuple(match.group() for match in matches[place : place + size])]
            start, end = matches[place].start(), matches[place + size - 1].end()
            yield NameSpan(start=start, end=end, type=kind, confidence=round(_ELSEWHERE * confidence, 3))
        place += size or 1


def _is_name(text: str, matches: Sequence[re.Match[str]], place: int, size: int, known: Known) -> bool:
    """Tell whether a known name of so many words stands at a place, by itself and on one line."""
    words = tuple(match.group() for match in matches[place : place + size])
    if len(words) < size or words not in known:
        return False
    start, end = matches[place].start(), matches[place + size - 1].end()
    if "\n" in text[start:end] or text[start - 1 : start] in ("-", ".", "@") or text[end : end + 1] == "@":
        return False
    if known[words][0] is EntityType.ORG:
        return True
    before = _TOUCHED.search(text[max(0, start - _REACH) : start])
    alone = before is None or before["word"].rstrip(".").casefold() in _no_parts()
    return alone and _TOUCHES.match(text, end) is None


@cache
def _no_parts() -> frozenset[str]:
    """Return the words that have a capital before a name and are no part of it: titles, and what opens a sentence."""
    openers = lexicon("sentences")["openers"]["words"]
    return frozenset(word.casefold() for word in (*openers, *lexicon("names")["titles"]["before_person"], "the", "a"))


_PEOPLES = re.compile(r"\b(?:Tribes|Nations|Bands|Peoples)\b")
_PEOPLE = re.compile(r"\b(?:Tribe|Nation|Band|People|Communit)")


def _whole_peoples(text: str, spans: Sequence[NameSpan]) -> list[NameSpan]:
    joined: list[NameSpan] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.type is span.type is EntityType.ORG
            and text[last.end : span.start] in (" and ", " & ")
            and _PEOPLES.search(text, span.start, span.end)
            and not _PEOPLE.search(text, last.start, last.end)
        ):
            surest = min(last.confidence or 0.0, span.confidence or 0.0)
            joined[-1] = replace(last, end=span.end, confidence=surest)
        else:
            joined.append(span)
    return joined


def _originals(text: str, spans: Sequence[NameSpan]) -> Iterator[NameSpan]:
    """Yield the names in brackets that write the name before them in its own script."""
    for place, span in enumerate(spans, 1):
        match = _ORIGINAL.match(text, span.end, spans[place].start if place < len(spans) else len(text))
        if match is not None:
            yield replace(span, start=match.start("name"), end=match.end("name"))
