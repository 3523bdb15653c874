"""Attributions by PolNeAR's conventions: contents chosen, joined, and tied to a cue and a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from moneyquote.attribution.contents import content_candidates
from moneyquote.attribution.parts import (
    Parts,
    Setting,
    join_features,
    make_setting,
    near_parts,
    part_features,
    parts_of,
)
from moneyquote.attribution.passage import Floats, Interval, Passage
from moneyquote.attribution.scorers import Scorers
from moneyquote.attribution.selection import best_apart
from moneyquote.attribution.trees import Trees

CONVENTION = "polnear_"
# All tried on PolNeAR dev, cross-fitted, 2026-11: weights 0.5 to 1, thresholds 0.2 to 0.5.
_EXACT_WEIGHT = 0.5  # of the exact scorer beside the one for half of the words
_LEAST_CONTENT = 0.45
_FIRST_TREES, _WORTH_WEIGHING = 8, -1.25  # candidates that these trees give less log odds are not looked at further
_LEAST_CUE = 0.3
_LEAST_SOURCE = 0.1
_LEAST_JOIN = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What the rules found for one statement, in characters, with their confidence."""

    content: tuple[Interval, ...]
    cue: Interval | None
    source: Interval | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One attribution, in characters; ``confidence`` is the score of its best content."""

    content: tuple[Interval, ...]
    cue: Interval | None
    source: Interval | None
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A passage with its contents, cues and sources, and what the rules say of each content."""

    setting: Setting
    cues: Parts
    sources: Parts
    ruled_cues: Sequence[Interval | None]
    ruled_sources: Sequence[Interval | None]


def ruled_contents(ruled: Sequence[Ruled]) -> list[tuple[Interval, float]]:
    """Return the contents of the rules with their confidences."""
    return [(span, found.confidence) for found in ruled for span in found.content]


def make_scene(
    passage: Passage, contents: Sequence[Interval], scores: Sequence[float], ruled: Sequence[Ruled]
) -> Scene:
    """Return what contents are linked with; ``contents`` are words in reading order."""
    owners = [_ruled_for(passage, content, ruled) for content in contents]
    return Scene(
        setting=make_setting(passage, contents, scores),
        cues=parts_of(passage.heads[f"{CONVENTION}cue"]),
        sources=parts_of(passage.heads[f"{CONVENTION}source"]),
        ruled_cues=[passage.range_of(r.cue) if r and r.cue else None for r in owners],
        ruled_sources=[passage.range_of(r.source) if r and r.source else None for r in owners],
    )


def _ruled_for(passage: Passage, content: Interval, ruled: Sequence[Ruled]) -> Ruled | None:
    start, end = passage.span_of(*content)
    return next((r for r in ruled if any(a < end and start < b for a, b in r.content)), None)


def cue_rows(scene: Scene, number: int) -> tuple[list[int], Floats]:
    """Return the cues that a content may have and their features."""
    near = near_parts(scene.cues, scene.setting.contents[number])
    rows = part_features(scene.setting, number, scene.cues, near, scene.sources, None, scene.ruled_cues[number])
    return near.tolist(), rows


def source_rows(scene: Scene, number: int, cue: Interval | None) -> tuple[list[int], Floats]:
    """Return the sources that a content may have, given its cue, and their features."""
    near = near_parts(scene.sources, scene.setting.contents[number])
    rows = part_features(scene.setting, number, scene.sources, near, scene.cues, cue, scene.ruled_sources[number])
    return near.tolist(), rows


def find_weighed(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[Weighed]:
    """Return the attributions of a passage in reading order; contents never overlap."""
    return link_contents(passage, *choose_contents(passage, ruled, scorers), ruled, scorers)


def link_contents(
    passage: Passage, contents: Sequence[Interval], scores: Sequence[float], ruled: Sequence[Ruled], scorers: Scorers
) -> list[Weighed]:
    """Return contents, words in reading order, joined and tied to cues and sources."""
    if not contents:
        return []
    scene = make_scene(passage, contents, scores, ruled)
    groups = _groups(scene, scorers.join)
    cues = _best(scorers.cue, [cue_rows(scene, k) for k in range(len(contents))])
    cue_of = []
    for group in groups:
        part, score = max((cues[k] for k in group), key=lambda found: found[1])
        cue_of.append(_words(scene.cues, part) if score >= _LEAST_CUE else None)
    of_content = {k: cue for group, cue in zip(groups, cue_of, strict=True) for k in group}
    sources = _best(scorers.source, [source_rows(scene, k, of_content[k]) for k in range(len(contents))])
    made = []
    for group, cue in zip(groups, cue_of, strict=True):
        part, score = max((sources[k] for k in group), key=lambda found: found[1])
        source = passage.span_of(*_words(scene.sources, part)) if score >= _LEAST_SOURCE else None
        owner = _ruled_for(passage, contents[group[0]], ruled)
        if owner and owner.source and (owner.cue is None or source is None):
            source = (
                owner.source
            )  # a signature or the label of a turn, which the heads do not know; or better than none
        made.append(
            Weighed(
                content=tuple(passage.span_of(*contents[k]) for k in group),
                cue=passage.span_of(*cue) if cue else None,
                source=source,
                confidence=round(max(scores[k] for k in group), 3),
            )
        )
    return made


def choose_contents(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> tuple[list[Interval], list[float]]:
    """Return the contents of a passage as words, and their scores."""
    candidates = content_candidates(passage, ruled_contents(ruled), CONVENTION)
    if not len(candidates):
        return [], []
    worth = np.flatnonzero(scorers.shared.margin(candidates.features, first=_FIRST_TREES) > _WORTH_WEIGHING)
    first, end, rows = candidates.first[worth], candidates.end[worth], candidates.features[worth]
    exact, shared = scorers.exact.probability(rows), scorers.shared.probability(rows)
    score = (_EXACT_WEIGHT * exact + (1 - _EXACT_WEIGHT) * shared).astype(np.float32)
    chosen = best_apart(first, end, score, _LEAST_CONTENT)
    return [(int(first[k]), int(end[k])) for k in chosen], [float(score[k]) for k in chosen]


def _groups(scene: Scene, join: Trees) -> list[list[int]]:
    """Return the contents that make up each statement."""
    count = len(scene.setting.contents)
    groups = [[0]]
    if count > 1:
        rows = np.stack([join_features(scene.setting, k, scene.cues, scene.sources) for k in range(count - 1)])
        joined = join.probability(rows) >= _LEAST_JOIN
        for k in range(1, count):
            if joined[k - 1]:
                groups[-1].append(k)
            else:
                groups.append([k])
    return groups


def _best(trees: Trees, tables: Sequence[tuple[list[int], Floats]]) -> list[tuple[int, float]]:
    """Return, for each content, the likeliest part with its probability; (-1, 0) where there is none near."""
    sizes = [len(near) for near, _ in tables]
    if not sum(sizes):
        return [(-1, 0.0)] * len(tables)
    scores = trees.probability(np.concatenate([rows for near, rows in tables if near]))
    found = []
    left = 0
    for (near, _), size in zip(tables, sizes, strict=True):
        here = scores[left : left + size]
        left += size
        found.append((near[int(here.argmax())], float(here.max())) if size else (-1, 0.0))
    return found


def _words(parts: Parts, number: int) -> Interval:
    return int(parts.first[number]), int(parts.end[number])
