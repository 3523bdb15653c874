"""Offsets in UTF-16 units, in which JavaScript, Java and the tools made of them count, and in code points, as we do."""

from __future__ import annotations

from bisect import bisect_left
from enum import StrEnum


class Unit(StrEnum):
    """What one step of an offset is."""

    CODE_POINTS = "code-points"
    UTF_16 = "utf-16"


class Utf16Offsets:
    """Turns the offsets of one text from one unit into the other, in logarithmic time.

    Only characters beyond U+FFFF take two units. Combining marks and line breaks count as they stand: CR LF is two.
    """

    def __init__(self, text: str) -> None:
        self._points = [point for point, character in enumerate(text) if ord(character) > 0xFFFF]
        self._units = [point + before for before, point in enumerate(self._points)]

    def units(self, point: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return point + bisect_left(self._points, point)

    def points(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset.

        Raises:
            ValueError: if it lies between the two halves of a character.
        """
        before = bisect_left(self._units, unit)
        if before and self._units[before - 1] + 1 == unit:
            raise ValueError(f"offset {unit} lies between the two UTF-16 halves of a character")
        return unit - before
