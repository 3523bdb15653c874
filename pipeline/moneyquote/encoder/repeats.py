"""One name, one reading: places of an article where the same words stand decide together what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from moneyquote.encoder.decoding import WordSpan, decode, log_softmax
from moneyquote.encoder.labels import Head
from moneyquote.encoder.model import NewsEncoder, Scored
from moneyquote.encoder.wordpieces import Pieces

# Chosen on worldwide dev and real-news (0.5, 0.8 and 1 tried); a place keeps a fifth of its own opinion.
_SHARED = 0.8
_LONGEST = 12  # words; longer spans are hardly names that come again


def agreed_scores(text: str, pieces: Pieces, scores: NDArray[np.float32], head: Head) -> NDArray[np.float32]:
    """Return the scores of a head of names in which places with the same words have moved towards their mean.

    Words that the head takes for a name with a capital somewhere are looked up in the whole text, longer names first;
    a place inside a longer one does not count for a shorter. Where they stand twice or more, each word's log
    probabilities become a mixture of its own and of their mean over all places. Time grows with the number of words.

    Args:
        text: the text.
        pieces: its words.
        scores: float32 ``[words, head.width]``.
        head: the head whose columns they are.

    References:
        Krishnan and Manning, 2006: An effective two-stage model for exploiting non-local dependencies in named
        entity recognition (the same idea as features of a second model).
    """
    words = [text[start:end] for start, end in zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True)]
    own = log_softmax(scores)
    agreed = own.copy()
    for length, places in _places(words, scores, head):
        rows = np.array(places)[:, None] + np.arange(length)  # [places, length]
        agreed[rows] = (1 - _SHARED) * own[rows] + _SHARED * own[rows].mean(axis=0)
    return agreed


def name_spans(text: str, encoder: NewsEncoder, scored: Scored, head: str) -> list[WordSpan]:
    """Return the names that a head finds in a scored text, the same words read alike throughout."""
    columns = scored.scores[:, encoder.scheme.columns[head]]
    return decode(agreed_scores(text, scored.pieces, columns, encoder.scheme.head(head)), encoder.scheme.head(head))


def _places(words: Sequence[str], scores: NDArray[np.float32], head: Head) -> list[tuple[int, list[int]]]:
    """Return, for each name that stands twice or more, its length and the words at which it begins."""
    names: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    for span in decode(scores, head):
        name = tuple(words[span.start : span.end])
        if len(name) <= _LONGEST and any(word[0].isupper() for word in name):
            names[len(name)].add(name)
    taken = np.zeros(len(words), dtype=bool)
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for length in sorted(names, reverse=True):
        openings = {name[0] for name in names[length]}
        for at in range(len(words) - length + 1):
            if words[at] not in openings or taken[at : at + length].any():
                continue
            name = tuple(words[at : at + length])
            if name in names[length]:
                found[name].append(at)
                taken[at : at + length] = True
    return [(len(name), places) for name, places in found.items() if len(places) > 1]
