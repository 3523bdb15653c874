"""Fits the grant linker: what is given, who plays which part, on gold articles that the pipeline has read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import lightgbm
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from moneyquote.evaluation.matching import interval, names_agree, names_of
from moneyquote.giving.article import GivingArticle, alike, meets
from moneyquote.giving.candidates import Candidate, CandidateKind
from moneyquote.giving.details import CHOICES, DETAILS
from moneyquote.giving.features import Features, amount_features
from moneyquote.giving.link import ROLES, SCORERS, TRUST, Linker, unpriced_features
from moneyquote.giving.nearby import candidates_for
from moneyquote.giving.parties import party_features
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.scorers import Choice, Trees, to_bytes
from moneyquote.records import ArticleRecord, Grant, Party
from moneyquote.training.details import detail_rows

Article = tuple[ArticleRecord, GivingArticle]
SETTINGS = {
    "given": 0.5,
    "funder": 0.1,
    "grantee": 0.15,
    "via": 0.5,
    "unpriced": 0.7,
    "period": 0.3,
    "purpose": 0.2,
}


@dataclass(slots=True)
class Rows:
    """Training rows of one scorer: named features, what is right of each, and how much it weighs."""

    features: list[Features] = field(default_factory=list)
    labels: list[Any] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, features: Features, label: Any, weight: float = 1.0) -> None:
        """Add one row."""
        self.features.append(features)
        self.labels.append(label)
        self.weights.append(weight)

    def __iadd__(self, other: Rows) -> Rows:
        self.features += other.features
        self.labels += other.labels
        self.weights += other.weights
        return self


FITS = 3
# How much the amounts of an article without a grant weigh. In fourfold cross-validation over 474 articles, 2 in place
# of 1 lowers the amounts taken for given in such an article from 0.14 to 0.10 (F1 of all 84.6, before 84.7).
_GRANTLESS = 2.0


def rows_of(article: Article) -> dict[str, Rows]:
    """Return the training rows of one gold article for every scorer."""
    gold, view = article
    reading = Reading(view)
    made = {name: Rows() for name in (*SCORERS, *CHOICES)}
    for anchor in reading.anchors():
        theirs = [a.id for a in gold.amounts if meets((a.start, a.end), (anchor.start, anchor.end))]
        grants = [g for g in gold.grants if g.amount in theirs]
        features = amount_features(reading, anchor)
        made["given"].add(features, bool(grants), weight=1.0 if gold.grants else _GRANTLESS)
        if grants:
            for name, features, label in detail_rows(reading, gold, anchor, grants):
                made[name].add(features, label)
            _parties(made, reading, gold, anchor, grants)
    unpriced = [g for g in gold.grants if g.amount is None and g.grantee and g.evidence]
    for anchor in reading.cue_anchors():
        here = view.sentence_at(anchor.start)
        start, end = view.sentences[here]
        grants = [g for g in unpriced if g.evidence and meets((start, end), (g.evidence.start, g.evidence.end))]
        for candidate in reading.by_sentence[here]:
            right = any(is_party(gold, view, candidate, g.grantee) for g in unpriced)
            made["unpriced"].add(unpriced_features(reading, anchor, candidate), right)
        if grants:
            for name, features, label in detail_rows(reading, gold, anchor, grants):
                made[name].add(features, label)
            _parties(made, reading, gold, anchor, grants)
    return made


def _parties(
    made: dict[str, Rows], reading: Reading, gold: ArticleRecord, anchor: Anchor, grants: Sequence[Grant]
) -> None:
    """Add a row for each candidate and role; names of the right party far from where the gold has it teach nothing."""
    view = reading.article
    here = view.sentence_at(anchor.start)
    options = candidates_for(reading, anchor)
    rows = [party_features(reading, anchor, candidate) for candidate in options]
    for role in ROLES:
        parties = [getattr(grant, role) for grant in grants]
        right = [any(is_party(gold, view, option, party) for party in parties) for option in options]
        there = [any(_covers(option, party) for party in parties) for option in options]
        for option, features, good, exact in zip(options, rows, right, there, strict=True):
            if not good or exact or not any(there) or view.sentence_at(option.start) == here:
                made[role].add(features, good)


def _covers(candidate: Candidate, party: Party | None) -> bool:
    theirs = interval(party)
    return theirs is not None and alike(candidate.interval, theirs)


def is_party(gold: ArticleRecord, view: GivingArticle, candidate: Candidate, party: Party | None) -> bool:
    """Tell whether a candidate is the gold party: most of the same characters, or a name of the same entity."""
    if party is None:
        return False
    if _covers(candidate, party):
        return True
    name = view.entity_names.get(candidate.entity or "")
    if name is None and candidate.kind is not CandidateKind.PLACE:
        return False
    surface = name or view.text[candidate.start : candidate.end]
    return names_agree(surface, names_of(gold, party.entity, party.name, party.text))


def amounts_only(rows: dict[str, Rows]) -> dict[str, Rows]:
    """Return an article's rows without those of the parties: it teaches which amounts are given, and as what."""
    kept = ("given", *DETAILS, *CHOICES)
    return {name: own if name in kept else Rows() for name, own in rows.items()}


def columns(rows: Rows, keep: Callable[[str], bool], *, least: int = 3) -> tuple[str, ...]:
    """Return the features that ``keep`` lets through and that ``least`` rows have."""
    counts = Counter(name for row in rows.features for name, value in row.items() if value)
    return tuple(sorted(name for name, count in counts.items() if count >= least and keep(name)))


def fit_trees(rows: Rows, names: tuple[str, ...], *, trees: int, depth: int, fits: int = FITS) -> Trees:
    """Fit boosted trees on some features of the rows, several times over from other seeds; their odds are averaged.

    Many small steps: 300 trees at a rate of 0.03 in place of 120 at 0.08 raised the triple in cross-validation over the
    training gold from 34.8 to 39.7, and fits on the same articles in another order came closer together.

    References:
        Ke et al., 2017: LightGBM: a highly efficient gradient boosting decision tree.
        Breiman, 1996: Bagging predictors.
    """
    settings = {
        "objective": "binary",
        "max_depth": depth,
        "num_leaves": 2**depth,
        "learning_rate": 0.03,
        "bagging_fraction": 0.6,
        "bagging_freq": 1,
        "feature_fraction_bynode": 0.2,
        "min_data_in_leaf": 8,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }
    table = lightgbm.Dataset(
        _table(rows.features, names),
        np.array(rows.labels, dtype=float),
        weight=np.array(rows.weights),
        params=settings,
        free_raw_data=False,
    )
    boosters = [lightgbm.train({**settings, "seed": seed}, table, trees) for seed in range(1, fits + 1)]
    return _exported([tree for model in boosters for tree in model.dump_model()["tree_info"]], names, fits)


def _table(rows: Sequence[Features], names: tuple[str, ...]) -> csr_matrix:
    """Return rows of named features as float64 ``[rows, features]``; most are 0, and LightGBM bins the others alone."""
    place = {name: at for at, name in enumerate(names)}
    columns, values, ends = [], [], [0]
    for row in rows:
        kept = [(place[name], value) for name, value in row.items() if value and name in place]
        columns += [column for column, _ in kept]
        values += [value for _, value in kept]
        ends.append(len(columns))
    return csr_matrix((np.array(values, dtype=float), np.array(columns, dtype=np.int64), ends), (len(rows), len(names)))


def _exported(trees: Sequence[dict[str, Any]], names: tuple[str, ...], fits: int) -> Trees:
    """Return the trees of some fits, as LightGBM dumps them, as arrays that give the mean of their odds.

    The leaves of each fit's first tree hold the odds to start from.
    """
    parts: dict[str, list[Any]] = {name: [] for name in ("column", "threshold", "left", "right", "value")}

    def put(node: dict[str, Any]) -> int:
        place = len(parts["column"])
        leaf = "leaf_value" in node
        values = (
            (-1, 0.0, 0, 0, node["leaf_value"] / fits)
            if leaf
            else (node["split_feature"], node["threshold"], 0, 0, 0.0)
        )
        for name, value in zip(parts, values, strict=True):
            parts[name].append(value)
        if not leaf:
            parts["left"][place], parts["right"][place] = put(node["left_child"]), put(node["right_child"])
        return place

    roots = [put(tree["tree_structure"]) for tree in trees]
    whole = ("column", "left", "right")
    arrays: dict[str, Any] = {
        name: np.array(values, dtype=np.int64 if name in whole else np.float64) for name, values in parts.items()
    }
    return Trees(features=names, roots=np.array(roots, dtype=np.int64), start=0.0, **arrays)


def fit_choice(rows: Rows, keep: Callable[[str], bool]) -> Choice:
    """Fit a linear choice among the labels of the rows, over features that three rows have."""
    names = frozenset(columns(rows, keep))
    kept = [{name: value for name, value in row.items() if name in names} for row in rows.features]
    vectorizer = DictVectorizer(sparse=True)
    table = vectorizer.fit_transform(kept)
    model = LogisticRegression(C=0.3, max_iter=2000).fit(table, rows.labels)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    return Choice(
        labels=tuple(model.classes_.tolist()),
        features=tuple(vectorizer.get_feature_names_out()),
        weights=weights,
        bias=bias,
    )


def fit_linker(
    rows: Sequence[dict[str, Rows]],
    *,
    without: Sequence[str] = (),
    settings: dict[str, float] | None = None,
    trust: Choice | None = None,
) -> Linker:
    """Fit all scorers on the rows of articles, leaving out groups of features.

    Args:
        rows: what ``rows_of`` returned for each article.
        without: groups of features to leave out, such as ``rule``.
        settings: thresholds in place of the default ones.
        trust: what tells the chance of a whole transfer (``training.calibration``).
    """

    def keep(name: str) -> bool:
        return name.split(":", maxsplit=1)[0] not in without

    def keep_party(name: str) -> bool:
        return keep(name) and not name.startswith("word:")

    joined = {name: Rows() for name in (*SCORERS, *CHOICES)}
    for article in rows:
        for name, own in article.items():
            joined[name] += own
    # The roles share their columns, so that a table of candidates is made once for all.
    shared = columns(joined["grantee"], keep_party)
    trees = {role: fit_trees(joined[role], shared, trees=300, depth=4) for role in ROLES}
    trees["given"] = fit_trees(joined["given"], columns(joined["given"], keep, least=4), trees=300, depth=3)
    trees |= {name: fit_trees(joined[name], columns(joined[name], keep), trees=300, depth=4) for name in DETAILS}
    trees["unpriced"] = fit_trees(joined["unpriced"], columns(joined["unpriced"], keep_party), trees=300, depth=3)
    return Linker(
        trees=trees,
        choices={**{name: fit_choice(joined[name], keep) for name in CHOICES}, **({TRUST: trust} if trust else {})},
        settings={**SETTINGS, **(settings or {})},
    )


def saved(linker: Linker) -> bytes:
    """Return the parameters of a linker as the bytes of its file."""
    return to_bytes(linker.trees, linker.choices, linker.settings)
