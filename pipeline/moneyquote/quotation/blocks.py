"""Direct speech without quotation marks: whole paragraphs behind "X said in a statement:", in the first person."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moneyquote.quotation.clauses import Opening, look_after
from moneyquote.quotation.cues import find_cues
from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.sources import subject_before
from moneyquote.quotation.types import Attribution, Interval, Rule
from moneyquote.quotation.units import Unit
from moneyquote.quotation.vocabulary import Takes

_FIRST_PERSON = re.compile(r"\b(?:I|I['’]m|my|My|we|We|our|Our|us|me)\b")
_SENTENCE = re.compile(r"[A-Z].*[.!?…]", re.DOTALL)
_MARKS = frozenset('“”«»"„')


def read_blocks(text: str, units: Sequence[Unit]) -> list[Attribution]:
    """Return the blocks that a colon at a paragraph's end introduces, one content span a paragraph.

    Every paragraph of a block speaks in the first person, is made of sentences and has no double quotation mark; the
    first that does not ends it. Words introduced so are direct, as the turns of a transcript are.
    """
    paragraphs = paragraph_extents(text)
    made = []
    for unit in units:
        if unit.tokens[-1].text != ":" or unit.paragraph + 1 >= len(paragraphs):
            continue
        content = _block(text, paragraphs[unit.paragraph + 1 :])
        parts = _introduces(text, unit) if content else None
        if parts is not None:
            cue, source = parts
            made.append(
                Attribution(
                    kind="direct",
                    content=content,
                    cue=cue,
                    source=source,
                    rule=Rule.DIRECT_BEFORE,
                    paragraph=unit.paragraph,
                )
            )
    return made


def _block(text: str, following: Sequence[Interval]) -> tuple[Interval, ...]:
    taken = []
    for start, end in following:
        told = text[start:end]
        if _MARKS & set(told) or not _SENTENCE.fullmatch(told) or not _FIRST_PERSON.search(told):
            break
        taken.append((start, end))
    return tuple(taken)


def _introduces(text: str, unit: Unit) -> tuple[Interval, Interval] | None:
    """Return cue and source of a unit that leads to what follows its colon, or None."""
    tokens, end = unit.tokens, len(unit.tokens)
    reader = Reader(text, unit, {}, tokens, end)
    for cue in reversed(find_cues(tokens)):
        if cue.participle or not cue.takes(Takes.CLAUSE | Takes.ADDRESSEE | Takes.TRAILING):
            continue
        after = look_after(tokens, cue, cue.end, end)
        source = subject_before(tokens, cue.first, 0)
        leads = after.opening is Opening.COLON and after.start == end
        if leads and source is not None and reader.speaks(source, cue):
            spans = reader.span((cue.first, after.cue_end)), reader.span(source)
            return (spans[0], spans[1]) if spans[0] is not None and spans[1] is not None else None
    return None
