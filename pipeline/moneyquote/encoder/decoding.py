"""Scores of a BIO head into spans: the best label sequence that is one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moneyquote.encoder.labels import Head

_NEVER = np.float32(-1e9)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordSpan:
    """Words ``[start, end)`` that a head takes for a span of a type; ``score`` is its mean log probability."""

    start: int
    end: int
    type: str
    score: float


def log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log probabilities over the last axis of an array ``[words, tags]``."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    normal: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normal


def decode(logits: NDArray[np.float32], head: Head) -> list[WordSpan]:
    """Return the spans of the likeliest label sequence in which every inside follows a begin of its type.

    Args:
        logits: float32 ``[words, head.width]``.
        head: the head whose columns they are.

    References:
        Viterbi, 1967: Error bounds for convolutional codes.
    """
    if not len(logits):
        return []
    scores = log_softmax(logits)
    tags = scores.argmax(axis=1)
    if _breaks(tags):
        tags = _viterbi(scores)
    spans: list[WordSpan] = []
    begins = np.flatnonzero(tags % 2 == 1)
    for begin in begins.tolist():
        end = begin + 1
        while end < len(tags) and tags[end] == tags[begin] + 1:
            end += 1
        mean = float(scores[np.arange(begin, end), tags[begin:end]].mean())
        spans.append(WordSpan(start=begin, end=end, type=head.types[(int(tags[begin]) - 1) // 2], score=mean))
    return spans


def _breaks(tags: NDArray[np.int64]) -> bool:
    """Tell whether an inside label stands behind anything but a begin or inside of its type."""
    before = np.concatenate([[0], tags[:-1]])
    inside = (tags > 0) & (tags % 2 == 0)
    return bool((inside & (before != tags) & (before != tags - 1)).any())


def _viterbi(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    words, width = scores.shape
    allowed = np.zeros((width, width), dtype=np.float32)  # [from, to]
    first = np.zeros(width, dtype=np.float32)
    for inside in range(2, width, 2):
        allowed[:, inside] = _NEVER
        allowed[inside - 1, inside] = allowed[inside, inside] = 0
        first[inside] = _NEVER
    best = scores[0] + first
    back = np.zeros((words, width), dtype=np.int64)
    for word in range(1, words):
        through = best[:, None] + allowed
        back[word] = through.argmax(axis=0)
        best = through.max(axis=0) + scores[word]
    tags = np.zeros(words, dtype=np.int64)
    tags[-1] = int(best.argmax())
    for word in range(words - 1, 0, -1):
        tags[word - 1] = back[word, tags[word]]
    return tags
