"""Finding amounts: a number beside a sign, code or currency word, with its scale, as half-resolved amounts.

Two passes, each linear: from the numbers in digits outwards, then from the currency words that no digit went with,
leftwards over number words. All looks are bounded.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from moneyquote.money.currencies import Tables, tables
from moneyquote.money.found import Found
from moneyquote.money.minor import with_cents
from moneyquote.money.numbers import LONGEST_NUMBER, NUMBER
from moneyquote.money.ranges import open_range, with_range
from moneyquote.money.single import beside
from moneyquote.money.wording import verbal


def scan(text: str) -> list[Found]:
    """Return the amounts of a text in order, without overlap, ranges joined, currencies not yet settled."""
    look = tables()
    found = list(_numeric(text, look))
    taken = [(item.start, item.end) for item in found]
    found += [item for item in verbal(text, look) if not _meets(taken, item)]
    found.sort(key=lambda item: (item.start, -item.end))
    return [
        item for item, before in zip(found, [None, *found], strict=False) if before is None or item.start >= before.end
    ]


def _meets(taken: list[tuple[int, int]], item: Found) -> bool:
    place = bisect_right(taken, (item.end - 1, 1 << 60))
    if place == 0 or taken[place - 1][1] <= item.start:
        return False
    return taken[place - 1][0] < item.start or taken[place - 1][1] > item.end  # "five dollars and 30 cents" holds one


def _numeric(text: str, look: Tables) -> Iterator[Found]:
    done = 0
    for match in NUMBER.finditer(text):
        if match.start() < done or match.end() - match.start() > LONGEST_NUMBER:
            continue
        one = beside(text, match, look, done)
        if one is None:
            one = open_range(text, match, look)
        if one is None:
            continue
        one = with_range(text, one, look)
        one = with_cents(text, one, look)
        if one.start < done:
            continue
        done = one.end
        yield one
