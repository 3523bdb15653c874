"""Fitting the scorers of attributions with scikit-learn, on passages that the encoder has read.

An encoder knows the texts that it was trained on too well: on them its heads seem surer than they are on news that it
never saw. The scorers are therefore fitted on held-out articles, and measured by cross-fitting: each article is read
by scorers fitted on the others.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from moneyquote.attribution.combine import as_ruled, candidates
from moneyquote.attribution.contents import content_candidates
from moneyquote.attribution.find import (
    CONVENTION,
    Ruled,
    choose_contents,
    cue_rows,
    make_scene,
    ruled_contents,
    source_rows,
)
from moneyquote.attribution.linear import Linear
from moneyquote.attribution.parts import Parts, join_features
from moneyquote.attribution.passage import Floats, Interval, Ints, Passage
from moneyquote.attribution.scorers import Scorers
from moneyquote.attribution.statements import FEATURES, statement_rows
from moneyquote.attribution.trees import Trees

_FAR = 0.3  # candidates that share less than this with every gold content are thinned out
_KEPT = 0.2  # share of them that is kept
_SETTINGS: dict[str, Any] = {
    "learning_rate": 0.12,
    "min_samples_leaf": 20,
    "l2_regularization": 1.0,
    "max_bins": 64,
    "early_stopping": False,
    "random_state": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One gold attribution, in characters."""

    content: tuple[Interval, ...]
    cue: tuple[Interval, ...]
    source: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A passage with what the rules found in it and its gold."""

    passage: Passage
    ruled: tuple[Ruled, ...]
    gold: tuple[Told, ...]


UNDECIDED = Linear(
    weight=np.zeros(len(FEATURES), np.float32),
    mean=np.zeros(len(FEATURES), np.float32),
    scale=np.ones(len(FEATURES), np.float32),
    base=0.0,
)
Rows = tuple[Floats, NDArray[np.bool_]]


def cross_fit(articles: Mapping[str, Annotated], folds: int = 4) -> dict[str, Scorers]:
    """Return for each article scorers that were fitted without its fold; folds are drawn by a fixed seed."""
    names = sorted(articles)
    random.Random(5).shuffle(names)
    made: dict[str, Scorers] = {}
    for fold in range(folds):
        held = names[fold::folds]
        scorers = fit_scorers([articles[name] for name in names if name not in set(held)])
        made |= dict.fromkeys(held, scorers)
    return made


def fit_scorers(articles: Sequence[Annotated], accept: Linear = UNDECIDED) -> Scorers:
    """Return scorers fitted on articles by PolNeAR's conventions; ``accept`` is fitted apart, on gold by ours.

    The links are fitted on contents that are found, not on the gold's; contents of each half are found by scorers
    fitted on the other half.
    """
    tables = [_content_rows(article) for article in articles]
    exact, shared = _fit_contents(tables)
    halves = [_fit_contents(tables[1::2]), _fit_contents(tables[::2])]
    parts: dict[str, list[Rows]] = {"cue": [], "source": [], "join": []}
    nothing = exact  # links are not asked for while contents are chosen
    for number, article in enumerate(articles):
        half = halves[number % 2]
        chosen = choose_contents(
            article.passage,
            article.ruled,
            Scorers(exact=half[0], shared=half[1], cue=nothing, source=nothing, join=nothing, accept=accept),
        )
        for name, rows in _link_rows(article, *chosen).items():
            parts[name] += rows
    links = {name: _fit(_stacked(rows), trees=60, leaves=15) for name, rows in parts.items()}
    return Scorers(exact=exact, shared=shared, **links, accept=accept)


def fit_acceptance(articles: Sequence[Annotated], scorers: Scorers) -> Linear:
    """Return the acceptance of statements, fitted on articles annotated by our conventions.

    ``scorers`` tie what only the heads see to cues and sources.
    """
    tables = [acceptance_rows(article, scorers) for article in articles]
    rows = np.concatenate([features for features, _ in tables])
    labels = np.concatenate([hits for _, hits in tables])
    mean, scale = rows.mean(axis=0), np.maximum(rows.std(axis=0), 0.05)
    model = LogisticRegression(C=0.3, max_iter=1000).fit((rows - mean) / scale, labels)
    return Linear(
        weight=model.coef_[0].astype(np.float32),
        mean=mean.astype(np.float32),
        scale=scale.astype(np.float32),
        base=float(model.intercept_[0]),
    )


def acceptance_rows(article: Annotated, scorers: Scorers) -> Rows:
    """Return the features of what rules and heads found in an article, and whether a gold quote shares half of it."""
    unruled = [as_ruled(weighed) for weighed in candidates(article.passage, article.ruled, scorers)]
    unruled = [found for found in unruled if found.source is not None]
    rows = [
        statement_rows(article.passage, article.ruled, unruled=False),
        statement_rows(article.passage, unruled, unruled=True),
    ]
    gold = [_words_of(article.passage, told.content) for told in article.gold]
    hits = []
    for found in [*article.ruled, *unruled]:
        words = _words_of(article.passage, found.content)
        hits.append(any(2 * len(words & told) >= len(words | told) for told in gold))
    return np.concatenate(rows), np.array(hits, dtype=bool)


def _words_of(passage: Passage, spans: Sequence[Interval]) -> set[int]:
    return {word for start, end in _solid_ranges(passage, spans) for word in range(start, end)}


def _fit_contents(tables: Sequence[tuple[Floats, Floats]]) -> tuple[Trees, Trees]:
    features = np.concatenate([rows for rows, _ in tables])
    shared = np.concatenate([share for _, share in tables])
    kept = (shared > _FAR) | (np.random.default_rng(0).random(len(shared)) < _KEPT)
    return (
        _fit((features[kept], shared[kept] == 1), trees=70, leaves=31),
        _fit((features[kept], shared[kept] >= 0.5), trees=50, leaves=31),
    )


def _content_rows(article: Annotated) -> tuple[Floats, Floats]:
    """Return the features of an article's candidates, and the most that each shares with a gold content (Jaccard)."""
    candidates = content_candidates(article.passage, ruled_contents(article.ruled), CONVENTION)
    gold = _solid_ranges(article.passage, [span for told in article.gold for span in told.content])
    return candidates.features, _most_shared(candidates.first, candidates.end, gold)


def _most_shared(first: Ints, end: Ints, gold: Sequence[Interval]) -> Floats:
    starts = np.array([start for start, _ in gold] + [-2], dtype=np.int64)
    ends = np.array([stop for _, stop in gold] + [-1], dtype=np.int64)
    common = np.minimum(end[:, None], ends) - np.maximum(first[:, None], starts)
    union = np.maximum(end[:, None], ends) - np.minimum(first[:, None], starts)
    found: Floats = (np.maximum(common, 0) / union).max(axis=1).astype(np.float32)
    return found


def _solid_ranges(passage: Passage, spans: Sequence[Interval]) -> list[Interval]:
    """Return spans as words, without the marks and punctuation at their ends."""
    solid = np.flatnonzero(passage.solid)
    found = []
    for span in spans:
        start, end = passage.range_of(span)
        inside = solid[(solid >= start) & (solid < end)]
        if len(inside):
            found.append((int(inside[0]), int(inside[-1]) + 1))
    return found


def _link_rows(article: Annotated, contents: Sequence[Interval], scores: Sequence[float]) -> dict[str, list[Rows]]:
    rows: dict[str, list[Rows]] = {"cue": [], "source": [], "join": []}
    if not contents:
        return rows
    scene = make_scene(article.passage, contents, scores, article.ruled)
    owners = [_owner(article, content) for content in contents]
    for number, told in enumerate(owners):
        if told is None:
            continue
        cues = [article.passage.range_of(span) for span in told.cue]
        sources = [article.passage.range_of(span) for span in told.source]
        rows["cue"] += _labelled(scene.cues, cue_rows(scene, number), cues)
        rows["source"] += _labelled(scene.sources, source_rows(scene, number, cues[0] if cues else None), sources)
        following = owners[number + 1] if number + 1 < len(owners) else None
        if following is not None:
            made = join_features(scene.setting, number, scene.cues, scene.sources)
            rows["join"].append((made[None], np.array([following is told])))
    return rows


def _labelled(parts: Parts, table: tuple[list[int], Floats], gold: Sequence[Interval]) -> list[Rows]:
    near, features = table
    if not near:
        return []
    hits = [any(parts.first[k] < end and start < parts.end[k] for start, end in gold) for k in near]
    return [(features, np.array(hits))]


def _owner(article: Annotated, content: Interval) -> Told | None:
    """Return the gold attribution that a found content is part of: the one of which it shares most, at least half."""
    best, most = None, 0.5
    for told in article.gold:
        ranges = _solid_ranges(article.passage, told.content)
        share = float(_most_shared(np.array([content[0]]), np.array([content[1]]), ranges)[0])
        if share >= most:
            best, most = told, share
    return best


def _stacked(rows: Sequence[Rows]) -> Rows:
    return np.concatenate([features for features, _ in rows]), np.concatenate([labels for _, labels in rows])


def _fit(rows: Rows, *, trees: int, leaves: int) -> Trees:
    model = HistGradientBoostingClassifier(max_iter=trees, max_leaf_nodes=leaves, **_SETTINGS)
    model.fit(*rows)
    return trees_of(model)


def trees_of(model: Any) -> Trees:
    """Return the trees of a fitted ``HistGradientBoostingClassifier`` of two classes without missing values."""
    tables = [predictors[0].nodes for predictors in model._predictors]  # it has no public form
    size = max(map(len, tables))

    def filled(column: Callable[[Any], NDArray[Any]], dtype: type[np.generic]) -> NDArray[Any]:
        made = np.zeros((len(tables), size), dtype=dtype)
        for number, nodes in enumerate(tables):
            made[number, : len(nodes)] = column(nodes)
        return made

    def child(side: str) -> Callable[[Any], NDArray[Any]]:
        return lambda nodes: np.where(nodes["is_leaf"], np.arange(len(nodes)), nodes[side])

    return Trees(
        feature=filled(lambda nodes: np.where(nodes["is_leaf"], 0, nodes["feature_idx"]), np.int16),
        threshold=filled(lambda nodes: nodes["num_threshold"], np.float32),
        left=filled(child("left"), np.int16),
        right=filled(child("right"), np.int16),
        value=filled(lambda nodes: np.where(nodes["is_leaf"], nodes["value"], 0), np.float32),
        base=float(np.ravel(model._baseline_prediction)[0]),
        depth=max(int(nodes["depth"].max()) for nodes in tables),
    )
