"""Quotation marks at the ends of a span that is not a quotation itself: a name, a purpose."""

from __future__ import annotations

_CLOSERS = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"', "'": "'", "‹": "›"}
_CLOSING = frozenset("”»’›\"'")


def trimmed_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without white space and without marks at its ends that enclose it or have no partner in it.

    A mark whose partner stands inside stays: "the “Open Door” fund" and "“Open Door” grants" are left as they are.
    """
    while start < end:
        before = start, end
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if start < end and text[start] in _CLOSERS and end - start > 1:
            inside = [at for at in range(start + 1, end) if text[at] in _CLOSERS[text[start]] and _is_mark(text, at)]
            if not inside:
                start += 1
            elif inside == [end - 1]:
                start, end = start + 1, end - 1
        elif start < end and text[end - 1] in _CLOSING and _opens_nowhere(text, start, end - 1):
            end -= 1
        if (start, end) == before:
            break
    return start, end


def _is_mark(text: str, at: int) -> bool:
    """Tell a mark from an apostrophe inside a word."""
    inner = 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()
    return not inner


def _opens_nowhere(text: str, start: int, closing: int) -> bool:
    openers = [opener for opener, closers in _CLOSERS.items() if text[closing] in closers]
    return not any(text[at] in openers and _is_mark(text, at) for at in range(start, closing))
