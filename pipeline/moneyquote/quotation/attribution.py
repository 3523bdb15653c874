"""The whole of rule attribution: transcripts, units read one by one, then the quotations that no cue took."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from moneyquote.quotation.blocks import read_blocks
from moneyquote.quotation.contents import chains
from moneyquote.quotation.marks import pair_marks
from moneyquote.quotation.nested import read_nested
from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.quotation.reading_units import read_unit
from moneyquote.quotation.turns import read_turns
from moneyquote.quotation.types import Attribution, Interval
from moneyquote.quotation.uncued import read_uncued
from moneyquote.quotation.units import make_units


def find_attributions(
    text: str,
    sentences: Sequence[Interval],
    mentions: Sequence[Interval],
    skipped: Sequence[Interval] = (),
) -> list[Attribution]:
    """Return the attributed statements of a text in reading order.

    ``sentences`` and ``mentions`` are character intervals; what stands in ``skipped`` regions gives none.
    """
    turns = read_turns(text)
    taken = sorted([*skipped, *(span for turn in turns for span in turn.content)])
    marked = pair_marks(text)
    quotations = [quotation for quotation in marked if quotation.depth == 0]
    chained = chains(quotations)
    units = [
        unit for unit in make_units(text, sentences, quotations, mentions) if not _inside((unit.start, unit.end), taken)
    ]
    blocks = read_blocks(text, units)
    if blocks:
        taken = sorted([*taken, *(span for block in blocks for span in block.content)])
        units = [unit for unit in units if not _inside((unit.start, unit.end), taken)]
    found = [*turns, *blocks]
    for unit in units:
        found += read_unit(text, unit, chained)
    found = _without_doubles(found)
    found += read_uncued(text, units, chained, found)
    found += _placed(text, read_nested(text, marked), taken)
    return sorted(_without_doubles(found), key=lambda a: (a.content[0], a.content[-1][1]))


def _placed(text: str, nested: Sequence[Attribution], taken: Sequence[Interval]) -> list[Attribution]:
    """Return what stands outside of ``taken`` regions, with the number of its paragraph."""
    starts = [start for start, _ in paragraph_extents(text)] if nested else []
    return [
        replace(attribution, paragraph=max(0, bisect_right(starts, attribution.content[0][0]) - 1))
        for attribution in nested
        if not _inside(attribution.content[0], taken)
    ]


def _inside(extent: Interval, regions: Sequence[Interval]) -> bool:
    """Tell whether most of an interval lies in one of the sorted regions."""
    middle = (extent[0] + extent[1]) // 2
    place = bisect_right(regions, (middle, middle)) - 1
    return place >= 0 and regions[place][0] <= middle < regions[place][1]


def _without_doubles(found: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions without those whose first content is that of an earlier one."""
    seen: set[Interval] = set()
    kept = []
    for attribution in found:
        if attribution.content[0] not in seen:
            seen.update(attribution.content)
            kept.append(attribution)
    return kept
