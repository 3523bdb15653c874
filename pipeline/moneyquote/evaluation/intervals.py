"""Bootstrap intervals of the scores: how far they would move with another choice of articles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SAMPLES = 2000
SEED = 20240521
COVERAGE = 0.95

Interval95 = tuple[float, float]


def bootstrap(
    counts: NDArray[np.int64], *, samples: int = SAMPLES, seed: int = SEED
) -> tuple[Interval95, Interval95, Interval95]:
    """Return the 95 % percentile intervals of precision, recall and F1 in percent.

    ``counts`` has one row an article and the columns hits, predicted, gold. Articles are drawn with replacement,
    as many as there are; items of one article are not independent, so they are never drawn by themselves.
    With fewer than two articles the interval is the score itself.

    References:
        Efron and Tibshirani, 1993: An Introduction to the Bootstrap, chapter 13.
    """
    articles = len(counts)
    rng = np.random.default_rng(seed)
    # How often each article is drawn is multinomial, so that all samples are one matrix product.
    drawn = rng.multinomial(articles, np.full(articles, 1 / max(articles, 1)), size=samples)
    hits, predicted, gold = (drawn @ counts).T.astype(float)
    tail = 100 * (1 - COVERAGE) / 2

    def spread(above: NDArray[np.float64], below: NDArray[np.float64]) -> Interval95:
        shares = np.divide(100 * above, below, out=np.zeros_like(above), where=below > 0)
        low, high = np.percentile(shares, [tail, 100 - tail])
        return float(low), float(high)

    return spread(hits, predicted), spread(hits, gold), spread(2 * hits, predicted + gold)
