"""Reading one unit: which cue takes which content, outermost first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moneyquote.quotation.according import read_according, read_as_saying, read_passive, read_reportedly
from moneyquote.quotation.after import allowed_rule, content_end, read_after, worthy_participle
from moneyquote.quotation.before import read_before, read_trailing, separated
from moneyquote.quotation.clauses import Opening, look_after
from moneyquote.quotation.contents import Chain
from moneyquote.quotation.cues import BEFORE_ING, Cue, find_cues
from moneyquote.quotation.first_subjects import first_subject
from moneyquote.quotation.headlines import read_headline
from moneyquote.quotation.inverted import subject_after
from moneyquote.quotation.nominal import read_claim, read_described
from moneyquote.quotation.noun_phrases import Range, phrase_before
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.sources import subject_before
from moneyquote.quotation.types import Attribution, Rule
from moneyquote.quotation.units import Token, Unit
from moneyquote.quotation.verdicts import read_verdict
from moneyquote.quotation.vocabulary import ADVERBS, Takes, documents, groups

_BE = frozenset(("is", "are", "was", "were", "been", "be", "am", "'m", "’m"))


def read_unit(text: str, unit: Unit, chained: Mapping[int, Chain]) -> list[Attribution]:
    """Return the attributions of one unit that its own cues make."""
    reader = Reader(text, unit, chained, unit.tokens, len(unit.tokens))
    while reader.end and unit.tokens[reader.end - 1].text in (".", "!", "?", "…"):
        reader.end -= 1
    if not reader.end or read_headline(reader) or read_according(reader) or read_verdict(reader):
        return reader.made
    read_reportedly(reader)
    read_as_saying(reader)
    read_passive(reader)
    cues = [cue for cue in find_cues(unit.tokens) if reader.done <= cue.first and cue.end <= reader.end]
    trailing = read_trailing(reader, cues) if not reader.made else None
    for cue in cues:
        if cue.first >= reader.done and (trailing is None or cue.first > trailing):
            _read_cue(reader, cue, cues)
    if not reader.made:
        read_claim(reader)
        read_described(reader)
    return reader.made


def _read_cue(reader: Reader, cue: Cue, cues: Sequence[Cue]) -> None:
    tokens = reader.tokens
    if cue.participle and not _progressive(tokens, cue):
        _participle(reader, cue, cues)
        return
    source = _subject(reader, cue)
    inverted = None
    if source is None or not _may_speak(reader, source, cue):
        left = cue.first - 1
        if left >= reader.done and separated(reader, left):
            inverted = subject_after(tokens, cue.end, reader.end)
        if inverted is not None and not reader.speaks(inverted, cue):
            inverted = None
        if inverted is None and (source is None or not cue.takes(Takes.CLAUSE)):
            return
    group = inverted or source
    if group is None:
        return
    after = look_after(tokens, cue, group[1] if inverted else cue.end, reader.end)
    if read_before(reader, cue, group, after, inverted=inverted is not None):
        reader.source = group
    elif inverted is None:
        reader.source = group
        read_after(reader, cue, group, after, cues)


def _may_speak(reader: Reader, source: Range, cue: Cue) -> bool:
    """Tell whether a source may speak; beside a quotation and a comma anything may ("the front page read")."""
    beside = source[0] > 0 and reader.tokens[source[0] - 1].quotation is not None
    return beside or reader.speaks(source, cue)


def _progressive(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell "is announcing" from a free participle."""
    before = cue.first - 1
    while before > 0 and tokens[before].lower in ADVERBS:
        before -= 1
    return before >= 0 and tokens[before].lower in _BE


def _subject(reader: Reader, cue: Cue) -> Range | None:
    """Return the subject of a cue; for the second of two verbs that of the first."""
    tokens = reader.tokens
    before = cue.first - 1
    while before > 0 and tokens[before].mention < 0 and tokens[before].lower in ADVERBS:
        before -= 1
    if before >= 0 and tokens[before].lower in ("and", "but", "then"):
        return reader.source or first_subject(tokens, 0, cue.first)
    return subject_before(tokens, cue.first, reader.done)


def _participle(reader: Reader, cue: Cue, cues: Sequence[Cue]) -> None:
    """Read "adding that S", "calling it S": its source is that of the cue before, else the subject of the unit."""
    tokens = reader.tokens
    if not worthy_participle(reader, cue) or (cue.first == 0 and _opening_participle(reader, cue)):
        return
    source = _participle_source(reader, cue)
    if source is None or not reader.speaks(source, cue):
        return
    after = look_after(tokens, cue, cue.end, reader.end)
    stop = content_end(reader, cue, after.start, [other for other in cues if other.first > cue.first])
    if allowed_rule(reader, cue, source, after, (after.start, stop)) is None and not cue.takes(Takes.JUDGED):
        return
    if after.opening is Opening.CLAUSE and tokens[after.start].lower in ("for", "of", "on", "in", "with", "at", "from"):
        return
    if reader.add([(after.start, stop)], (cue.first, after.cue_end), source, Rule.PARTICIPLE, False):
        reader.done = stop
        reader.source = source


def _opening_participle(reader: Reader, cue: Cue) -> bool:
    """Read "Stressing S, the minister left": the subject follows the comma."""
    tokens = reader.tokens
    after = look_after(tokens, cue, cue.end, reader.end)
    comma = next((k for k in range(after.start, reader.end) if tokens[k].text == ","), None)
    if (
        after.opening not in (Opening.CLAUSE, Opening.THAT)
        or comma is None
        or not cue.takes(Takes.CLAUSE | Takes.PHRASE)
    ):
        return False
    source = first_subject(tokens, comma + 1, reader.end)
    if source is None or not reader.speaks(source, cue, strict=True):
        return False
    made = reader.add([(after.start, comma)], (cue.first, after.cue_end), source, Rule.PARTICIPLE, False)
    reader.done = comma if made else reader.done
    return made


def _participle_source(reader: Reader, cue: Cue) -> Range | None:
    """Return who speaks in an -ing form: the noun right before it ("reports saying"), else who spoke before."""
    tokens = reader.tokens
    before = tokens[cue.first - 1] if cue.first else None
    if before is not None and before.lower in BEFORE_ING:
        return subject_before(tokens, cue.first - 1, reader.done)
    if before is not None and before.is_word and before.lower not in ("and", "by", "while", "also", "but", "when"):
        if before.lower in documents() | groups() or before.mention >= 0:
            first = phrase_before(tokens, cue.first - 1, max(reader.done, cue.first - 8))
            return _nearest_noun(tokens, first, cue.first)
        return None
    return reader.source or first_subject(tokens, 0, cue.first)


def _nearest_noun(tokens: Sequence[Token], first: int, end: int) -> Range:
    """Return the short noun phrase at the end of a range: the name, or the noun with one word before it."""
    if tokens[end - 1].mention >= 0:
        start = end - 1
        while start > first and tokens[start - 1].mention == tokens[end - 1].mention:
            start -= 1
        return start, end
    return max(first, end - 2), end
