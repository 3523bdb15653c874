"""The whole of rule attribution: units read one by one, then the quotations that no cue took."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from moneyquote.quotation.contents import chains
from moneyquote.quotation.marks import pair_marks
from moneyquote.quotation.reading_units import read_unit
from moneyquote.quotation.types import Attribution, Interval
from moneyquote.quotation.uncued import read_uncued
from moneyquote.quotation.units import Unit, make_units


def find_attributions(
    text: str,
    sentences: Sequence[Interval],
    mentions: Sequence[Interval],
    skipped: Sequence[Interval] = (),
) -> list[Attribution]:
    """Return the attributed statements of a text in reading order.

    ``sentences`` and ``mentions`` are character intervals; what stands in ``skipped`` regions gives none.
    """
    quotations = [q for q in pair_marks(text) if q.depth == 0]
    chained = chains(quotations)
    units = make_units(text, sentences, quotations, mentions)
    units = [unit for unit in units if not _inside(unit, skipped)]
    found: list[Attribution] = []
    for unit in units:
        found += read_unit(text, unit, chained)
    found = _without_doubles(found)
    found += read_uncued(text, units, chained, found)
    return sorted(_without_doubles(found), key=lambda a: (a.content[0], a.content[-1][1]))


def _inside(unit: Unit, skipped: Iterable[Interval]) -> bool:
    return any(start <= unit.start and unit.end <= end for start, end in skipped)


def _without_doubles(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions without those whose first content is that of an earlier one."""
    seen: set[Interval] = set()
    kept = []
    for attribution in found:
        if attribution.content[0] in seen:
            continue
        seen.update(attribution.content)
        kept.append(attribution)
    return kept
