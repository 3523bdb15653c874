"""Pairing quotation marks, paragraph by paragraph: one bad mark spoils at most its own paragraph.

Double marks (“ ” „ " '' ``), guillemets and single marks are three classes, each paired by itself; a pair that
crosses a pair of a stronger class is dropped. A mark is read by its shape (“ opens), by its neighbours (a mark before
a letter opens) and, where both are silent, by what is open. A passage that its paragraph leaves open goes on in
the next one if that begins with a mark again, the printers' convention for long quotations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.quotation.single_marks import pair_singles

_DOUBLE = re.compile(r"``|''|[“”„‟\"＂«»]")
_OPENERS = "“„‟«``"
_MOST_NESTED = 3


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


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    shape: str
    opens: bool  # what its neighbours say; both or none where they do not tell
    closes: bool

    @property
    def guillemet(self) -> bool:
        return self.shape in "«»"

    def opens_by_shape(self) -> bool:
        return self.shape in _OPENERS


def _scan(text: str, start: int, end: int) -> list[_Mark]:
    """Return the double marks and guillemets of a paragraph with what their neighbours say about them."""
    found = []
    for match in _DOUBLE.finditer(text, start, end):
        a, b = match.span()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        if match.group() in "«»" and before.isspace() and after.isspace():
            continue  # a bullet or "next" arrow
        opens = (before.isspace() or before in "([{—–-/‘'“\"«") and not after.isspace()
        closes = not before.isspace() and (after.isspace() or after in ".,;:!?)]}—–-/’'”\"»")
        found.append(_Mark(a, b, match.group(), opens and not closes, closes and not opens))
    return found


class _Paragraph:
    """The pairing of one paragraph's double marks: a stack of open marks, and what was closed."""

    def __init__(self, text: str, start: int, end: int, marks: Sequence[_Mark]) -> None:
        self.text, self.start, self.end, self.marks = text, start, end, marks
        self.open: list[_Mark] = []
        self.pairs: list[Quotation] = []
        self.headless: _Mark | None = None  # a closing mark that nothing in this paragraph opens

    def run(self) -> None:
        for index, mark in enumerate(self.marks):
            rest = len(self.marks) - index - 1
            if self._wants_open(index, mark, rest):
                if len(self.open) < _MOST_NESTED:
                    self.open.append(mark)
            elif self.open:
                self._close(mark)
            elif self.headless is None and not self.pairs and mark.closes:
                self.headless = mark

    def _wants_open(self, index: int, mark: _Mark, rest: int) -> bool:
        if not self.open:
            return self._may_begin(index, mark)
        top = self.open[-1]
        if mark.guillemet != top.guillemet:
            return mark.opens_by_shape() and not mark.closes
        if mark.shape in "“‟«``":
            return not (mark.closes or top.shape == "„") and self._reopens(index, mark)
        if mark.shape == "„":
            return True
        if mark.shape in "”»" or mark.shape[0] != top.shape[0]:
            if top.shape in "“„" and mark.opens and mark.shape not in "”»":
                return True  # straight marks nested in curly ones
            return top.shape == mark.shape and mark.opens and rest % 2 == 1
        if mark.closes and self.text[mark.start - 1].isdigit() and rest % 2 == 1:
            self.open.append(top)  # inches: counted as opened and closed at once
            return False
        # A straight mark that looks like an opening one while another is open: either its blank is misplaced
        # (then an even number follows) or the closing mark before it was lost.
        if mark.opens and rest % 2 == 1:
            self._lose_top(mark)
            return True
        return False

    def _may_begin(self, index: int, mark: _Mark) -> bool:
        if mark.opens_by_shape():
            return not mark.closes
        if mark.shape in "”»":
            following = self.marks[index + 1] if index + 1 < len(self.marks) else None
            return mark.opens and following is not None and not following.opens_by_shape() | following.opens
        return not mark.closes

    def _reopens(self, index: int, mark: _Mark) -> bool:
        """Tell nesting from a lost closing mark when a shaped opening mark stands inside an open passage."""
        ahead = [m.opens_by_shape() for m in self.marks[index + 1 : index + 3]]
        if ahead != [False, False]:
            self._lose_top(mark)
        return True

    def _lose_top(self, before: _Mark) -> None:
        """Give up the open passage before a new opening mark: it ends where its first sentence does."""
        top = self.open.pop()
        stop = re.compile(r"[.!?…](?=\s)|,(?=\s\w+\s(?:said|says|added|told)\b)").search(
            self.text, top.end, before.start
        )
        end = stop.end() if stop else top.end
        if end > top.end + 1:
            self.pairs.append(_quotation(top.start, end, top.end, end, closed=False, repaired=True))

    def _close(self, mark: _Mark) -> None:
        top = self.open.pop()
        if top.shape == mark.shape and mark.closes and self.open and self.open[-1] is top:
            return
        if top.end < mark.start:
            self.pairs.append(_quotation(top.start, mark.end, top.end, mark.start))


def _quotation(start: int, end: int, inner_start: int, inner_end: int, **more: bool) -> Quotation:
    return Quotation(start=start, end=end, inner_start=inner_start, inner_end=inner_end, **more)


def _strip_inner(text: str, quotation: Quotation) -> Quotation | None:
    """Return the quotation without white space at the ends of its inside, or None if nothing is left."""
    inside = text[quotation.inner_start : quotation.inner_end]
    start = quotation.inner_start + len(inside) - len(inside.lstrip())
    end = quotation.inner_start + len(inside.rstrip())
    return replace(quotation, inner_start=start, inner_end=end) if start < end else None


def _headless(text: str, paragraph: _Paragraph, carried: bool) -> Quotation | None:
    """Return the passage before a closing mark whose opening mark is missing.

    It begins with the paragraph where an open passage is carried over; otherwise the mark must follow a
    comma or the end of a sentence, as closing marks before a cue do.
    """
    mark = paragraph.headless
    if mark is None or mark.start == paragraph.start:
        return None
    if not carried and text[mark.start - 1] not in ",.?!":
        return None
    return _quotation(paragraph.start, mark.end, paragraph.start, mark.start, repaired=True)


def _pair_paragraph(text: str, start: int, end: int, carried: bool, next_begins: str) -> list[Quotation]:
    paragraph = _Paragraph(text, start, end, _scan(text, start, end))
    paragraph.run()
    found = paragraph.pairs
    headless = _headless(text, paragraph, carried)
    if headless is not None:
        found.append(headless)
    if paragraph.open:
        top = paragraph.open[0]
        reopened = next_begins in ("“", '"', "„", "«", "''", "``", "»", "”")
        found = [pair for pair in found if pair.end <= top.start or pair.start > top.start]
        found.append(_quotation(top.start, end, top.end, end, closed=False, continues=reopened))
    return found


def _opening_of(text: str, extent: tuple[int, int]) -> str:
    start = extent[0]
    return text[start : start + 2] if text[start : start + 2] in ("''", "``") else text[start]


def _nest(quotations: list[Quotation]) -> list[Quotation]:
    """Order quotations, set their depth, and drop those that cross one that began before."""
    ordered = sorted(quotations, key=lambda q: (q.start, -q.end))
    kept: list[Quotation] = []
    around: list[Quotation] = []
    for quotation in ordered:
        while around and around[-1].end <= quotation.start:
            around.pop()
        if around and quotation.end > around[-1].end:
            continue
        nested = replace(quotation, depth=len(around))
        kept.append(nested)
        around.append(nested)
    return kept


def pair_marks(text: str) -> list[Quotation]:
    """Return every quotation of a text in reading order, nested ones with their depth.

    Linear in the text; any text is accepted. Apostrophes, inch marks and lone marks make no quotation.
    """
    extents = paragraph_extents(text)
    found: list[Quotation] = []
    carried = False
    for index, (start, end) in enumerate(extents):
        next_begins = _opening_of(text, extents[index + 1]) if index + 1 < len(extents) else ""
        doubles = _pair_paragraph(text, start, end, carried, next_begins)
        carried = any(not pair.closed and pair.end == end for pair in doubles)
        singles = [
            _quotation(a, b, a + 1, b if not closed else b - 1, closed=closed, single=True, continues=not closed)
            for a, b, closed in pair_singles(text, start, end, next_begins)
        ]
        inside = [q for q in (_strip_inner(text, pair) for pair in [*doubles, *_uncrossed(singles, doubles)]) if q]
        found += _nest(inside)
    return found


def _uncrossed(singles: list[Quotation], doubles: list[Quotation]) -> list[Quotation]:
    """Return the single-mark quotations that cross no double-mark quotation. Linear: both lists are in order."""
    borders = sorted((pair.start, pair.end) for pair in doubles)
    kept = []
    for single in singles:
        crossing = any((a < single.start < b < single.end) or (single.start < a < single.end < b) for a, b in borders)
        if not crossing:
            kept.append(single)
    return kept
