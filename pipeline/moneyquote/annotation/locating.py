"""Where the quoted strings of a form stand in the article."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moneyquote.annotation.forms import Quoted

Interval = tuple[int, int]

# A string this short and without blanks or marks ("he", "said") is looked for as a whole word first.
_SHORT = 15


class NotLocated(ValueError):
    """A quoted string that stands nowhere in the article, or not as often as asked for."""


def occurrences(text: str, wanted: str, *, whole_words: bool = False) -> list[Interval]:
    """Return the places of a string; its blanks stand for any white space of the article, line breaks too."""
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    if not pattern:
        return []
    if whole_words:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    return [match.span() for match in re.finditer(pattern, text)]


def locate(text: str, quoted: Quoted, near: Sequence[Interval] = ()) -> Interval:
    """Return the place of a quoted string as ``[start, end)``.

    Of several places it is the ``nth`` where that is given, else the one closest to one of ``near``, else the
    first. A place given by its begin and end runs to the first end after the begin.

    Raises:
        NotLocated: if there is no such place.
    """
    found = _candidates(text, quoted)
    shown = repr(quoted.text if quoted.text is not None else f"{quoted.from_} … {quoted.to}")
    if not found:
        raise NotLocated(f"{shown} is not in the article")
    if quoted.nth is not None:
        if quoted.nth > len(found):
            raise NotLocated(f"{shown} stands {len(found)} times in the article, not {quoted.nth}")
        return found[quoted.nth - 1]
    if near:
        return min(found, key=lambda place: min(_distance(place, other) for other in near))
    return found[0]


def _candidates(text: str, quoted: Quoted) -> list[Interval]:
    if quoted.text is not None:
        short = len(quoted.text) < _SHORT and quoted.text.isalnum()
        return occurrences(text, quoted.text, whole_words=short) or occurrences(text, quoted.text)
    ends = [end for _, end in occurrences(text, quoted.to or "")]
    places = []
    for start, begun in occurrences(text, quoted.from_ or ""):
        end = next((end for end in ends if end >= begun), None)
        if end is not None:
            places.append((start, end))
    return places


def _distance(first: Interval, second: Interval) -> int:
    return max(first[0] - second[1], second[0] - first[1], 0)
