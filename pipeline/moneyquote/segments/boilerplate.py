"""Regions of an article that are no prose: captions, share buttons, bylines, footnotes, datelines.

They are marked, never cut: every record keeps its offsets into the text as read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from moneyquote.errors import LexiconError
from moneyquote.lexicons import lexicon

# Footnotes and buttons are told from prose by their line alone; a line longer than this is prose, unless it is a
# footnote, which may be a paragraph (longest caption in the training articles: 291 characters).
_LONGEST_LINE = 400
# Datelines open a story; further down, capitals before a dash are headings and the turns of a transcript.
_DATELINE_WITHIN = 1500
_FOOTNOTE_ANCHOR = re.compile(r"[\w)\]\"”’][*†‡]{1,4}(?![\w*†‡])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Characters ``[start, end)`` that are no prose, and what they are."""

    start: int
    end: int
    label: str


def boilerplate_regions(text: str) -> list[Region]:
    """Return the regions of a text that are no prose, in order and without overlap."""
    regions: list[Region] = []
    footnotes_from = _footnotes_begin(text)
    for line in re.finditer(r"[^\s][^\n]*", text):
        start, end = line.start(), line.start() + len(line.group().rstrip())
        found = _line_region(text, start, end, footnote=start >= footnotes_from)
        if found:
            regions.append(found)
    return regions


def _line_region(text: str, start: int, end: int, *, footnote: bool) -> Region | None:
    for label, place, pattern in _patterns():
        if label == "footnote":
            if footnote and pattern.fullmatch(text, start, end):
                return Region(start=start, end=end, label=label)
        elif place == "start":
            if start > _DATELINE_WITHIN:
                continue
            match = pattern.match(text, start, min(end, start + 120))
            if match and match.end() < end:
                return Region(start=start, end=match.end(), label=label)
        elif end - start <= _LONGEST_LINE and pattern.fullmatch(text, start, end):
            return Region(start=start, end=end, label=label)
    return None


def _footnotes_begin(text: str) -> int:
    """Return where footnotes may begin: behind the first mark that hangs on a word and half of the article.

    Without such a mark there are none: a star opens the items of a list.
    """
    anchor = _FOOTNOTE_ANCHOR.search(text)
    return max(anchor.end(), len(text) // 2) if anchor else len(text)


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    return tuple(
        (region["label"], region["at"], _compiled(region["label"], region["patterns"]))
        for region in lexicon("boilerplate")["region"]
    )


def _compiled(label: str, patterns: Iterable[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
    except re.error as error:
        raise LexiconError("boilerplate.toml", f"region {label}: {error}", "Mend that pattern") from error
