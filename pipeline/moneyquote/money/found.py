"""What the passes over a text find: amounts whose currency may still be open."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from moneyquote.money.currencies import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An amount whose currency may still be open.

    ``unit`` is what it counts, ``symbol`` the sign or noun that says so; ``told`` whether an adjective or a code
    tells the currency outright. ``factor`` is the product of its scale words (1 without), ``figure`` the number
    before them; both in the minor unit where ``unit.parts`` is not 1.
    """

    start: int
    end: int
    figure: Decimal | None
    factor: Decimal
    unit: Unit
    symbol: str
    told: bool
    scaled: bool = False
    leading: bool = False
    high: Decimal | None = None
    between: bool = False

    @property
    def value(self) -> Decimal | None:
        """The value in the main unit."""
        return None if self.figure is None else self.figure * self.factor / self.unit.parts
