"""Paragraph borders: blank lines, and single line breaks where the text is not hard-wrapped."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WRAP_LEAST, _WRAP_MOST = 30, 100  # wrapped press releases and memoranda of the train gold: 60 to 80 a line


def _lines(text: str) -> list[tuple[int, int]]:
    """Return the lines that hold something, without the white space at either end."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        end = match.start() + len(line.rstrip())
        if start < end:
            found.append((start, end))
    return found


def _wraps(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Tell whether a line break is only a line wrap: one break, a line of wrapping length, and prose going on."""
    gap = text[line[1] : following[0]]
    if gap.count("\n") != 1 or not _WRAP_LEAST <= line[1] - line[0] <= _WRAP_MOST:
        return False
    first_word = text[following[0] : following[1]].split(" ", 1)[0]
    if text[following[0]].islower() and text[line[1] - 1] not in ".!?:\"”’'»":
        return True
    goes_on = text[following[0]].islower() or text[line[1] - 1] not in ".!?:\"”’'»)"
    # A wrapped line is full: the next word would not have fitted into the longest line by much.
    return goes_on and line[1] - line[0] + 1 + len(first_word) > 60


def paragraph_extents(text: str) -> list[tuple[int, int]]:
    """Return the paragraphs as half-open intervals, white space at either end left out.

    A single line break parts paragraphs too, except in hard-wrapped text, where a full line runs on.
    """
    paragraphs: list[tuple[int, int]] = []
    last: tuple[int, int] | None = None
    for line in _lines(text):
        if last is not None and _wraps(text, last, line):
            paragraphs[-1] = (paragraphs[-1][0], line[1])
        else:
            paragraphs.append(line)
        last = line
    return paragraphs
