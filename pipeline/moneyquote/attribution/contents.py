"""Which stretches of a text may be a content, and what is known of each: candidates and features.

A candidate begins where a head, a quotation or a rule lets one begin, and ends where one of them lets it end. The
features of a candidate tell what the heads say inside it and at its borders, which words stand there, how it lies to
quotations, sentences and paragraphs, whether a rule found the same, and how near cues and sources are.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.passage import Floats, Interval, Ints, Passage
from moneyquote.attribution.word_classes import class_matrix

_LEAST_BEGIN = 0.015  # a word begins a candidate from this probability on
_LEAST_PATH = -9.0  # log probability of a candidate by its head
_MOST_ENDS = 10  # likeliest ends kept for a begin
_MOST_WORDS = 400
_TINY = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentCandidates:
    """Candidates as words ``[first, end)``, int64 ``[candidates]``, with their features."""

    first: Ints
    end: Ints
    features: Floats

    def __len__(self) -> int:
        return len(self.first)


def content_candidates(passage: Passage, ruled: Sequence[tuple[Interval, float]], convention: str) -> ContentCandidates:
    """Return the candidates of a passage.

    Args:
        passage: the text.
        ruled: the contents that rules found, as characters, with the confidence of each.
        convention: the prefix of the heads: "polnear_", or "" for ours.
    """
    if not len(passage):
        nothing = np.zeros(0, dtype=np.int64)
        return ContentCandidates(first=nothing, end=nothing, features=np.zeros((0, 1), dtype=np.float32))
    rules = [(passage.range_of(span), confidence) for span, confidence in ruled]
    pairs = sorted(_trimmed(passage, _pairs(passage, [span for span, _ in rules], convention)))
    first = np.array([pair[0] for pair in pairs], dtype=np.int64)
    end = np.array([pair[1] for pair in pairs], dtype=np.int64)
    features = _features(passage, first, end, rules, convention) if pairs else np.zeros((0, 1), dtype=np.float32)
    return ContentCandidates(first=first, end=end, features=features)


def _pairs(passage: Passage, rules: Sequence[Interval], convention: str) -> set[Interval]:
    head = passage.heads[f"{convention}content"]
    words = len(passage)
    found: set[Interval] = {span for span in rules if span[0] < span[1]}
    found |= {inner for inner, _ in passage.quotations}
    given_ends = sorted({end for _, end in found})
    given = {start for start, _ in found}
    inside = _sums(np.log(np.maximum(head.inside, _TINY)))
    after = np.log(np.maximum(np.append(1 - head.inside, 1.0), _TINY))
    begin = np.log(np.maximum(head.begin, _TINY))
    for start in given | set(np.flatnonzero(head.begin > _LEAST_BEGIN).tolist()):
        ends = np.arange(start + 1, min(words, start + _MOST_WORDS) + 1)
        score = inside[ends] - inside[start + 1] + after[ends]
        usable = np.flatnonzero(score + (0.0 if start in given else begin[start]) > _LEAST_PATH)
        best = usable[np.argsort(-score[usable], kind="stable")][:_MOST_ENDS]
        found |= {(start, int(ends[k])) for k in best}
        place = bisect_right(given_ends, start)
        found |= {(start, end) for end in given_ends[place : place + 2] if end - start < _MOST_WORDS}
    return {(start, end) for start, end in found if start < end <= words}


def _trimmed(passage: Passage, pairs: set[Interval]) -> set[Interval]:
    """Return ranges of words without the marks and punctuation at their ends, as gold contents are compared."""
    solid = passage.solid
    count = np.concatenate([[0], np.cumsum(solid)])
    places = np.flatnonzero(solid)
    return {
        (int(places[count[start]]), int(places[count[end] - 1]) + 1)
        for start, end in pairs
        if count[end] > count[start]
    }


def _sums(values: NDArray[np.generic]) -> NDArray[np.float64]:
    return np.concatenate([[0.0], np.cumsum(np.asarray(values, dtype=np.float64))])


def _head_features(passage: Passage, name: str, first: Ints, end: Ints) -> list[NDArray[np.generic]]:
    head = passage.heads[name]
    begin, inside = np.append(head.begin, 0), np.append(head.inside, 0)
    logs = _sums(np.log(np.maximum(head.inside, _TINY)))
    total, starts = _sums(head.any), _sums(head.begin)
    size = end - first
    lowest = np.array([head.inside[a + 1 : b].min(initial=1.0) for a, b in zip(first, end, strict=True)])
    return [
        begin[first],
        inside[first],
        begin[end],
        inside[end],
        np.append(head.any, 0)[first - 1],
        _begin_at_marks(passage, begin)[first],
        inside[_next_solid(passage)[end]],
        (logs[end] - logs[first + 1]) / np.maximum(size - 1, 1),
        logs[end] - logs[first + 1],
        (total[end] - total[first]) / size,
        starts[end] - starts[first + 1],
        lowest,
    ]


def _begin_at_marks(passage: Passage, begin: Floats) -> Floats:
    """Return for each word the highest begin of it and of the marks right before it."""
    made = begin.copy()
    for word in np.flatnonzero(~passage.solid[:-1]).tolist():
        made[word + 1] = max(made[word + 1], made[word])
    return made


def _next_solid(passage: Passage) -> Ints:
    """Return for each place the first word from it on that is no mark, or the number of words."""
    places = np.append(np.flatnonzero(passage.solid), len(passage))
    return places[np.searchsorted(places, np.arange(len(passage) + 1))]


def _near(passage: Passage, name: str, first: Ints, end: Ints) -> list[NDArray[np.generic]]:
    """Return how likely a cue or source stands inside, right before and after, and within eight words of, spans."""
    share = np.append(passage.heads[name].any, 0)
    words = len(passage)
    wide = np.lib.stride_tricks.sliding_window_view(np.pad(share, (8, 8)), 8).max(axis=1)
    inside = np.array([share[a:b].max(initial=0.0) for a, b in zip(first, end, strict=True)])
    return [
        inside,
        share[first],
        share[first - 1],
        share[np.maximum(first - 2, -1)],
        share[end],
        share[np.minimum(end + 1, words)],
        share[np.minimum(end + 2, words)],
        wide[first],
        wide[np.minimum(end + 8, words + 8)],
    ]


def _mark_features(passage: Passage, first: Ints, end: Ints) -> list[NDArray[np.generic]]:
    words = len(passage)
    quoted, opened, closed = np.zeros(words), np.zeros(words + 1), np.zeros(words + 1)
    owner = np.full(words + 1, -1)
    for number, ((a, b), _) in enumerate(passage.quotations):
        quoted[a:b] = 1
        owner[a:b] = number
        opened[a] = 1
        closed[b] = 1
    share, opens, closes = _sums(quoted), _sums(opened), _sums(closed)
    size = end - first
    covered = share[end] - share[first]
    crosses_left = (owner[first] >= 0) & (opened[first] == 0)
    crosses_right = (owner[end - 1] >= 0) & (closed[end] == 0)
    lengths = [b - a for (a, b), _ in passage.quotations] + [0]
    return [
        covered / size,
        opens[end] - opens[first],
        closes[end + 1] - closes[first + 1],
        opened[first],
        closed[end],
        crosses_left,
        crosses_right,
        np.array(lengths)[owner[first]],
        np.array(lengths)[owner[end - 1]],
    ]


def _rule_features(rules: Sequence[tuple[Interval, float]], words: int, first: Ints, end: Ints) -> list[Floats]:
    owner = np.full(words + 1, -1)
    for number, ((a, b), _) in enumerate(rules):
        owner[a:b] = number
    begins = np.array([span[0] for span, _ in rules] + [-9])
    ends = np.array([span[1] for span, _ in rules] + [-9])
    trust = np.array([confidence for _, confidence in rules] + [0.0])
    middle = owner[(first + end - 1) // 2]
    same_begin, same_end = begins[middle] == first, ends[middle] == end
    shared = np.minimum(end, ends[middle]) - np.maximum(first, begins[middle])
    union = np.maximum(end, ends[middle]) - np.minimum(first, begins[middle])
    overlap = np.where(middle >= 0, shared / np.maximum(union, 1), 0)
    return [column.astype(np.float32) for column in (middle >= 0, same_begin, same_end, overlap, trust[middle])]


def _features(
    passage: Passage, first: Ints, end: Ints, rules: Sequence[tuple[Interval, float]], convention: str
) -> Floats:
    words = len(passage)
    kinds = class_matrix(passage.words)
    opens = np.append(passage.opens, True)
    sentences, paragraphs = _sums(passage.opens), np.append(passage.paragraph, passage.paragraph[-1] + 1)
    columns: list[NDArray[np.generic]] = []
    for name in (convention, "" if convention else "polnear_"):
        columns += _head_features(passage, f"{name}content", first, end)
        columns += _near(passage, f"{name}cue", first, end)
        columns += _near(passage, f"{name}source", first, end)
    columns += _mark_features(passage, first, end)
    columns += _rule_features(rules, words, first, end)
    columns += [
        np.log(end - first),
        opens[first],
        opens[end],
        sentences[end] - sentences[first + 1],
        paragraphs[end - 1] - paragraphs[first],
        paragraphs[end] > paragraphs[end - 1],
        paragraphs[first],
    ]
    borders = [kinds[first - 1], kinds[first], kinds[end - 1], kinds[end], kinds[np.minimum(end + 1, words)]]
    return np.concatenate([np.stack(columns, axis=1), *borders], axis=1).astype(np.float32)
