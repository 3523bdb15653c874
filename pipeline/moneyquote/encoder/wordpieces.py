"""A text as word pieces: ids, the words that they spell, and what an uncased vocabulary forgets about them.

The vocabulary is uncased and blind to white space. Case comes back as a *shape* (fed where BERT has its token
types), line and paragraph breaks as a *layout*: both are needed for names and for sentence starts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LOWER, TITLE, UPPER, MIXED, DIGIT, MARK, INITIAL, SPECIAL = range(8)
SHAPES = 8
JOINED, SPACED, LINE, PARAGRAPH = range(4)
LAYOUTS = 4


@lru_cache(maxsize=65536)
def shape_of(word: str) -> int:
    """Return the shape of a word, one of the eight constants above."""
    if any(c.isdigit() for c in word):
        return DIGIT
    if not any(c.isalpha() for c in word):
        return MARK
    if word.islower():
        return LOWER
    if word.isupper():
        return INITIAL if len(word) == 1 else UPPER
    if word[0].isupper() and word[1:].islower():
        return TITLE
    return MIXED if word.upper() != word.lower() else LOWER


def layout_of(gap: str) -> int:
    """Return how a word is set off from the one before, given the characters between them."""
    if not gap:
        return JOINED
    lines = gap.count("\n") + gap.count("\u2029")
    if lines > 1:
        return PARAGRAPH
    return LINE if lines else SPACED


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """Arrays over the ``n`` word pieces of a text, and over its ``m`` words.

    ``ids``, ``shapes``, ``layouts``: int64 of shape ``[n]``. ``first``: int64 ``[m + 1]``, the first piece of each word
    and ``n`` last. ``starts``, ``ends``: int64 ``[m]``, the characters of each word.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    layouts: NDArray[np.int64]
    first: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    @property
    def words(self) -> int:
        """The number of words."""
        return len(self.starts)


def split_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Return the word pieces of a whole text; nothing is truncated and no special piece is added."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids = np.asarray(encoding.ids, dtype=np.int64)
    offsets = np.asarray(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    word_ids = np.asarray(encoding.word_ids, dtype=np.int64)
    is_first = np.ones(len(ids), dtype=bool)
    is_first[1:] = word_ids[1:] != word_ids[:-1]
    first = np.append(np.flatnonzero(is_first), len(ids)).astype(np.int64)
    starts, ends = offsets[first[:-1], 0], offsets[first[1:] - 1, 1]
    bounds = list(zip(starts.tolist(), ends.tolist(), strict=True))
    shapes = np.array([shape_of(text[a:b]) for a, b in bounds], dtype=np.int64)
    gaps = [text[a:b] for a, b in zip([0, *ends.tolist()], starts.tolist(), strict=False)]
    layouts = np.array([layout_of(gap) for gap in gaps], dtype=np.int64)
    if len(layouts):
        layouts[0] = PARAGRAPH
    lengths = np.diff(first)
    piece_layouts = np.zeros(len(ids), dtype=np.int64)
    piece_layouts[first[:-1]] = layouts
    return Pieces(
        ids=ids,
        shapes=np.repeat(shapes, lengths),
        layouts=piece_layouts,
        first=first,
        starts=starts,
        ends=ends,
    )
