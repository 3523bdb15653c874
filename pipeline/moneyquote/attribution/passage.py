"""A text as the scorers see it: its words, what the heads say of each, sentences, paragraphs, quotations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from moneyquote.quotation.marks import Quotation, pair_marks

Interval = tuple[int, int]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadProbability:
    """What a BIO head of one type says of every word: float32 ``[words]``, begin and inside.

    ``any`` is the probability that a word belongs to a span.
    """

    begin: Floats
    inside: Floats
    any: Floats = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "any", self.begin + self.inside)  # once: it is asked for at every statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text cut into words, white space left out; ``starts`` and ``ends`` are characters, int64 ``[words]``.

    ``solid`` tells the words with a letter or digit, ``opens`` those that begin a sentence; ``paragraph`` counts line
    breaks before each word.
    ``quotations`` are the outermost ones, each as the half-open range of words inside its marks.
    """

    text: str
    starts: Ints
    ends: Ints
    words: Sequence[str]
    solid: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    paragraph: Ints
    heads: Mapping[str, HeadProbability]
    quotations: Sequence[tuple[Interval, Quotation]] = field(default=())

    def __len__(self) -> int:
        return len(self.starts)

    def range_of(self, span: Interval) -> Interval:
        """Return the half-open range of words that touch characters ``[start, end)``."""
        first = int(np.searchsorted(self.ends, span[0], side="right"))
        return first, max(first, int(np.searchsorted(self.starts, span[1], side="left")))

    def span_of(self, first: int, end: int) -> Interval:
        """Return the characters of a range of words."""
        return int(self.starts[first]), int(self.ends[end - 1])


def softmax(logits: Floats) -> Floats:
    """Return probabilities over the last axis."""
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    found: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return found


def make_passage(
    text: str, starts: Ints, ends: Ints, sentences: Sequence[Interval], logits: Mapping[str, Floats]
) -> Passage:
    """Return the passage of a text.

    Args:
        text: the text.
        starts: the first character of each word.
        ends: the end of each word.
        sentences: character intervals.
        logits: for each head, float32 ``[words, 3]``: outside, begin, inside.
    """
    words = [text[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]
    opens = np.zeros(len(words) + 1, dtype=bool)
    opens[np.searchsorted(starts, np.array([start for start, _ in sentences], dtype=np.int64))] = True  # the last: none
    gaps = [text[a:b] for a, b in zip([0, *ends.tolist()], starts.tolist(), strict=False)]
    paragraph = np.cumsum(np.array(["\n" in gap for gap in gaps[: len(words)]], dtype=np.int64))
    heads = {}
    for name, values in logits.items():
        shares = softmax(values)
        heads[name] = HeadProbability(begin=shares[:, 1], inside=shares[:, 2])
    solid = np.array([any(map(str.isalnum, word)) for word in words], dtype=bool)
    bare = Passage(
        text=text,
        starts=starts,
        ends=ends,
        words=words,
        solid=solid,
        opens=opens[:-1],
        paragraph=paragraph,
        heads=heads,
    )
    outer = [
        (bare.range_of((quotation.inner_start, quotation.inner_end)), quotation)
        for quotation in pair_marks(text)
        if quotation.depth == 0
    ]
    return replace(bare, quotations=[(inner, quotation) for inner, quotation in outer if inner[0] < inner[1]])
