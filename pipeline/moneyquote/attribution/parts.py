"""Cues and sources as the heads mark them, and what is known of each beside a content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.passage import Floats, HeadProbability, Interval, Ints, Passage
from moneyquote.attribution.word_classes import CLASSES, class_matrix

_LEAST = 0.3  # a word belongs to a part from this probability on
_BACK, _AHEAD = 6, 4  # parts looked at before and after a content
_CLASS = {name: column for column, name in enumerate(CLASSES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Cues or sources in reading order as words ``[first, end)``, with the mean probability of their words."""

    first: Ints
    end: Ints
    trust: Floats

    def __len__(self) -> int:
        return len(self.first)


def parts_of(head: HeadProbability) -> Parts:
    """Return the runs of likely words; a word more likely to begin than to go on begins a new run."""
    share = head.any
    found: list[Interval] = []
    for word in np.flatnonzero(share > _LEAST).tolist():
        if found and found[-1][1] == word and head.inside[word] >= head.begin[word]:
            found[-1] = (found[-1][0], word + 1)
        else:
            found.append((word, word + 1))
    first = np.array([a for a, _ in found], dtype=np.int64)
    end = np.array([b for _, b in found], dtype=np.int64)
    trust = np.array([share[a:b].mean() for a, b in found], dtype=np.float32)
    return Parts(first=first, end=end, trust=trust)


def near_parts(parts: Parts, content: Interval) -> Ints:
    """Return the indexes of the parts that may belong to a content: some before, those inside, some after."""
    left = int(np.searchsorted(parts.first, content[0]))
    right = int(np.searchsorted(parts.first, content[1]))
    return np.arange(max(0, left - _BACK), min(len(parts), right + _AHEAD), dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the parts of all contents of a passage are looked at with.

    ``contents`` are words in reading order, ``starts`` and ``reach`` where each begins and how far it and those before
    it go. ``marks``, ``stops`` and ``commas`` are the words that are one.
    """

    passage: Passage
    contents: Sequence[Interval]
    starts: Ints
    reach: Ints
    scores: Sequence[float]
    kinds: Floats
    sentence: Ints
    quoted: NDArray[np.bool_]
    marks: Ints
    stops: Ints
    commas: Ints


def make_setting(passage: Passage, contents: Sequence[Interval], scores: Sequence[float]) -> Setting:
    """Return what the features of parts are read from."""
    quoted = np.zeros(len(passage) + 1, dtype=bool)
    for (a, b), _ in passage.quotations:
        quoted[a:b] = True
    sentence = np.append(np.cumsum(passage.opens), 0)
    kinds = class_matrix(passage.words)
    marks, stops, commas = (np.flatnonzero(kinds[:, _CLASS[name]]) for name in ("mark", "stop", "comma"))
    return Setting(
        passage=passage,
        contents=contents,
        starts=np.array([start for start, _ in contents], dtype=np.int64),
        reach=np.maximum.accumulate(np.array([end for _, end in contents], dtype=np.int64)),
        scores=scores,
        kinds=kinds,
        sentence=sentence,
        quoted=quoted,
        marks=marks,
        stops=stops,
        commas=commas,
    )


def part_features(  # noqa: PLR0917  # each is one thing that a part is looked at with
    setting: Setting,
    number: int,
    parts: Parts,
    near: Ints,
    others: Parts,
    anchor: Interval | None,
    ruled: Interval | None,
) -> Floats:
    """Return a row for each part near a content.

    Args:
        setting: the passage and its contents.
        number: which content.
        parts: the cues or the sources.
        near: the indexes of those that are looked at.
        others: the parts of the other kind.
        anchor: for sources, the cue that the content was given.
        ruled: the part that a rule gave to this content.
    """
    passage, (a, b) = setting.passage, setting.contents[number]
    words = len(passage)
    first, end = parts.first[near], parts.end[near]
    before, after = end <= a, first >= b
    gap = np.where(before, a - end, np.where(after, first - b, 0))
    low, high = np.where(before, end, np.where(after, b, first)), np.where(before, a, np.where(after, first, first))
    between = np.searchsorted(setting.starts, high) - np.searchsorted(setting.starts, low)
    begun = np.searchsorted(setting.starts, first, side="right")
    covering = (begun > 0) & (setting.reach[begun - 1] >= end)
    same = np.searchsorted(parts.first, high) - np.searchsorted(parts.first, low)
    other = np.searchsorted(others.first, high) - np.searchsorted(others.first, low)
    place = setting.sentence[np.minimum(first, words - 1)]
    paragraph = passage.paragraph
    columns: list[Any] = [
        before, after, np.log1p(gap), gap, np.abs(setting.sentence[a] - place), place - setting.sentence[a],
        place - setting.sentence[b - 1], np.abs(paragraph[np.minimum(first, words - 1)] - paragraph[a]),
        paragraph[np.minimum(first, words - 1)] - paragraph[b - 1], between, same, other, covering,
        parts.trust[near], end - first, setting.quoted[first],
        np.full(len(near), setting.quoted[a]), np.full(len(near), setting.quoted[b - 1]),
        np.full(len(near), np.log(b - a)), np.full(len(near), setting.scores[number]),
        np.full(len(near), passage.opens[a]), passage.opens[np.minimum(first, words - 1)],
        _overlap(first, end, ruled), np.full(len(near), ruled is not None),
    ]  # fmt: skip
    columns += _anchored(first, end, anchor, parts, others, (a, b))
    counted = [np.searchsorted(places, [low, high]) for places in (setting.marks, setting.stops, setting.commas)]
    columns += [found[1] - found[0] for found in counted]
    kinds = setting.kinds
    fixed = [kinds[a - 1], kinds[a], kinds[b]]
    rows = [np.broadcast_to(row, (len(near), len(CLASSES))) for row in fixed]
    rows += [kinds[first - 1], kinds[first], kinds[end - 1], kinds[np.minimum(end, words)]]
    return np.concatenate([np.stack(columns, axis=1), *rows], axis=1).astype(np.float32)


def _overlap(first: Ints, end: Ints, given: Interval | None) -> NDArray[np.generic]:
    if given is None:
        return np.zeros(len(first))
    return (first < given[1]) & (given[0] < end)


def _anchored(  # noqa: PLR0917  # as above, less what both sides share
    first: Ints, end: Ints, anchor: Interval | None, parts: Parts, others: Parts, content: Interval
) -> list[NDArray[np.generic]]:
    """Return how parts lie to the cue of their content; without one, to the nearest part of the other kind."""
    if anchor is None:
        distance = np.full(len(first), 99)
        if len(others):
            gaps = np.maximum(others.first[None] - end[:, None], first[:, None] - others.end[None])
            distance = np.maximum(gaps, 0).min(axis=1)
        return [distance, np.zeros(len(first)), np.zeros(len(first)), np.zeros(len(first)), np.zeros(len(first))]
    ahead, behind = first >= anchor[1], end <= anchor[0]
    gap = np.where(ahead, first - anchor[1], np.where(behind, anchor[0] - end, 0))
    low, high = np.where(ahead, anchor[1], end), np.where(ahead, first, anchor[0])
    between = np.searchsorted(parts.first, high) - np.searchsorted(parts.first, low)
    crosses = (low < content[1]) & (content[0] < high)
    return [gap, ahead, behind, between, crosses]


def join_features(setting: Setting, number: int, cues: Parts, sources: Parts) -> Floats:
    """Return one row on whether a content and the next are one statement."""
    passage = setting.passage
    (a, b), (c, d) = setting.contents[number], setting.contents[number + 1]
    kinds, words = setting.kinds, len(passage)
    inside = kinds[b:c].sum(axis=0)
    cue = [int(np.searchsorted(cues.first, c) - np.searchsorted(cues.first, b))]
    source = [int(np.searchsorted(sources.first, c) - np.searchsorted(sources.first, b))]
    around = [
        _trusted(cues, b, c), _trusted(sources, b, c), _trusted(cues, a - 6, a), _trusted(cues, d, d + 6),
        _trusted(sources, a - 6, a), _trusted(sources, d, d + 6),
    ]  # fmt: skip
    shape = [
        c - b, np.log1p(c - b), np.log(b - a), np.log(d - c), passage.paragraph[c] - passage.paragraph[b - 1],
        setting.sentence[c] - setting.sentence[b - 1], passage.opens[c], setting.quoted[a], setting.quoted[b - 1],
        setting.quoted[c], setting.quoted[d - 1], setting.scores[number], setting.scores[number + 1],
        sum(passage.opens[b:c]),
    ]  # fmt: skip
    rows = [kinds[a - 1], kinds[a], kinds[b - 1], kinds[min(b, words)], kinds[c - 1], kinds[c], kinds[min(d, words)]]
    return np.concatenate([[*cue, *source, *around, *shape], inside, *rows]).astype(np.float32)


def _trusted(parts: Parts, low: int, high: int) -> float:
    inside = parts.trust[int(np.searchsorted(parts.first, low)) : int(np.searchsorted(parts.first, high))]
    return float(inside.max(initial=0.0))
