"""Articles that tell the same in nearly the same words: an agency's report in two papers, a story and its update.

Texts are compared by their runs of four words. Their share in common is estimated by hashes first, so that not every
text is compared with every other, and counted then.

The library datasketch (2.0.0) finds the same groups and is not used: over 7,158 real articles it took 4.6 s of
processor time with our hashes of runs, and 10.5 s with its own, against 3.9 s; a notice that stands there 1,000 times,
a word changed in each, took it 64 s against 0.4 s, since it compares each with all before it; and it needs SciPy
(2026-11).

References:
    Broder, 1997 (resemblance of documents); Leskovec, Rajaraman and Ullman, 2014, chapter 3 (bands of hashes).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORDS_A_RUN = 4
_BANDS, _ROWS = 16, 4  # of texts with 70 % in common, 99 in 100 share a band
_FEWEST_RUNS = 20  # shorter texts are captions and notices, alike without being copies
_WORD = re.compile(r"\w+")
_CHANCE = np.random.default_rng(20261127)
_FACTORS = _CHANCE.integers(1, 2**63, size=_BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)
_ADDENDS = _CHANCE.integers(0, 2**63, size=_BANDS * _ROWS, dtype=np.uint64)
_PLACES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
Runs = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One of several articles that are nearly the same.

    Attributes:
        key: the article's.
        common: the share of runs of four words, of 0 to 1, that it and the other one nearest to it have in common.
    """

    key: int
    common: float


def near_copies(
    articles: Iterable[tuple[int, str]], text_of: Callable[[int], str], least: float = 0.7
) -> list[list[Copy]]:
    """Return groups of articles that are nearly the same, in the order of the articles.

    Each article of a group has at least the share ``least`` of its runs of words in common with another one of it.
    Texts of fewer than two dozen words are in none.

    Args:
        articles: the key and text of each.
        text_of: returns a text once more, for those that are compared.
        least: the smallest share in common, of 0 to 1.
    """
    bands: dict[bytes, int] = {}  # the article that was the last with such a band
    groups = _Groups()
    for key, text in articles:
        runs = _runs(text)
        if len(runs) < _FEWEST_RUNS:
            continue
        near: set[int] = set()
        for name in _band_names(runs):
            near.add(bands.get(name, key))
            bands[name] = key
        for other in sorted(near - {key}):
            common = _common(runs, _runs(text_of(other)))
            if common >= least:
                groups.join(other, key, common)
    return groups.found()


class _Groups:
    """Articles joined in groups, and how near each is to the nearest of its own."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._common: dict[int, float] = {}

    def join(self, one: int, other: int, common: float) -> None:
        for key in (one, other):
            self._first.setdefault(key, key)
            self._common[key] = max(common, self._common.get(key, 0.0))
        self._first[self._find(other)] = self._find(one)

    def found(self) -> list[list[Copy]]:
        groups: dict[int, list[Copy]] = {}
        for key in self._first:
            groups.setdefault(self._find(key), []).append(Copy(key=key, common=self._common[key]))
        return list(groups.values())

    def _find(self, key: int) -> int:
        while self._first[key] != key:
            self._first[key] = key = self._first[self._first[key]]
        return key


def _runs(text: str) -> Runs:
    """Return the hashes of a text's runs of words, each once and in order of size."""
    words = [zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.lower())]
    hashed = np.array(words, dtype=np.uint64)
    count = len(hashed) - _WORDS_A_RUN + 1
    if count < 1:
        return np.array([], dtype=np.uint64)
    mixed = sum((hashed[place : place + count] * _PLACES[place] for place in range(_WORDS_A_RUN)), np.uint64(0))
    return np.unique(np.asarray(mixed) ^ (np.asarray(mixed) >> np.uint64(29)))


def _band_names(runs: Runs) -> list[bytes]:
    """Return names of which texts share one the likelier the more runs they have in common."""
    mixed = runs[:, None] * _FACTORS + _ADDENDS
    least = (mixed ^ (mixed >> np.uint64(32))).min(axis=0).reshape(_BANDS, _ROWS)
    return [bytes([number]) + band.tobytes() for number, band in enumerate(least)]


def _common(one: Runs, other: Runs) -> float:
    both = len(np.intersect1d(one, other, assume_unique=True))
    return both / max(1, len(one) + len(other) - both)
