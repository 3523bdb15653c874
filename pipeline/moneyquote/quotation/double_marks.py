"""Pairing the double marks and guillemets of one paragraph: a stack of open marks, with local repair."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_DOUBLE = re.compile(r"``|''|[“”„‟\"＂«»]")
_OPENERS = frozenset(("“", "„", "‟", "«", "``"))
_CLOSERS = frozenset(("”", "»"))
_MOST_NESTED = 3
_CUES = "(?:said|says|added|told|asked|wrote)"
_CUE_FOLLOWS = rf"[,?!](?=\s(?:(?:\w+[.]?\s){{1,4}}{_CUES}\b|{_CUES}\s[A-Z]))"
_LOST_BEFORE_CUE = re.compile(_CUE_FOLLOWS)
_LOST_END = re.compile(_CUE_FOLLOWS + r"|[.!?…](?=\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A stretch between double marks; ``open_end`` says that it was still open at the paragraph's end."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    repaired: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    shape: str
    opens: bool  # what its neighbours say; neither where they do not tell
    closes: bool

    @property
    def guillemet(self) -> bool:
        return self.shape in ("«", "»")

    @property
    def shaped_to_open(self) -> bool:
        return self.shape in _OPENERS


def _scan(text: str, start: int, end: int) -> list[_Mark]:
    """Return the double marks and guillemets of a paragraph with what their neighbours say about them."""
    found = []
    last_closing = text.rfind("»", start, end)
    for match in _DOUBLE.finditer(text, start, end):
        a, b = match.span()
        before = text[a - 1] if a > start else " "
        after = text[b] if b < end else " "
        if match.group() == "«" and before.isspace() and after.isspace():
            if b < last_closing:  # French spacing; an arrow otherwise
                found.append(_Mark(a, b, "«", True, False))
            continue
        opens = (before.isspace() or before in "([{—–-/‘'“\"«") and not after.isspace()
        closes = not before.isspace() and (after.isspace() or after in ".,;:!?)]}—–-/’'”\"»")
        found.append(_Mark(a, b, match.group(), opens and not closes, closes and not opens))
    return found


class _Paragraph:
    """The pairing of one paragraph: the marks that are open, and what was closed."""

    def __init__(self, text: str, marks: Sequence[_Mark], carried: bool) -> None:
        self.text, self.marks, self.carried = text, marks, carried
        self.open: list[_Mark] = []
        self.pairs: list[Pair] = []
        self.headless: _Mark | None = None  # a closing mark that nothing in this paragraph opens

    def run(self) -> None:
        for index, mark in enumerate(self.marks):
            if index == 0 and self._ends_carried(mark):
                self.headless = mark
            elif self._wants_open(index, mark):
                if len(self.open) < _MOST_NESTED:
                    self.open.append(mark)
            elif self.open:
                self._close(mark)
            elif self.headless is None and not self.pairs and self._ends_speech(mark):
                self.headless = mark

    def _ends_carried(self, mark: _Mark) -> bool:
        """Tell whether the first mark closes a passage carried into a paragraph that opens with no mark of its own."""
        return (
            self.carried
            and len(self.marks) % 2 == 1
            and not mark.shaped_to_open
            and not mark.guillemet
            and _after_stop(self.text, mark.start)
        )

    def _ends_speech(self, mark: _Mark) -> bool:
        """Tell whether a mark with nothing open closes what began without a mark; its blank may be misplaced."""
        return mark.closes or (mark.shape in _CLOSERS and _after_stop(self.text, mark.start))

    def _wants_open(self, index: int, mark: _Mark) -> bool:
        if not self.open:
            return self._may_begin(index, mark)
        top = self.open[-1]
        if mark.guillemet != top.guillemet:
            return mark.shaped_to_open and not mark.closes
        if mark.shape == "„":
            return True
        if mark.shaped_to_open:
            return not mark.closes and top.shape != "„" and self._nests_or_loses(index, mark)
        if mark.shape in _CLOSERS:
            return False
        return self._straight_opens(mark, top, odd_rest=(len(self.marks) - index - 1) % 2 == 1)

    def _straight_opens(self, mark: _Mark, top: _Mark, *, odd_rest: bool) -> bool:
        """Decide for a mark without direction while another is open."""
        if top.shaped_to_open:
            return mark.opens  # straight marks nested in curly ones
        if mark.closes and odd_rest and self.text[mark.start - 1].isdigit():
            self.open.append(mark)  # inches: opened here, closed at once
            return False
        # It looks like an opening one: either its blank is misplaced (then an even number of marks follows) or the
        # closing mark before it was lost.
        if mark.opens and odd_rest:
            self._lose_top(mark)
            return True
        return False

    def _may_begin(self, index: int, mark: _Mark) -> bool:
        if mark.shape in _CLOSERS:  # »so« and ”so” begin with the closing shape
            return mark.opens and index + 1 < len(self.marks) and self.marks[index + 1].closes
        return not mark.closes

    def _nests_or_loses(self, index: int, mark: _Mark) -> bool:
        """Tell nesting from a lost closing mark when a shaped opening mark stands inside an open passage."""
        ahead = [following.shaped_to_open for following in self.marks[index + 1 : index + 3]]
        if ahead != [False, False]:
            self._lose_top(mark)
        return True

    def _lose_top(self, before: _Mark) -> None:
        """Give up the open passage before a new opening mark: it ends where its first sentence does."""
        top = self.open.pop()
        stop = _LOST_END.search(self.text, top.end, before.start)
        if stop is not None:
            end = stop.end()
            self.pairs.append(
                Pair(start=top.start, end=end, inner_start=top.end, inner_end=end, closed=False, repaired=True)
            )

    def _close(self, mark: _Mark) -> None:
        top = self.open.pop()
        if top.end < mark.start:
            self.pairs.append(Pair(start=top.start, end=mark.end, inner_start=top.end, inner_end=mark.start))


def _after_stop(text: str, at: int) -> bool:
    """Tell whether a comma or the end of a sentence stands before a place, a misplaced blank between them or not."""
    return text[max(0, at - 2) : at].rstrip(" ")[-1:] in tuple(",.?!")


def pair_doubles(text: str, start: int, end: int, carried: bool) -> list[Pair]:
    """Return the double-mark passages of a paragraph ``[start, end)``; ``carried`` says that one is open before it."""
    paragraph = _Paragraph(text, _scan(text, start, end), carried)
    paragraph.run()
    found = paragraph.pairs
    mark = paragraph.headless
    # A closing mark without an opening one: the passage begins with the paragraph, where one is carried over or where
    # the mark follows a comma or the end of a sentence, as closing marks before a cue do.
    if mark is not None and mark.start > start and (carried or _after_stop(text, mark.start)):
        found.append(Pair(start=start, end=mark.end, inner_start=start, inner_end=mark.start, repaired=True))
    if paragraph.open:
        top = paragraph.open[0]
        found = [pair for pair in found if pair.end <= top.start or pair.start > top.start]
        lost = _LOST_BEFORE_CUE.search(text, top.end, end)
        if lost is not None:
            cut = lost.end()
            pair = Pair(start=top.start, end=cut, inner_start=top.end, inner_end=cut, closed=False, repaired=True)
            return [*(other for other in found if other.end <= cut), pair]
        found.append(Pair(start=top.start, end=end, inner_start=top.end, inner_end=end, closed=False, open_end=True))
    return found
