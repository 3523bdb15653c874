"""What the linker sees of an article: characters, sentences, amounts, names, places and purposes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from moneyquote.records import EntityType

Interval = tuple[int, int]


def meets(first: Interval, second: Interval) -> bool:
    """Tell whether two half-open intervals share a character."""
    return first[0] < second[1] and second[0] < first[1]


_ALIKE = 0.3


def alike(first: Interval, second: Interval) -> bool:
    """Tell whether two intervals have three tenths of the characters in common that either of them covers."""
    both = min(first[1], second[1]) - max(first[0], second[0])
    return both > 0 and both >= _ALIKE * (max(first[1], second[1]) - min(first[0], second[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAmount:
    """An amount that may be given: its id, its characters ``[start, end)``, whether it is a rate, and its figure.

    ``doubles`` is the id of the amount that tells the same sum in another currency, right beside this one.
    """

    id: str
    start: int
    end: int
    per_unit: bool = False
    value: Decimal | None = None
    currency: str | None = None
    doubles: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSpan:
    """A name mention: its characters ``[start, end)``, the entity that it names, and what that is."""

    start: int
    end: int
    entity: str
    type: EntityType = EntityType.ORG


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalSpan:
    """A nominal mention of a body ("the foundation"): its characters ``[start, end)`` and whom it means, if named."""

    start: int
    end: int
    entity: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivingArticle:
    """An article with what earlier layers found in it; sequences are in reading order.

    ``purposes`` are the spans that the encoder takes for what a transfer is for.
    """

    text: str
    sentences: Sequence[Interval]
    amounts: Sequence[GivenAmount]
    names: Sequence[NamedSpan]
    entity_names: Mapping[str, str]
    nominals: Sequence[NominalSpan] = ()
    places: Sequence[Interval] = ()
    purposes: Sequence[Interval] = ()
    _starts: list[int] = field(init=False, repr=False)
    _name_starts: list[int] = field(init=False, repr=False)
    _amount_starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", [start for start, _ in self.sentences])
        object.__setattr__(self, "_name_starts", [name.start for name in self.names])
        object.__setattr__(self, "_amount_starts", [amount.start for amount in self.amounts])

    def sentence_at(self, position: int) -> int:
        """Return the index of the sentence in which, or behind which, a character stands."""
        return max(bisect_right(self._starts, position) - 1, 0)

    def names_in(self, start: int, end: int) -> Sequence[NamedSpan]:
        """Return the names that begin in ``[start, end)``."""
        return self.names[bisect_left(self._name_starts, start) : bisect_left(self._name_starts, end)]

    def names_at(self, start: int, end: int) -> Sequence[NamedSpan]:
        """Return the names that share a character with ``[start, end)``; names do not overlap."""
        first = bisect_left(self._name_starts, start)
        if first and self.names[first - 1].end > start:
            first -= 1
        return self.names[first : bisect_left(self._name_starts, end)]

    def amounts_in(self, start: int, end: int) -> Sequence[GivenAmount]:
        """Return the amounts that begin in ``[start, end)``."""
        return self.amounts[bisect_left(self._amount_starts, start) : bisect_left(self._amount_starts, end)]

    def amounts_at(self, start: int, end: int) -> Sequence[GivenAmount]:
        """Return the amounts that share a character with ``[start, end)``; amounts do not overlap."""
        first = bisect_left(self._amount_starts, start)
        if first and self.amounts[first - 1].end > start:
            first -= 1
        return self.amounts[first : bisect_left(self._amount_starts, end)]
