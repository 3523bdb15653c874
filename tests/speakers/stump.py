"""A trained resolver of one tree, for tests."""

import numpy as np

from moneyquote.attribution.trees import Trees
from moneyquote.speakers.ranker import Ranker, Settings


def stump(feature: str, low: float, high: float, at: float = 0.5, **settings: float) -> Ranker:
    """A resolver of one tree: log odds ``low`` up to the threshold of one feature, ``high`` above it."""
    trees = Trees(
        feature=np.array([[0, 0, 0]], np.int16),
        threshold=np.array([[at, 0, 0]], np.float32),
        left=np.array([[1, 1, 2]], np.int16),
        right=np.array([[2, 1, 2]], np.int16),
        value=np.array([[0, low, high]], np.float32),
        base=0.0,
        depth=1,
    )
    return Ranker(columns=(feature,), trees=trees, settings=Settings(**settings))
