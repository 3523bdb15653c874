"""Single quotation marks against apostrophes.

A single mark between letters is an apostrophe; one after a blank and before a letter opens, unless it cuts a
word short ('em, '90s); one after a plural s ("the Smiths' home") closes only if nothing better does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"(?<!['’‘`])['‘’‚‹›](?!['’‘])")
_CLIPPED = re.compile(
    r"(?:em|tis|twas|til|till|cause|bout|round|n|ere|cos|coz|ave|im|er|ello|nuff)\b|\d\ds?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Single:
    at: int
    opens: bool
    closing: int  # 0 cannot close, 1 after a plural s, 2 after a word, 3 after punctuation or before it


def _read(text: str, at: int, start: int, end: int) -> _Single:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    shape = text[at]
    free_before = before.isspace() or before in '([{—–-/“"„«'
    opens = shape != "›" and free_before and (after.isalnum() or after in '[(…$£€“"«#@')
    if opens and shape != "‘" and _CLIPPED.match(text, at + 1):
        opens = False
    if shape in "‘‚‹" or before.isspace() or after.isalnum():
        return _Single(at, opens, 0)
    if before in '.,!?…”"' or after in '.,;:!?)]”"' or at + 1 == end:
        strength = 3
    elif before in "sS" and after == " ":
        strength = 1
    else:
        strength = 2
    return _Single(at, opens, strength)


def _closing(marks: list[_Single], opener: int) -> int | None:
    """Return the index of the mark that closes an opening one: a sure one, else one after a plural s.

    One level of nesting is seen: an opening mark before two closing ones opens inside ('an 'open' door').
    """
    fallback = None
    nested = False
    for index in range(opener + 1, len(marks)):
        mark = marks[index]
        if mark.opens:
            ahead = [following.closing for following in marks[index + 1 : index + 3]]
            if nested or len(ahead) < 2 or min(ahead) < 2:
                break
            nested = True
        elif mark.closing >= 2:
            if not nested:
                return index
            nested = False
        elif mark.closing == 1 and fallback is None:
            fallback = index
    return fallback


def pair_singles(text: str, start: int, end: int, next_begins: str) -> list[tuple[int, int, bool]]:
    """Return the single-mark passages ``(start, end, closed)`` of a paragraph ``[start, end)``, marks included.

    A passage is left open (``closed`` False, up to the paragraph's end) only if it begins the paragraph and the
    next paragraph begins with a single mark again, as ``next_begins`` tells.
    """
    marks = [_read(text, match.start(), start, end) for match in _SINGLE.finditer(text, start, end)]
    found: list[tuple[int, int, bool]] = []
    index = 0
    while index < len(marks):
        if not marks[index].opens:
            index += 1
            continue
        close = _closing(marks, index)
        if close is not None:
            found.append((marks[index].at, marks[close].at + 1, True))
            index = close + 1
            continue
        if marks[index].at == start and next_begins in ("'", "‘"):
            found.append((start, end, False))
        index += 1
    return found
