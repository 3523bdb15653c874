"""The sentence around a span, for listings that a person reads; nothing is scored with it."""

from __future__ import annotations

import re

# A line break, or white space after a full stop with its closing marks and before a capital, a digit or a mark.
_BORDER = re.compile(r"\n+|(?<=[.!?])[\"'”’»)\]]{0,3}[ \u00a0]+(?=[\"'“‘«(\[]?[A-Z0-9])")

LONGEST = 400


def sentence_around(text: str, start: int, end: int) -> str:
    """Return the sentence or sentences that hold ``text[start:end]``, on one line.

    Sentence borders are guessed from punctuation ("Dr. X" is cut). What is longer than ``LONGEST`` characters is
    cut evenly on both sides of the span, with an ellipsis.
    """
    window_start, window_end = max(0, start - LONGEST), min(len(text), end + LONGEST)
    left, right = window_start, window_end
    for border in _BORDER.finditer(text, window_start, window_end):
        if border.end() <= start:
            left = border.end()
        elif border.start() >= end:
            right = border.start() + len(border.group()) - len(border.group().lstrip("\"'”’»)]"))
            break
    spare = max(0, LONGEST - (end - start)) // 2
    cut_left, cut_right = max(left, start - spare), min(right, end + spare)
    shown = " ".join(text[cut_left:cut_right].split())
    return ("…" if cut_left > left else "") + shown + ("…" if cut_right < right else "")
