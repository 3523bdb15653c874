"""Units: the stretches in which one attribution stands, a sentence with every quotation that it touches.

A unit is made of tokens: words, marks, and whole quotations as one token each, so that the cue rules see
``Q , she said .`` whatever stands between the marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from moneyquote.quotation.marks import Quotation
from moneyquote.quotation.paragraphs import paragraph_extents

_WORD = re.compile(r"[^\W_]+(?:(?:[-.&/'’]|(?<=\d),(?=\d))[^\W_]+)*|--+|\.{2,}|\S")
_LEGAL_FORM = re.compile(r"\b(?:Inc|Corp|Ltd|Co|LLC|Plc)\.\s*$")
_LONGEST_UNIT = 500  # tokens; no sentence of the gold has 200, but a text without full stops must not hang
_CONTRACTED = re.compile(r"^(i|he|she|we|you|it|they)['’](?:ve|re|m|ll|d|s)$")
QUOTED = "\N{LEFT DOUBLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"  # the text of a quotation token
# What may follow a quotation in the same unit: a word in lower case, or a source with its verb and no clause after it
# ("She said in Kampala", not "She said that").
_TAIL = re.compile(
    r"[\s,–—-]*(?:[a-z]|[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4}\s+(?:said|says|added|told|asked|wrote)"
    r"(?=\s*(?:[.,;:]|$|\b(?:in|on|at|after|while|when|during|as|to|of|today|yesterday|[A-Z][a-z]+day)\b)))"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark or a quotation: characters ``[start, end)``, its text in lower case ("" for a quotation)."""

    start: int
    end: int
    text: str
    lower: str
    quotation: Quotation | None = None
    mention: int = -1  # index of the name mention that it belongs to

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number."""
        return bool(self.lower) and self.lower[0].isalnum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A stretch of one paragraph with its tokens; ``paragraph`` counts paragraphs of the text from 0."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]


def _sentence_borders(
    text: str, paragraph: tuple[int, int], starts: Sequence[int], quotations: Sequence[Quotation]
) -> list[int]:
    """Return the borders between units of a paragraph: sentence starts outside quotations that begin anew."""
    start, end = paragraph
    borders = [start]
    position = 0
    for border in starts[bisect_right(starts, start) : bisect_left(starts, end)]:
        while position < len(quotations) and quotations[position].end <= border:
            position += 1
        if position < len(quotations) and quotations[position].start < border:
            continue
        if text[border] == "(" and _LEGAL_FORM.search(text, max(start, border - 12), border):
            continue
        before = quotations[position - 1] if position else None
        closed_here = before is not None and not text[before.end : border].strip()
        if closed_here and before is not None and before.end < end and _TAIL.match(text, before.end, end):
            continue
        borders.append(border)
    return [*borders, end]


def _tokens(text: str, start: int, end: int, quotations: Sequence[Quotation], owners: _Owners) -> list[Token]:
    found: list[Token] = []
    at = start
    for quotation in quotations:
        found += _words(text, at, quotation.start, owners)
        found.append(Token(quotation.start, quotation.end, QUOTED, "", quotation))
        at = quotation.end
    return found + _words(text, at, end, owners)


class _Owners:
    """Which name mention a character belongs to."""

    def __init__(self, mentions: Sequence[tuple[int, int]]) -> None:
        self.order = sorted(range(len(mentions)), key=lambda index: mentions[index])
        self.starts = [mentions[index][0] for index in self.order]
        self.mentions = mentions

    def of(self, start: int) -> int:
        place = bisect_right(self.starts, start) - 1
        if place < 0 or self.mentions[self.order[place]][1] <= start:
            return -1
        return self.order[place]


def _words(text: str, start: int, end: int, owners: _Owners) -> list[Token]:
    return [
        Token(m.start(), m.end(), m.group(), _spelled(m.group()), None, owners.of(m.start()))
        for m in _WORD.finditer(text, start, end)
    ]


def _spelled(word: str) -> str:
    """Return a word in lower case, a pronoun without the verb contracted with it."""
    lower = word.lower()
    return _CONTRACTED.sub(r"\1", lower) if "’" in lower or "'" in lower else lower


def make_units(
    text: str,
    sentences: Sequence[tuple[int, int]],
    quotations: Sequence[Quotation],
    mentions: Sequence[tuple[int, int]],
) -> list[Unit]:
    """Cut a text into units; only quotations of depth 0 count."""
    outer = [q for q in quotations if q.depth == 0]
    outer_starts = [q.start for q in outer]
    starts = sorted(start for start, _ in sentences)
    owners = _Owners(mentions)
    units = []
    for number, extent in enumerate(paragraph_extents(text)):
        here = outer[bisect_left(outer_starts, extent[0]) : bisect_left(outer_starts, extent[1])]
        borders = _sentence_borders(text, extent, starts, here)
        here_starts = [q.start for q in here]
        for a, b in pairwise(borders):
            inside = here[bisect_left(here_starts, a) : bisect_left(here_starts, b)]
            tokens = _tokens(text, a, b, inside, owners)
            for first in range(0, len(tokens), _LONGEST_UNIT):
                part = tuple(tokens[first : first + _LONGEST_UNIT])
                units.append(Unit(start=part[0].start, end=part[-1].end, paragraph=number, tokens=part))
    return units
