"""Tokens and the text that they were made from: each is laid upon the other, or the text is put together from them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from moneyquote.training.spans import Span

_WITHIN = 400  # characters in which the next token must stand
_LONGEST = 60  # characters of the longest token that is looked for with spaces inside
Row = Sequence[str]  # a token's cells, the label last; empty between two sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """Rows of BIO labels as characters of a text.

    ``names`` and ``sentences`` are spans; ``begin`` and ``end`` bound the characters that the tokens stand in; ``lost``
    of the ``tokens`` do not stand in the text.
    """

    names: list[Span]
    sentences: list[Span]
    begin: int
    end: int
    tokens: int
    lost: int


def align(text: str, rows: Sequence[Row], position: int) -> Aligned:
    """Return rows of BIO labels as character spans of the text that they were made from, from a position on.

    A token that is not found is lost; a name that goes on behind it spans its characters too.
    """
    finder = _Finder(text, position)
    names: list[Span] = []
    sentences: list[Span] = []
    tokens, lost, begin, end, fresh = 0, 0, -1, position, True
    current: Span | None = None
    for row in rows:
        if len(row) < 2 or not row[0]:
            fresh = True
            continue
        tokens += 1
        label = row[-1]
        goes_on = label[0] == "I" and current is not None and current[2] == label[2:]
        found = finder.find(row[0])
        if found is None:
            lost += 1
            current = current if goes_on else None
            continue
        start, end = found
        begin = start if begin < 0 else begin
        if fresh:
            sentences.append([start, start, "sentence"])
            fresh = False
        if goes_on and current is not None:
            current[1] = end
        elif label[0] in "BI":
            current = [start, end, label[2:]]
            names.append(current)
        else:
            current = None
    return Aligned(names=names, sentences=sentences, begin=max(begin, 0), end=end, tokens=tokens, lost=lost)


def misread(text: str) -> tuple[str, list[int]]:
    """Return a text as it looks where its UTF-8 was taken for Windows-1252, and the place of each of its characters.

    Some tokens were made from such a reading: a dash comes as three of them. Bytes that the code page lacks are gone.
    """
    made: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        spelled = char if char.isascii() else char.encode().decode("cp1252", "ignore")
        made.append(spelled)
        places += [place] * len(spelled)
    return "".join(made), places


class _Finder:
    """Finds tokens one after the other, in the text or as they look misread."""

    def __init__(self, text: str, position: int) -> None:
        self.text, self.position = text, position
        self.garbled, self.places = misread(text)
        self.behind = self._first(position)  # the same position in the misread text, perhaps within a character

    def find(self, token: str) -> tuple[int, int] | None:
        """Return the characters of the next token and pass over them; None if it does not stand near."""
        if self._stands(self.text, token, self.position) is None:
            at = self._stands(self.garbled, token, self.behind)
            if at is not None:
                self.behind = at + len(token)
                start, last = self.places[at], self.places[self.behind - 1]
                self.position = last + 1
                # A character that the token shares with the next one is none of its own, if it has others.
                shared = last > start and self._first(last + 1) > self.behind
                return start, last if shared else last + 1
        found = _place(self.text, token, self.position)
        if found is not None:
            self.position = found[1]
            self.behind = self._first(self.position)
        return found

    def _first(self, position: int) -> int:
        return bisect_left(self.places, position)

    @staticmethod
    def _stands(text: str, token: str, position: int) -> int | None:
        while position < len(text) and text[position].isspace():
            position += 1
        return position if text.startswith(token, position) else None


def _place(text: str, token: str, position: int) -> tuple[int, int] | None:
    at = text.find(token, position, position + _WITHIN)
    if at >= 0:
        return at, at + len(token)
    if len(token) > _LONGEST:
        return None
    spaced = re.compile(r"\s?".join(map(re.escape, token))).search(text, position, position + _WITHIN)
    return spaced.span() if spaced else None


def put_together(text: str, rows: Sequence[Row]) -> tuple[str, list[Span]]:
    """Return a text with a line of CoNLL tokens set behind it, and their names."""
    names: list[Span] = []
    current: Span | None = None
    for token, *_, label in rows:
        if (token[0] in ".,;:!?)%" or token.startswith("'")) and text.endswith(" "):
            text = text[:-1]
        start = len(text)
        text += token
        if label[0] == "B" or (label[0] == "I" and (not current or current[2] != label[2:])):
            current = [start, len(text), label[2:]]
            names.append(current)
        elif label[0] == "I" and current:
            current[1] = len(text)
        else:
            current = None
        text += "" if token == "(" else " "
    return text.rstrip(" ") + "\n", names


def surface(block: str) -> str:
    """Return the text of a sentence in CoNLL-U, with a space behind it unless the corpus says otherwise."""
    made, inside = "", 0
    for line in block.split("\n"):
        cells = line.split("\t")
        if len(cells) < 10 or "." in cells[0]:
            continue
        first, _, last = cells[0].partition("-")
        if last:
            inside = int(last)  # the words of a contraction follow, which its own line spells
        elif int(first) <= inside:
            continue
        made += cells[1] + ("" if "SpaceAfter=No" in cells[9] else " ")
    return made
