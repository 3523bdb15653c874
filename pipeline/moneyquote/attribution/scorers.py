"""The trained scorers and their thresholds: one file of arrays, no code in it."""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.arrays import npz_bytes
from moneyquote.attribution.linear import Linear
from moneyquote.attribution.trees import Trees
from moneyquote.errors import ModelBroken

FILE = "attribution.npz"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorers:
    """What weighs attributions.

    ``exact`` and ``shared`` tell whether a stretch is a content to the word, or by half of its words; ``cue`` and
    ``source`` whether a part belongs to a content; ``join`` whether two neighbouring contents are one statement.
    ``accept`` tells whether a statement of rules or heads is one by our conventions.
    """

    exact: Trees
    shared: Trees
    cue: Trees
    source: Trees
    join: Trees
    accept: Linear

    def to_bytes(self) -> bytes:
        """Return the scorers as an npz file."""
        arrays: dict[str, NDArray[np.generic]] = {"format": np.array([_FORMAT])}
        for field in fields(self):
            arrays |= getattr(self, field.name).arrays(field.name)
        return npz_bytes(arrays)

    @classmethod
    def from_bytes(cls, content: bytes, where: str = FILE) -> Scorers:
        """Read the scorers of an npz file.

        Raises:
            ModelBroken: if it is no such file.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                if arrays["format"].tolist() != [_FORMAT]:
                    raise ModelBroken(where, "another format of scorers", "Install the package again")
                trees = {f.name: Trees.from_arrays(f.name, arrays) for f in fields(cls) if f.name != "accept"}
                return cls(**trees, accept=Linear.from_arrays("accept", arrays))
        except (ValueError, KeyError, OSError, EOFError, BadZipFile) as error:
            raise ModelBroken(where, f"does not read ({error})", "Install the package again") from error
