"""The date of publication that an article prints about itself: in its head, its address, or below its last line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from moneyquote.giving.months import MONTH, MONTHS

_HEAD = 1000  # characters in which a dateline stands
_FOOT = 120
_YEAR = r"(?:19|20)\d\d"
_ISO = re.compile(rf"\b({_YEAR})[-/](\d\d)[-/](\d\d)(?!\d)")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({MONTH})\.?,?\s+({_YEAR})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_YEAR})\b", re.IGNORECASE)
# What may stand before the date in its line: place names and labels, no running sentence ("It opened on 3 May 2019").
_LABELS = "date|dated|published|posted|updated|release|released|de|of the|and"
_BEFORE = re.compile(rf"(?:(?:{_LABELS}|[A-Z][^\W_]*|\d+)?[\W_])*(?<![“‘«])|https?://\S*")
_LONGEST_LINE = 200
_BEHIND = re.compile(r"[\"”]?[^\S\n]+[a-z]")
_ON = re.compile(r"\b(?:On|In|By|Until|Since|From|Between|Before|After)\s+$")


def told_date(text: str) -> str | None:
    """Return the day on which an article says it was published, ISO 8601, or None where it prints none.

    It is the first whole date of the article's head that is not part of what a sentence tells ("opened on 3 May 2019"),
    else such a date that the article ends with.
    """
    for start, end, day in sorted(_dates(text, 0, _HEAD)):
        if _stands_alone(text, start) and not _BEHIND.match(text, end):
            return day.isoformat()
    foot = _dates(text, max(0, len(text) - _FOOT), len(text))
    last = [day for start, end, day in foot if not text[end:].strip(" .\n\r") and _stands_alone(text, start)]
    return last[-1].isoformat() if last else None


def _stands_alone(text: str, start: int) -> bool:
    """Tell whether only names of places and labels stand before a date in its line."""
    line = text[max(text.rfind("\n", 0, start) + 1, start - _LONGEST_LINE) : start]
    return _BEFORE.fullmatch(line) is not None and not _ON.search(line)


def _dates(text: str, start: int, end: int) -> Iterator[tuple[int, int, date]]:
    for match in _ISO.finditer(text, start, end):
        yield from _day(match, match[1], int(match[2]), match[3])
    for match in _DAY_FIRST.finditer(text, start, end):
        yield from _day(match, match[3], MONTHS[match[2].casefold()], match[1])
    for match in _MONTH_FIRST.finditer(text, start, end):
        yield from _day(match, match[3], MONTHS[match[1].casefold()], match[2])


def _day(match: re.Match[str], year: str, month: int, day: str) -> Iterator[tuple[int, int, date]]:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return
    yield match.start(), match.end(), found
