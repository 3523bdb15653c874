"""The trained resolver: boosted trees weigh whom a source may mean, beside the rules' choice; it may name nobody."""

from __future__ import annotations

import io
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from moneyquote.attribution.arrays import npz_bytes
from moneyquote.attribution.trees import Trees
from moneyquote.errors import ModelBroken
from moneyquote.speakers.options import Option, OptionKind, options_of
from moneyquote.speakers.phrases import Phrase
from moneyquote.speakers.scene import Scene, SourceOf, Speaker
from moneyquote.speakers.weighing import Features, weigh

FILE = "speakers.npz"
_FORMAT = 1
_SURE = 30.0  # log odds beyond which a chance is as good as certain


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the weights of options become a choice and a confidence.

    ``replaces``: the confidence from which on an option is taken in place of whom the rules name (where they name
    nobody, the likeliest one is taken); ``least``: that below which a name is not taken. The confidence is the logistic
    of ``own`` times the log odds of the chosen one plus ``other`` times those of the best other one plus ``shift``.
    """

    replaces: float = 0.0
    least: float = 0.0
    own: float = 1.0
    other: float = 0.0
    shift: float = 0.0

    def confidence(self, odds: Sequence[float], chosen: int) -> float:
        """Return how likely the chosen one of some options is right."""
        others = [value for place, value in enumerate(odds) if place != chosen]
        best = max(others, default=-_SURE)
        return 1 / (1 + math.exp(-(self.own * odds[chosen] + self.other * best + self.shift)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranker:
    """The trees over named features (``columns``) and the settings."""

    columns: tuple[str, ...]
    trees: Trees
    settings: Settings

    def odds(self, rows: Sequence[Features]) -> list[float]:
        """Return the log odds of each option being right."""
        margins = self.trees.margin(matrix(rows, self.columns))
        return [float(value) for value in np.clip(margins, -_SURE, _SURE)]

    def choose(
        self,
        scene: Scene,
        quote: SourceOf,
        phrase: Phrase | None,
        ruled: Speaker,
        kinds: Collection[OptionKind] = tuple(OptionKind),
    ) -> Speaker:
        """Return whom a source means, with a confidence; nobody where that is too low.

        Args:
            scene: the state of the reading at the source.
            quote: the source's quote.
            phrase: how the source refers, where it has words.
            ruled: the rules' choice, which is always among the options.
            kinds: the kinds of options to choose among.
        """
        options = options_of(scene, quote, phrase, ruled, kinds)
        odds = self.odds(weigh(scene, quote, phrase, ruled, options))
        ruled_at = [option.speaker.key for option in options].index(ruled.key)
        taken, confidence = settle(options, odds, ruled_at, self.settings)
        if taken == ruled_at:
            return replace(ruled, confidence=confidence)
        return replace(options[taken].speaker, confidence=confidence)

    def to_bytes(self) -> bytes:
        """Return the resolver as an npz file."""
        told = self.settings
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array([_FORMAT]),
            "columns": np.array(self.columns, dtype=np.str_),
            "settings": np.array([told.replaces, told.least, told.own, told.other, told.shift], dtype=np.float64),
            **self.trees.arrays("trees"),
        }
        return npz_bytes(arrays)

    @classmethod
    def from_bytes(cls, content: bytes, where: str = FILE) -> Ranker:
        """Read the resolver of an npz file.

        Raises:
            ModelBroken: if it is no such file.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                if arrays["format"].tolist() != [_FORMAT]:
                    raise ModelBroken(where, "another format of the speaker resolver", "Install the package again")
                replaces, least, own, other, shift = arrays["settings"].tolist()
                return cls(
                    columns=tuple(arrays["columns"].tolist()),
                    trees=Trees.from_arrays("trees", arrays),
                    settings=Settings(replaces=replaces, least=least, own=own, other=other, shift=shift),
                )
        except (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile) as error:
            raise ModelBroken(where, f"does not read ({error})", "Install the package again") from error


def likeliest(odds: Sequence[float], ruled: int) -> int:
    """Return the place of the likeliest option; of equal ones that of the rules."""
    return max(range(len(odds)), key=lambda place: (odds[place], place == ruled))


def settle(options: Sequence[Option], odds: Sequence[float], ruled: int, settings: Settings) -> tuple[int, float]:
    """Return the place of the option to take and how likely it is right to take it.

    The likeliest is not taken where the rules name another one and it is too unlikely to replace that. A name of
    which the confidence is too low is not taken, but the source's own words, or nobody for a pronoun.
    """
    chosen = likeliest(odds, ruled)
    if options[ruled].speaker.name is not None and settings.confidence(odds, chosen) < settings.replaces:
        chosen = ruled
    confidence = settings.confidence(odds, chosen)
    if confidence >= settings.least or options[chosen].figure is None:
        return chosen, confidence
    kinds = [option.kind for option in options]
    own = OptionKind.SELF if OptionKind.SELF in kinds else OptionKind.NOBODY
    return kinds.index(own), 1 - confidence


def matrix(rows: Sequence[Features], columns: Sequence[str]) -> NDArray[np.float32]:
    """Return rows of named features as float32 ``[rows, columns]``; a feature that a row lacks is 0."""
    place = {name: at for at, name in enumerate(columns)}
    made = np.zeros((len(rows), len(columns)), dtype=np.float32)
    for at, row in enumerate(rows):
        for name, value in row.items():
            if name in place:
                made[at, place[name]] = value
    return made
