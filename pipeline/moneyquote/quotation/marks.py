"""Pairing quotation marks, paragraph by paragraph: one bad mark spoils at most its own paragraph.

Double marks (“ ” „ " '' ``), guillemets and single marks are three classes; a single-mark pair that crosses another
is dropped. A mark is read by its shape (“ opens), by its neighbours (a mark before a letter opens) and, where both
are silent, by what is open. A passage that its paragraph leaves open goes on in the next one if that begins with a
mark again, the printers' convention for long quotations, or if it closes what it has not opened.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from moneyquote.quotation.double_marks import pair_doubles
from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.quotation.single_marks import pair_singles

_DIRECT_SHARE = 0.9  # marks and a joining comma may stand inside a direct content
_REOPENING = re.compile(r"``|''|[“\"„«»”]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A stretch between quotation marks.

    ``start`` and ``end`` include the marks, ``inner_start`` and ``inner_end`` do not; ``depth`` is 0 for the
    outermost. ``closed`` is False where no closing mark was found in the paragraph; ``continues`` says that the next
    quotation of the text carries it on in a new paragraph; ``repaired`` that a mark had to be supplied.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int = 0
    closed: bool = True
    continues: bool = False
    repaired: bool = False
    single: bool = False


def pair_marks(text: str) -> list[Quotation]:
    """Return every quotation of a text in reading order, nested ones with their depth.

    Linear in the text; any text is accepted. Apostrophes, inch marks and lone marks make no quotation.
    """
    extents = paragraph_extents(text)
    found: list[Quotation] = []
    carried = False
    for index, (start, end) in enumerate(extents):
        following = extents[index + 1][0] if index + 1 < len(extents) else len(text)
        reopens = _REOPENING.match(text, following) is not None
        doubles = [
            Quotation(
                start=pair.start,
                end=pair.end,
                inner_start=pair.inner_start,
                inner_end=pair.inner_end,
                closed=pair.closed,
                continues=pair.open_end and reopens,
                repaired=pair.repaired,
            )
            for pair in pair_doubles(text, start, end, carried)
        ]
        if carried and doubles and doubles[0].repaired and doubles[0].start == start:
            _continue_last(found)
        carried = any(not pair.closed and pair.end == end for pair in doubles)
        singles = _singles(text, start, end, text[following : following + 1])
        found += _nest(_trimmed(text, [*doubles, *_uncrossed(singles, doubles)]))
    return found


def _continue_last(found: list[Quotation]) -> None:
    """Let the last outer quotation go on in the next paragraph, if it was left open."""
    for place in range(len(found) - 1, -1, -1):
        if found[place].depth == 0:
            if not found[place].closed:
                found[place] = replace(found[place], continues=True)
            return


def _singles(text: str, start: int, end: int, next_begins: str) -> list[Quotation]:
    return [
        Quotation(
            start=a, end=b, inner_start=a + 1, inner_end=b - closed, closed=closed, continues=not closed, single=True
        )
        for a, b, closed in pair_singles(text, start, end, next_begins)
    ]


def _trimmed(text: str, quotations: list[Quotation]) -> list[Quotation]:
    """Return the quotations without white space at the ends of their insides; empty ones are dropped."""
    kept = []
    for quotation in quotations:
        inside = text[quotation.inner_start : quotation.inner_end]
        start = quotation.inner_start + len(inside) - len(inside.lstrip())
        end = quotation.inner_start + len(inside.rstrip())
        if start < end:
            kept.append(replace(quotation, inner_start=start, inner_end=end))
    return kept


def _nest(quotations: list[Quotation]) -> list[Quotation]:
    """Order quotations, set their depth, and drop those that cross one that began before."""
    kept: list[Quotation] = []
    around: list[Quotation] = []
    for quotation in sorted(quotations, key=lambda q: (q.start, -q.end)):
        while around and around[-1].end <= quotation.start:
            around.pop()
        if around and quotation.end > around[-1].end:
            continue
        nested = replace(quotation, depth=len(around))
        kept.append(nested)
        around.append(nested)
    return kept


def _uncrossed(singles: list[Quotation], doubles: list[Quotation]) -> list[Quotation]:
    """Return the single-mark quotations that cross no double-mark quotation.

    Singles do not overlap, so that looking at the double borders inside each is linear in the paragraph.
    """
    by_start = sorted((pair.start, pair.end) for pair in doubles)
    by_end = sorted((pair.end, pair.start) for pair in doubles)
    kept = []
    for single in singles:
        begun = by_start[bisect_left(by_start, (single.start, 0)) : bisect_left(by_start, (single.end, 0))]
        ended = by_end[bisect_left(by_end, (single.start + 1, 0)) : bisect_left(by_end, (single.end, 0))]
        if all(end <= single.end for _, end in begun) and all(start >= single.start for _, start in ended):
            kept.append(single)
    return kept


def quoted_kind(quotations: Sequence[Quotation], content: Sequence[tuple[int, int]]) -> str:
    """Return "direct", "mixed" or "indirect" by how much of a content stands inside quotations.

    ``quotations`` are the outermost ones, in reading order.
    """
    total = quoted = 0
    for start, end in content:
        total += end - start
        low = bisect_right(quotations, start, key=attrgetter("inner_end"))
        high = bisect_left(quotations, end, key=attrgetter("inner_start"))
        quoted += sum(min(end, q.inner_end) - max(start, q.inner_start) for q in quotations[low:high])
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _DIRECT_SHARE * total else "mixed"
