"""A logistic regression in numpy: what scikit-learn fitted, evaluated without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.passage import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A logistic regression over standardized features; all arrays float32 ``[features]``."""

    weight: Floats
    mean: Floats
    scale: Floats
    base: float

    def probability(self, rows: Floats) -> Floats:
        """Return the probability of each row of ``[rows, features]``."""
        odds = ((rows - self.mean) / self.scale) @ self.weight + self.base
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the regression as named arrays for an npz file."""
        fields: dict[str, NDArray[Any]] = {"weight": self.weight, "mean": self.mean, "scale": self.scale}
        fields["base"] = np.array([self.base], dtype=np.float32)
        return {f"{name}.{field}": array for field, array in fields.items()}

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, NDArray[Any]]) -> Linear:
        """Return the regression that ``arrays`` wrote.

        Raises:
            KeyError: if an array is missing.
        """
        weight, mean, scale = (arrays[f"{name}.{field}"] for field in ("weight", "mean", "scale"))
        return cls(weight=weight, mean=mean, scale=scale, base=float(arrays[f"{name}.base"][0]))
