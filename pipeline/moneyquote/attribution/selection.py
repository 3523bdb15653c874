"""Which candidates are contents: the best set without overlaps, by weighted interval scheduling."""

from __future__ import annotations

import numpy as np

from moneyquote.attribution.passage import Floats, Ints


def best_apart(first: Ints, end: Ints, score: Floats, least: float) -> list[int]:
    """Return the candidates, in reading order, whose scores above ``least`` sum up to the most without an overlap.

    References:
        Kleinberg and Tardos, 2005: Algorithm Design, section 6.1.
    """
    order = np.flatnonzero(score > least)
    order = order[np.argsort(end[order], kind="stable")]
    before = np.searchsorted(end[order], first[order], side="right").tolist()
    gains = (score[order] - least).tolist()
    best = [0.0]
    for gain, place in zip(gains, before, strict=True):
        best.append(max(best[-1], best[place] + gain))
    chosen: list[int] = []
    place = len(gains)
    while place:
        if best[place] > best[place - 1]:
            chosen.append(int(order[place - 1]))
            place = before[place - 1]
        else:
            place -= 1
    return chosen[::-1]
