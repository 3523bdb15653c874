"""Finding amounts: a number beside a sign, code or currency word, with its scale, as half-resolved amounts.

Two passes, each linear: from the numbers in digits outwards, then from the currency words that no digit went with,
leftwards over number words. All looks are bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from moneyquote.money.currencies import Tables, tables
from moneyquote.money.found import Found
from moneyquote.money.minor import with_cents
from moneyquote.money.numbers import LONGEST_NUMBER, NUMBER
from moneyquote.money.ranges import open_range, with_range
from moneyquote.money.single import beside
from moneyquote.money.wording import verbal

_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


_CLOSING = ',;:)]%"”'  # behind a number, no word or sign of money can follow; most numbers are read off here


def scan(text: str) -> list[Found]:
    """Return the amounts of a text in order, without overlap, ranges joined, currencies not yet settled."""
    look = tables()
    addresses = [match.span() for match in _ADDRESS.finditer(text)]
    found = list(_numeric(text, look, addresses))
    taken = [(item.start, item.end) for item in found]
    found += [
        item
        for item in verbal(text, look)
        if not _meets(taken, item.start, item.end) and not _meets(addresses, item.start, item.end)
    ]
    found.sort(key=lambda item: (item.start, -item.end))
    return [
        item for item, before in zip(found, [None, *found], strict=False) if before is None or item.start >= before.end
    ]


def _meets(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a span meets one of those taken that it does not hold: "five dollars and 30 cents" holds one."""
    place = bisect_right(taken, (end - 1, 1 << 60))
    if place == 0 or taken[place - 1][1] <= start:
        return False
    return taken[place - 1] == (start, end) or taken[place - 1][0] < start or taken[place - 1][1] > end


def _numeric(text: str, look: Tables, addresses: Sequence[tuple[int, int]]) -> Iterator[Found]:
    done = 0
    for match in NUMBER.finditer(text):
        if match.start() < done or match.end() - match.start() > LONGEST_NUMBER:
            continue
        closed = text[match.end() : match.end() + 1] in _CLOSING
        one = beside(text, match, look, done, closed=closed)
        if one is None and not closed:
            one = open_range(text, match, look)
        if one is None or (addresses and _meets(addresses, one.start, one.end)):
            continue
        one = with_range(text, one, look)
        one = with_cents(text, one, look)
        if one.start < done:
            continue
        done = one.end
        yield one
