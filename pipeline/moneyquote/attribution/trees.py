"""Boosted trees in numpy: what scikit-learn fitted, evaluated without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """A sum of decision trees whose logistic is a probability.

    ``feature`` int16, ``threshold`` float32, ``left`` and ``right`` int16, ``value`` float32, all ``[trees, nodes]``;
    a leaf is its own left and right child. ``base`` is what all rows start from.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    value: NDArray[np.float32]
    base: float
    depth: int

    def margin(self, rows: NDArray[np.float32], first: int | None = None) -> NDArray[np.float32]:
        """Return the log odds of each row of ``[rows, features]``, by the first trees only if ``first`` is given.

        A value goes left if it is at most the threshold.
        """
        count, trees = len(rows), np.arange(len(self.feature[:first]))
        node = np.zeros((count, len(trees)), dtype=np.int64)
        every = np.arange(count)[:, None]
        for _ in range(self.depth):
            below = rows[every, self.feature[trees, node]] <= self.threshold[trees, node]
            node = np.where(below, self.left[trees, node], self.right[trees, node])
        summed = self.value[trees, node].sum(axis=1) + self.base
        return np.asarray(summed, dtype=np.float32)

    def probability(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the probability of each row."""
        odds = self.margin(rows)
        return (1 / (1 + np.exp(-odds))).astype(np.float32)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the trees as named arrays for an npz file."""
        fields: dict[str, NDArray[Any]] = {
            "feature": self.feature,
            "threshold": self.threshold,
            "left": self.left,
            "right": self.right,
            "value": self.value,
            "shape": np.array([self.base, self.depth], dtype=np.float64),
        }
        return {f"{name}.{field}": array for field, array in fields.items()}

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> Trees:
        """Return the trees that ``arrays`` wrote.

        Raises:
            KeyError: if an array is missing.
        """
        base, depth = np.asarray(arrays[f"{name}.shape"]).tolist()
        parts = {f: np.asarray(arrays[f"{name}.{f}"]) for f in ("feature", "threshold", "left", "right", "value")}
        return cls(**parts, base=float(base), depth=int(depth))
