"""The rows of the score table, the layers they belong to, and what a scorer of one layer returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Layer(StrEnum):
    """One layer of annotation; the score table and the error listing are grouped by it."""

    MENTIONS = "mentions"
    AMOUNTS = "amounts"
    QUOTES = "quotes"
    GRANTS = "grants"


class Row(StrEnum):
    """One line of the score table. The names are stable: floors and result tables refer to them."""

    ORG_EXACT = "ORG exact"
    ORG_OVERLAP = "ORG overlap"
    PER_EXACT = "PER exact"
    PER_OVERLAP = "PER overlap"
    AMOUNT_OVERLAP = "amount overlap"
    AMOUNT_EXACT = "amount exact"
    AMOUNT_VALUE = "amount value+currency"
    AMOUNT_QUALIFIER = "amount +qualifier"
    QUOTE_CONTENT = "quote content"
    QUOTE_SOURCE = "quote content+source"
    QUOTE_SPEAKER = "quote content+speaker"
    DIRECT_CONTENT = "quote direct/mixed content"
    DIRECT_SPEAKER = "quote direct/mixed +speaker"
    INDIRECT_CONTENT = "quote indirect content"
    INDIRECT_SPEAKER = "quote indirect +speaker"
    GRANT_GRANTEE = "grant amount+grantee"
    GRANT_FUNDER = "grant amount+funder"
    GRANT_TRIPLE = "grant full triple"
    GRANT_PAIR = "grant linked pair"

    @property
    def layer(self) -> Layer:
        """The layer that the row scores."""
        return _LAYER_BY_FIRST_WORD[self.value.split()[0]]


_LAYER_BY_FIRST_WORD = {
    "ORG": Layer.MENTIONS,
    "PER": Layer.MENTIONS,
    "amount": Layer.AMOUNTS,
    "quote": Layer.QUOTES,
    "grant": Layer.GRANTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items are right, how many were predicted, how many stand in the gold."""

    hits: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            hits=self.hits + other.hits,
            predicted=self.predicted + other.predicted,
            gold=self.gold + other.gold,
        )

    @property
    def precision(self) -> float:
        """Hits among the predicted, in percent; 0 where nothing was predicted."""
        return 100 * self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Hits among the gold, in percent; 0 where the gold has none."""
        return 100 * self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, in percent; 0 where there is no hit."""
        return 200 * self.hits / (self.predicted + self.gold) if self.hits else 0.0


class ErrorKind(StrEnum):
    """What is wrong with one item."""

    MISS = "miss"
    FALSE_ALARM = "false alarm"
    WRONG_SPAN = "wrong span"
    WRONG_VALUE = "wrong value"
    WRONG_LINK = "wrong link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One error: its characters ``[start, end)`` in the article, what stands there, and what is wrong with it."""

    layer: Layer
    kind: ErrorKind
    label: str
    start: int
    end: int
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerScore:
    """What the scorer of one layer found in one article."""

    counts: dict[Row, Counts]
    findings: tuple[Finding, ...] = ()
