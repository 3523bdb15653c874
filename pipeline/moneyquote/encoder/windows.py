"""Windows: runs of whole sentences that the encoder sees at once, with the words around them as context.

Every word of a text is *decided* in exactly one window. A sentence longer than a window is cut between words, so
that nothing is ever truncated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Words ``[left, right)`` are seen, of which ``[start, end)`` are decided."""

    left: int
    start: int
    end: int
    right: int


def sentence_words(
    starts: NDArray[np.int64], words: int, sentences: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return sentences given in characters as half-open runs of words that cover all words.

    Words between two sentences go with the one before.
    """
    borders = np.searchsorted(starts, np.array([start for start, _ in sentences], dtype=np.int64)).tolist()
    edges = sorted({0, words, *borders})
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _short_runs(first: NDArray[np.int64], runs: Sequence[tuple[int, int]], limit: int) -> list[tuple[int, int]]:
    """Cut the runs of words that have more than ``limit`` pieces; a word longer than that stays whole."""
    short: list[tuple[int, int]] = []
    for start, end in runs:
        left = start
        while int(first[end] - first[left]) > limit:
            cut = int(np.searchsorted(first, first[left] + limit, side="right")) - 1
            cut = max(cut, left + 1)
            short.append((left, cut))
            left = cut
        if left < end:
            short.append((left, end))
    return short


def make_windows(
    first: NDArray[np.int64],
    sentences: Sequence[tuple[int, int]],
    *,
    decided: int,
    context: int,
    opening: int | None = None,
) -> list[Window]:
    """Return windows over the words of a text.

    ``first`` is the first piece of each word with the number of pieces last; ``sentences`` are runs of words.
    ``decided`` is the most pieces decided in a window, ``context`` the most pieces seen on either side of them,
    ``opening`` the most pieces decided in the first window (training varies it, so that cuts fall elsewhere).
    """
    words = len(first) - 1
    windows: list[Window] = []
    start = end = 0
    limit = opening or decided

    def close() -> None:
        left = int(np.searchsorted(first, first[start] - context))
        right = min(int(np.searchsorted(first, first[end] + context, side="right")) - 1, words)
        windows.append(Window(left=min(left, start), start=start, end=end, right=max(right, end)))

    for run_start, run_end in _short_runs(first, sentences, decided):
        if end > start and int(first[run_end] - first[start]) > limit:
            close()
            start, limit = run_start, decided
        end = run_end
    if end > start:
        close()
    return windows
