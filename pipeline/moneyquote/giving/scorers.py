"""Trained scorers as plain arrays: boosted trees and a linear model over words, evaluated with numpy alone."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.arrays import npz_bytes
from moneyquote.giving.features import Features

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Boosted trees over named features.

    ``features`` are the columns. Nodes of all trees stand behind one another: ``column`` int64 ``[nodes]`` (-1 in a
    leaf), ``threshold``, ``left`` and ``right`` (indexes of nodes; at most the threshold goes left), ``value``;
    ``roots`` int64 ``[trees]``. The log odds of a row are ``start`` plus the values of its leaves.
    """

    features: tuple[str, ...]
    column: NDArray[np.int64]
    threshold: Array
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: Array
    roots: NDArray[np.int64]
    start: float
    _column: NDArray[np.int32] = field(init=False, repr=False, compare=False)
    _ways: NDArray[np.int32] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # In a leaf both ways lead to itself, so that all rows may take as many steps as the deepest needs.
        leaf, own = self.column < 0, np.arange(len(self.column))
        ways = np.stack([np.where(leaf, own, way) for way in (self.right, self.left)], axis=1)
        object.__setattr__(self, "_column", np.maximum(self.column, 0).astype(np.int32))
        object.__setattr__(self, "_ways", ways.ravel().astype(np.int32))

    def matrix(self, rows: Sequence[Features]) -> Array:
        """Return rows of named features as float64 ``[rows, features]``; a feature that a row lacks is 0."""
        place = {name: at for at, name in enumerate(self.features)}
        made = np.zeros((len(rows), len(self.features)))
        for at, row in enumerate(rows):
            for name, value in row.items():
                if value and name in place:
                    made[at, place[name]] = value
        return made

    def probabilities(self, rows: Sequence[Features]) -> Array:
        """Return the probability of each row, float64 ``[rows]``."""
        return self.scored(self.matrix(rows))

    def scored(self, table: Array) -> Array:
        """Return the probability of each row of a table that ``matrix`` of these or of like columns made."""
        figures = np.ascontiguousarray(table).ravel()
        lines = (np.arange(len(table), dtype=np.int32) * table.shape[1])[:, None]
        nodes = np.tile(self.roots.astype(np.int32), (len(table), 1))
        while True:
            goes_left = figures.take(lines + self._column.take(nodes)) <= self.threshold.take(nodes)
            further = self._ways.take(2 * nodes + goes_left)
            if (further == nodes).all():
                break
            nodes = further
        odds = self.start + self.value.take(nodes).sum(axis=1)
        shares: Array = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A linear choice among labels over named features: ``weights`` ``[labels, features]``, ``bias`` ``[labels]``."""

    labels: tuple[str, ...]
    features: tuple[str, ...]
    weights: Array
    bias: Array

    def probabilities(self, row: Features) -> dict[str, float]:
        """Return the probability of each label."""
        place = {name: at for at, name in enumerate(self.features)}
        odds = self.bias.copy()
        for name, value in row.items():
            if name in place:
                odds += value * self.weights[:, place[name]]
        shares = np.exp(odds - odds.max())
        shares /= shares.sum()
        return dict(zip(self.labels, shares.tolist(), strict=True))


_ARRAYS = ("column", "threshold", "left", "right", "value", "roots")


def to_bytes(trees: Mapping[str, Trees], choices: Mapping[str, Choice], settings: Mapping[str, Any]) -> bytes:
    """Return scorers and settings as the bytes of one ``npz`` archive."""
    arrays: dict[str, NDArray[Any]] = {}
    told: dict[str, Any] = {"trees": {}, "choices": {}, "settings": dict(settings)}
    for name, forest in trees.items():
        told["trees"][name] = {
            "features": forest.features,
            "start": forest.start,
        }
        for part in _ARRAYS:
            array = getattr(forest, part)
            arrays[f"{name}.{part}"] = array.astype(np.float32 if array.dtype == np.float64 else np.int32)
    for name, choice in choices.items():
        told["choices"][name] = {"labels": choice.labels, "features": choice.features}
        arrays[f"{name}.weights"] = choice.weights.astype(np.float32)
        arrays[f"{name}.bias"] = choice.bias.astype(np.float32)
    arrays["told"] = np.frombuffer(json.dumps(told).encode(), dtype=np.uint8)
    return npz_bytes(arrays)


def from_bytes(content: bytes) -> tuple[dict[str, Trees], dict[str, Choice], dict[str, Any]]:
    """Return what ``to_bytes`` wrote.

    Raises:
        ValueError: if the bytes are no such archive.
    """
    try:
        return _read(content)
    except BadZipFile as error:
        raise ValueError(f"the parameters are no npz archive: {error}") from error


def _read(content: bytes) -> tuple[dict[str, Trees], dict[str, Choice], dict[str, Any]]:
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        told = json.loads(arrays["told"].tobytes())
        trees = {
            name: Trees(
                features=tuple(values["features"]),
                **{part: _wide(arrays[f"{name}.{part}"]) for part in _ARRAYS},
                start=values["start"],
            )
            for name, values in told["trees"].items()
        }
        choices = {
            name: Choice(
                labels=tuple(values["labels"]),
                features=tuple(values["features"]),
                weights=_wide(arrays[f"{name}.weights"]),
                bias=_wide(arrays[f"{name}.bias"]),
            )
            for name, values in told["choices"].items()
        }
    return trees, choices, told["settings"]


def _wide(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.float64 if array.dtype.kind == "f" else np.int64)
