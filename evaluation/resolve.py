"""Organizations across articles on hand-labelled pairs of names; writes ``evaluation/resolve.md``.

python -m evaluation.resolve [--fit] [--to evaluation/resolve.md]

``annotations/organization-names.jsonl`` has the names that the pipeline read in a sample of outside articles,
``annotations/organization-pairs.jsonl`` the pairs of them that a person labelled. A pair belongs to the fit or to the
test half by a hash of its two names, so that one pair of names in several articles stays in one half.
``--fit`` fits the weights on the fit half first and writes them into the package.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from moneyquote.organizations import ArticleNames, NamedEntity
from moneyquote.resolve.features import FEATURES, pair_features
from moneyquote.resolve.forms import name_form
from moneyquote.resolve.matching import Weights, compare, shipped_weights
from moneyquote.resolve.names import Name, Names, entity_name_id, gather_names
from moneyquote.resolve.resolving import resolve

ROOT = Path(__file__).resolve().parents[1]
NAMES = ROOT / "annotations/organization-names.jsonl"
PAIRS = ROOT / "annotations/organization-pairs.jsonl"
WEIGHTS = ROOT / "pipeline/moneyquote/resolve/weights.json"
PENALTY = 3.0  # inverse strength of L2; 0.1 to 100 tried, by log loss on pairs left out of the fit
SURE = 0.985  # the precision, on pairs left out of the fit, that the threshold is chosen for; the bar is 0.97
LEAST_THRESHOLD = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledPair:
    """Two names, each in one article, and whether a person says that they mean one body."""

    first: str
    first_article: str
    second: str
    second_article: str
    same: bool

    @property
    def in_test(self) -> bool:
        """Tell whether the pair belongs to the test half."""
        keys = "\0".join(sorted((name_form(self.first).key, name_form(self.second).key)))
        return hashlib.sha256(keys.encode()).digest()[0] % 2 == 1

    @property
    def ids(self) -> tuple[str, str]:
        """Ids of the two names."""
        return entity_name_id(self.first_article, self.first), entity_name_id(self.second_article, self.second)


def read_names() -> list[ArticleNames]:
    """Read the names of the sample."""
    articles = []
    for line in NAMES.read_text(encoding="utf-8").split("\n"):
        if line:
            row = json.loads(line)
            entities = tuple(
                NamedEntity(id=f"e{number}", name=forms[0], forms=tuple(forms))
                for number, forms in enumerate(row["organizations"], 1)
            )
            articles.append(
                ArticleNames(article=row["sha256"], organizations=entities, people=tuple(row["people"]))
            )
    return articles


def read_pairs() -> list[LabelledPair]:
    """Read the labelled pairs."""
    lines = PAIRS.read_text(encoding="utf-8").split("\n")
    return [LabelledPair(**json.loads(line)) for line in lines if line]


def fit(pairs: Sequence[LabelledPair], names: Names) -> Weights:
    """Fit weights and threshold on pairs; the threshold by scores of pairs left out of the fit."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    known = {name.id: name for name in names.all}
    rows = []
    for pair in pairs:
        seen = pair_features(*(known[identity] for identity in pair.ids), names)
        rows.append([seen.get(feature, 0.0) for feature in FEATURES])
    labels = [pair.same for pair in pairs]
    model = LogisticRegression(C=PENALTY, max_iter=5000)
    left_out = cross_val_predict(model, rows, labels, cv=StratifiedKFold(10, shuffle=True, random_state=0), method="predict_proba")[:, 1]
    threshold = choose_threshold(list(zip(map(float, left_out), labels, strict=True)))
    model.fit(rows, labels)
    weights = {feature: round(float(w), 3) for feature, w in zip(FEATURES, model.coef_[0], strict=True)}
    return Weights(
        intercept=round(float(model.intercept_[0]), 3), weights=weights, threshold=threshold, possible=0.3, apart=0.1
    )


def choose_threshold(scored: list[tuple[float, bool]]) -> float:
    """Return the lowest threshold from LEAST_THRESHOLD on whose precision is SURE."""
    for step in range(int(LEAST_THRESHOLD * 100), 100):
        kept = [same for score, same in scored if score >= step / 100]
        if kept and sum(kept) / len(kept) >= SURE:
            return step / 100
    return 0.99


def counts(pairs: Sequence[LabelledPair], said: Sequence[bool]) -> tuple[int, int, int]:
    """Return how many pairs are rightly joined, wrongly joined, and wrongly left apart."""
    found = [(pair.same, joined) for pair, joined in zip(pairs, said, strict=True)]
    return found.count((True, True)), found.count((False, True)), found.count((True, False))


def row(title: str, pairs: Sequence[LabelledPair], said: Sequence[bool]) -> str:
    """Return a row of the table."""
    right, wrong, missed = counts(pairs, said)
    precision = f"{100 * right / (right + wrong):.1f}" if right + wrong else "–"
    recall = f"{100 * right / (right + missed):.1f}" if right + missed else "–"
    return f"| {title} | {len(pairs)} | {right} | {wrong} | {missed} | {precision} | {recall} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--errors", action="store_true", help="list the wrong pairs of the fit half")
    parser.add_argument("--to", type=Path, default=ROOT / "evaluation/resolve.md")
    options = parser.parse_args()
    articles, pairs = read_names(), read_pairs()
    names = gather_names(sorted(articles, key=lambda article: article.article))
    halves = {False: [p for p in pairs if not p.in_test], True: [p for p in pairs if p.in_test]}
    if options.fit:
        weights = fit(halves[False], names)
        values = {field: getattr(weights, field) for field in ("intercept", "threshold", "possible", "apart", "weights")}
        WEIGHTS.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    else:
        weights = shipped_weights()
    report(halves, articles, names, weights, options.to, errors=options.errors)


def report(
    halves: dict[bool, list[LabelledPair]],
    articles: list[ArticleNames],
    names: Names,
    weights: Weights,
    to: Path,
    *,
    errors: bool,
) -> None:
    """Score both halves by pair and by organization, and write the table."""
    known = {name.id: name for name in names.all}
    started = time.perf_counter()
    resolution = resolve(articles, weights=weights)
    seconds = time.perf_counter() - started
    home = {name.id: body.id for body in resolution.organizations for name in body.names}
    lines = []
    for in_test, title in ((True, "test"), (False, "fit")):
        pairs = halves[in_test]
        scores = [compare(*(known[i] for i in pair.ids), names, weights)[0] for pair in pairs]
        same = [home[pair.ids[0]] == home[pair.ids[1]] for pair in pairs]
        by_words = [name_form(pair.first).key == name_form(pair.second).key for pair in pairs]
        lines += [
            row(f"{title}: one organization", pairs, same),
            row(f"{title}: score from {weights.threshold} on", pairs, [s >= weights.threshold for s in scores]),
            row(f"{title}: equal words (what the database had before)", pairs, by_words),
        ]
        if errors and not in_test:
            show_errors(pairs, scores, same, known, names)
    print("\n".join(lines))
    print(len(resolution.organizations), "organizations", round(seconds, 2), "s")


def show_errors(
    pairs: list[LabelledPair], scores: list[float], same: list[bool], known: dict[str, Name], names: Names
) -> None:
    for pair, score, joined in zip(pairs, scores, same, strict=True):
        if pair.same != joined:
            seen = pair_features(*(known[i] for i in pair.ids), names)
            print("WRONG" if joined else "missed", f"{score:.2f}", pair.first, "|", pair.second, seen)


if __name__ == "__main__":
    main()
