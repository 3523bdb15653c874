"""Pieces of an article as terminal text: whole sentences, their spans marked, nothing in them obeyed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from rich.text import Text

# Control characters act on a terminal (an escape sequence can rename its window or forge text), and the marks that
# turn the reading direction can reorder a whole table. Each becomes one harmless character, so that offsets hold.
_LINE_ENDS = "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HARMLESS = str.maketrans(
    {code: chr(0x2400 + code) for code in range(0x20)}  # the control pictures: ESC is shown as ␛
    | {0x7F: "\u2421"}
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    | dict.fromkeys(map(ord, _TURNS), "\u200b")
    | dict.fromkeys(map(ord, _LINE_ENDS), " ")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Characters ``[start, end)`` of an article that are to stand out, and a rich style."""

    start: int
    end: int
    style: str


def harmless(text: str) -> str:
    """Return a text of the same length in one line, without characters that a terminal obeys."""
    return text.translate(_HARMLESS)


def shortened(text: str, longest: int) -> str:
    """Return a text in one line, runs of blanks as one, cut at a word with … where it is longer than ``longest``."""
    line = " ".join(harmless(text[: 4 * longest]).split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0][: longest - 1].rstrip(" ,;:") + "…"


def around(sentences: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Return the smallest run of whole sentences, which come in order, that holds ``[start, end)``."""
    touched = sentences[
        bisect_right(sentences, start, key=itemgetter(1)) : bisect_left(sentences, end, key=itemgetter(0))
    ]
    if not touched:
        return start, end
    return min(start, touched[0][0]), max(end, touched[-1][1])


def passage(text: str, extent: tuple[int, int], marks: Iterable[Mark]) -> Text:
    """Return characters ``extent`` of an article with the marks that lie in it, later marks over earlier ones."""
    start, end = extent
    shown = Text(harmless(text[start:end]))
    for mark in marks:
        if mark.start < end and mark.end > start:
            shown.stylize(mark.style, max(0, mark.start - start), mark.end - start)
    return shown


def window(text: str, mark: Mark, extent: tuple[int, int], longest: int) -> Text:
    """Return the part of a sentence around a mark, of about ``longest`` characters, cut parts shown by …."""
    spare = max(0, longest - (mark.end - mark.start)) // 2
    start = _at_blank(text, max(extent[0], mark.start - spare), extent[0], mark.start)
    end = _before_blank(text, max(start + longest, mark.end), mark.end, extent[1])
    shown = passage(text, (start, end), [mark])
    if start > extent[0]:
        shown = Text("…", style="dim") + shown
    if end < extent[1]:
        shown.append("…", style="dim")
    return shown


def _at_blank(text: str, start: int, begin: int, mark: int) -> int:
    """Return the first character after a blank from ``start`` on, so that no word is cut, at most the mark's."""
    if start == begin:
        return start
    blank = text.find(" ", start, mark)
    return mark if blank < 0 else blank + 1


def _before_blank(text: str, end: int, mark: int, last: int) -> int:
    """Return the last blank before ``end``, so that no word is cut, at least the mark's end."""
    return last if end >= last else max(mark, text.rfind(" ", mark, end))
