"""Contents that stand before their cue: "A," she said; A, she said; A, said Ms X."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from moneyquote.quotation.clauses import After, Opening, is_adverbial, look_after, resuming
from moneyquote.quotation.cues import Cue
from moneyquote.quotation.inverted import subject_after
from moneyquote.quotation.noun_phrases import Range
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.sources import subject_before
from moneyquote.quotation.types import Rule
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    Form,
    Takes,
    verb_forms,
)

_CUE_REACH = 5  # words in which a cue follows its quotation: "said Hale", "the old ferryman said"
_JOINS = ("and", "but", "while", "or")
_MARKS = (",", "–", "—", "--")


def separated(reader: Reader, left: int) -> bool:
    """Tell whether what stands before a source is parted from it as a content is: by a quotation or a comma."""
    if left < reader.done:
        return False
    token = reader.tokens[left]
    return token.quotation is not None or token.text in _MARKS


def _content_before(reader: Reader, left: int) -> Range | None:
    """Return the content that ends at token ``left`` (the mark or quotation before source and cue)."""
    tokens = reader.tokens
    last = left if tokens[left].quotation is not None else left - 1
    if last < reader.done:
        return None
    if tokens[last].quotation is None:
        return (reader.done, last + 1)
    first = last
    while first - 1 >= reader.done and tokens[first - 1].quotation is not None:
        first -= 1
    before = first - 1
    if before >= reader.done and tokens[before].text in (",", ":", ".", "–", "—"):
        # "Asked about it, 'A,' she said": what leads in is no content.
        return (first, last + 1)
    if before >= reader.done > 0 and tokens[before].lower in _JOINS and before - reader.done <= 1:
        return (first, last + 1)
    quotation = tokens[last].quotation
    begins = reader.text[quotation.inner_start : quotation.inner_start + 1] if quotation else ""
    if before >= reader.done and begins.isupper() and first - reader.done <= 4:
        return (first, last + 1)
    return (reader.done, last + 1)


def _is_clause(reader: Reader, content: Range, least: int = 4) -> bool:
    """Tell a clause from a fronted adverbial before ", she said"."""
    tokens = reader.tokens[content[0] : content[1]]
    if reader.words(content) < least:
        return False
    if tokens[0].quotation is not None:
        return True
    first = next((token for token in tokens if token.is_word), None)
    fronted = first is not None and first.mention < 0 and first.lower in PREPOSITIONS | SUBORDINATORS
    return not fronted or any(token.lower in AUXILIARIES or token.text == "," for token in tokens[1:])


def read_trailing(reader: Reader, cues: Sequence[Cue]) -> int | None:
    """Read a cue that ends its sentence ("S, she said"): it is the outermost and takes all before it.

    Returns the first token of that cue, or None if there is none.
    """
    for cue in reversed(cues):
        if not cue.participle and cue.takes(Takes.TRAILING | Takes.ADDRESSEE | Takes.THAT) and _trails(reader, cue):
            return cue.first
    return None


def _trails(reader: Reader, cue: Cue) -> bool:
    tokens, end = reader.tokens, reader.end
    inverted = _inverted_end(reader, cue)
    source = inverted or subject_before(tokens, cue.first, 0)
    left = (cue.first if inverted else source[0]) - 1 if source else -1
    if (
        source is None
        or left < 1
        or not separated(reader, left)
        or not reader.speaks(source, cue, strict=inverted is not None)
    ):
        return False
    if not cue.takes(Takes.TRAILING | Takes.ADDRESSEE) and not reader.is_document(source):
        return False
    after = look_after(tokens, cue, source[1] if inverted else cue.end, end)
    if not inverted and _begins_clause(tokens):
        after = resuming(reader.text, tokens, after, end)
    resumed = after.opening is Opening.RESUMED and not is_adverbial(tokens, after.start, end)
    ends = after.opening in (Opening.NONE, Opening.RESUMED) or is_adverbial(tokens, after.start, end)
    content = _content_before(reader, left)
    if not ends or content is None or tokens[content[1] - 1].quotation is not None:
        return False
    if tokens[content[0]].quotation is not None and _has_own_cue(reader, quoted_run(tokens, content[0], end)):
        return False
    goes_on = resumed and content[0] == 0 and (end - after.start > 3 or tokens[end - 1].quotation is not None)
    if not (_is_clause(reader, content) or goes_on):
        return False
    ranges = [content] + ([(after.start, end)] if resumed else [])
    if not reader.add(ranges, (cue.first, max(cue.end, after.cue_end)), source, Rule.TRAILING, True):
        return False
    reader.source = source
    reader.done = end if resumed else max(cue.end, source[1])
    return True


def _begins_clause(tokens: Sequence[Token]) -> bool:
    """Tell whether a unit begins with its subject, not with a circumstance ("In May", "Asked why", "Later")."""
    first = tokens[0]
    if first.mention >= 0:
        return True
    circumstance = first.lower in PREPOSITIONS | SUBORDINATORS | ADVERBS | TIMES
    return first.is_word and not circumstance and not first.lower.endswith(("ed", "ing", "ly"))


def _inverted_end(reader: Reader, cue: Cue) -> Range | None:
    """Return the source of "S, says X." at the end of a unit, or None."""
    tokens, end = reader.tokens, reader.end
    if cue.first < 2 or tokens[cue.first - 1].text != "," or cue.end >= end or not cue.takes(Takes.CLAUSE):
        return None
    starts = tokens[cue.end]
    named = any(token.mention >= 0 for token in tokens[cue.end : end])
    if not (starts.mention >= 0 or starts.lower == "the" or named):
        return None
    rest = tokens[cue.end : end]
    if any(token.quotation is not None or (token.mention < 0 and token.lower in AUXILIARIES) for token in rest):
        comma = next((k for k in range(cue.end, end) if tokens[k].text == ","), None)
        if comma is None or not any(t.mention >= 0 for t in tokens[cue.end : comma]):
            return None
        if any(t.mention < 0 and t.lower in AUXILIARIES for t in tokens[cue.end : comma]):
            return None
    if not any(token.lower in AUXILIARIES for token in tokens[: cue.first - 1]) and starts.mention < 0:
        return None
    return subject_after(tokens, cue.end, end)


def read_before(reader: Reader, cue: Cue, source: Range, after: After, *, inverted: bool) -> bool:
    """Read a content that stands before source and cue; return whether there was one."""
    tokens = reader.tokens
    left = (cue.first if inverted else source[0]) - 1
    if left < reader.done or not separated(reader, left):
        return False
    content = _content_before(reader, left)
    if content is None:
        return False
    quoted = tokens[content[1] - 1].quotation is not None
    if not quoted:
        follows = after.opening in (Opening.NONE, Opening.RESUMED) or is_adverbial(tokens, after.start, reader.end)
        if not follows or not cue.takes(Takes.TRAILING) or not _is_clause(reader, content):
            return False
    elif _goes_on(reader, content, after) and not inverted:
        return False
    ranges = [content]
    done = max(after.start if after.opening is not Opening.CLAUSE else cue.end, cue.end)
    stop = quoted_run(tokens, after.start, reader.end)
    taken = after.opening is Opening.QUOTED and _has_own_cue(reader, stop)
    taken = taken or _other_speaks(reader, max(cue.end, source[1]), after.start)
    if taken:
        done = max(cue.end, source[1])
    elif after.opening in (Opening.QUOTED, Opening.COLON) and stop > after.start:
        ranges.append((after.start, stop))
        done = stop
    elif after.opening is Opening.RESUMED and not quoted:
        ranges.append((after.start, reader.end))
        done = reader.end
    rule = Rule.DIRECT_AFTER if quoted else Rule.TRAILING
    if not reader.add(ranges, (cue.first, cue.end if inverted else after.cue_end), source, rule, True):
        return False
    reader.done = done
    return True


def _has_own_cue(reader: Reader, stop: int) -> bool:
    """Tell whether quoted words that end at ``stop`` lead to a cue of their own ("..., but 'no,' said Hale")."""
    tokens = reader.tokens
    quotation = tokens[stop - 1].quotation if stop else None
    if quotation is None or reader.text[quotation.inner_end - 1] not in ",?!":
        return False
    for token in tokens[stop : min(reader.end, stop + _CUE_REACH)]:
        if not token.is_word:
            return False
        if token.mention < 0 and token.lower in verb_forms():
            return True
    return False


def _other_speaks(reader: Reader, first: int, end: int) -> bool:
    """Tell whether somebody else's verb leads to what follows ("'A,' said Hale, while Marsh shouted: 'B'")."""
    return any(
        token.mention < 0
        and (form := verb_forms().get(token.lower)) is not None
        and not form.form & Form.ING
        and (before.mention >= 0 or before.lower in PRONOUNS)
        for before, token in pairwise(reader.tokens[first:end])
    )


def _goes_on(reader: Reader, content: Range, after: After) -> bool:
    """Tell whether a verb after quoted words takes what follows it, not them ("'Our way,' X continues to say")."""
    if after.opening not in (Opening.THAT, Opening.CLAUSE):
        return False
    return reader.tokens[after.start].lower == "to" or not _ends_as_speech(reader, content)


def _ends_as_speech(reader: Reader, content: Range) -> bool:
    """Tell whether the quotation at a content's end ends as speech before a cue does."""
    quotation = reader.tokens[content[1] - 1].quotation
    return quotation is not None and reader.text[quotation.inner_end - 1] in ",?!—–-…"


def quoted_run(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where a run of quotations that begins at ``at`` ends."""
    while at < end and tokens[at].quotation is not None:
        at += 1
    return at
