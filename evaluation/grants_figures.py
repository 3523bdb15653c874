"""Figures of linked grants: scores, details, trust, causes, by source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from moneyquote.evaluation import Layer, Row, evaluate
from moneyquote.evaluation.matching import interval, names_agree, names_of, overlaps
from moneyquote.evaluation.score_grants import pair_grants
from moneyquote.records import ArticleRecord, Grant

BINS = 10
SHOWN = {
    Row.GRANT_PAIR: "linked pair",
    Row.GRANT_GRANTEE: "amount+grantee",
    Row.GRANT_FUNDER: "amount+funder",
    Row.GRANT_TRIPLE: "triple",
}


def scores(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[str]:
    report = evaluate(gold, ours, layers=(Layer.GRANTS,), samples=2)
    return [f"{report.score(row).counts.f1:.1f}" for row in SHOWN]


def pairs(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[tuple[Grant, Grant, bool]]:
    return [
        (theirs.grants[g], mine.grants[p], right)
        for theirs, mine in zip(gold, ours, strict=True)
        for g, p, right in pair_grants(theirs, mine)
    ]


def parts(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[str]:
    """Return accuracy of kind, status and period, and overlap F1 of purpose, over the grants that go together."""
    both = pairs(gold, ours)
    count = max(len(both), 1)
    told = [
        100 * sum(getattr(g, name) == getattr(p, name) for g, p, _ in both) / count
        for name in ("kind", "status", "period")
    ]
    hits = sum(overlaps(interval(g.purpose), interval(p.purpose)) for g, p, _ in both)
    size = sum(g.purpose is not None for g, _, _ in both) + sum(p.purpose is not None for _, p, _ in both)
    return [f"{value:.1f}" for value in (*told, 200 * hits / max(size, 1))]


def via(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> str:
    """Return how many middlemen of grants that go together are found, told wrongly, and told where there is none."""
    both = [(g.via, p.via, record) for record, mine in zip(gold, ours, strict=True) for g, p in _together(record, mine)]
    right = sum(
        g is not None and p is not None and names_agree(p.name or p.text, names_of(r, g.entity, g.name, g.text))
        for g, p, r in both
    )
    theirs = sum(g is not None for g, _, _ in both)
    return f"middlemen (via) {right} right of {theirs} there and {sum(p is not None for _, p, _ in both)} told"


def _together(gold: ArticleRecord, ours: ArticleRecord) -> list[tuple[Grant, Grant]]:
    return [(gold.grants[g], ours.grants[p]) for g, p, _ in pair_grants(gold, ours)]


def by_source(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> list[list[str]]:
    """Return figures for the articles of each source, those of fewer than three articles together."""
    names = ["/".join((record.article.source or "unknown").split("/")[:-1][-2:]) for record in gold]
    counts = Counter(names)
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        groups.setdefault(name if counts[name] > 2 else "others", []).append(at)
    rows = []
    for name, places in sorted(groups.items(), key=lambda group: -len(group[1])):
        some, mine = [gold[at] for at in places], [ours[at] for at in places]
        size = sum(len(record.grants) for record in some)
        rows.append([name, str(len(some)), str(size), *scores(some, mine), false_grants(some, mine)])
    return rows


def trust(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> tuple[float, float]:
    """Return the expected calibration error of the triples in percent, and their precision at 80 % of their recall."""
    right = {id(p): whole for _, p, whole in pairs(gold, ours)}
    rows = sorted(((g.confidence or 0.0, right.get(id(g), False)) for mine in ours for g in mine.grants), reverse=True)
    if not rows:
        return 0.0, 0.0
    confidence, hit = np.array([r[0] for r in rows]), np.array([r[1] for r in rows], dtype=float)
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    error = sum(
        abs(confidence[bins == b].mean() - hit[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist())
    )
    enough = int(np.searchsorted(hit.cumsum(), 0.8 * hit.sum())) + 1
    return 100 * float(error), 100 * float(hit[:enough].mean())


def false_grants(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> str:
    counts = [len(mine.grants) for theirs, mine in zip(gold, ours, strict=True) if not theirs.grants]
    return f"{sum(counts) / max(len(counts), 1):.2f} ({sum(counts)} in {len(counts)})"


def causes(gold: Sequence[ArticleRecord], ours: Sequence[ArticleRecord]) -> Counter[str]:
    """Return how often each cause keeps a gold grant from being found whole, or makes a false one."""
    made: Counter[str] = Counter()
    for theirs, mine in zip(gold, ours, strict=True):
        met = {g: (p, right) for g, p, right in pair_grants(theirs, mine)}
        for index, grant in enumerate(theirs.grants):
            if index not in met:
                made["missed, no amount" if grant.amount is None else "missed, amount not taken for given"] += 1
            elif not met[index][1]:
                other = mine.grants[met[index][0]]
                made[_wrong(grant, other)] += 1
        made["false"] += len(mine.grants) - len(met)
    return made


def _wrong(gold: Grant, ours: Grant) -> str:
    for role in ("grantee", "funder"):
        theirs, mine = getattr(gold, role), getattr(ours, role)
        if (theirs is None) != (mine is None):
            return f"{role} {'made up' if theirs is None else 'not found'}"
    return "another party"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]
