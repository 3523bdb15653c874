"""Reading one unit: which cue takes which content, outermost first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from moneyquote.quotation.clauses import After, Opening, is_adverbial, look_after
from moneyquote.quotation.contents import Chain, content_of
from moneyquote.quotation.cues import Cue, find_cues
from moneyquote.quotation.sources import Range, first_subject, subject_after, subject_before
from moneyquote.quotation.types import Attribution, Interval, Rule
from moneyquote.quotation.units import Token, Unit
from moneyquote.quotation.vocabulary import (
    AUXILIARIES,
    PRONOUNS,
    Takes,
    documents,
    groups,
    roles,
)


@dataclass(slots=True)
class _Reader:
    """The state of reading a unit: how far contents reach, and what was made."""

    text: str
    unit: Unit
    chained: Mapping[int, Chain]
    people: frozenset[int]  # indices of mentions that can speak
    tokens: Sequence[Token] = ()
    end: int = 0
    done: int = 0  # tokens before this one belong to made attributions
    source: Range | None = None  # of the last cue
    made: list[Attribution] = field(default_factory=list)

    def span(self, part: Range | None) -> Interval | None:
        """Return the characters of a token range."""
        if part is None:
            return None
        tokens = self.tokens[part[0] : part[1]]
        end = tokens[-1].end
        last = tokens[-1]
        if last.lower.endswith(("'s", "’s")) and last.mention >= 0:
            end -= 0
        return tokens[0].start, end

    def add(self, ranges: Sequence[Range], cue: Range | None, source: Range | None, rule: Rule, before: bool) -> bool:
        """Make an attribution from token ranges of content; False if nothing is left of them."""
        parts = [content_of(self.text, self.tokens, a, b, self.chained, before) for a, b in ranges]
        found = [part for part in parts if part is not None]
        if not found:
            return False
        kinds = {kind for kind, _ in found}
        kind = kinds.pop() if len(kinds) == 1 else "mixed"
        spans = tuple(sorted(dict.fromkeys(span for _, part in found for span in part)))
        if kind == "mixed" and rule in (Rule.THAT, Rule.CLAUSE, Rule.TRAILING, Rule.PHRASE, Rule.DIRECT_BEFORE):
            rule = Rule.MIXED
        self.made.append(
            Attribution(
                kind=kind,
                content=spans,
                cue=self.span(cue),
                source=self.span(source),
                rule=rule,
                paragraph=self.unit.paragraph,
            )
        )
        return True


def read_unit(text: str, unit: Unit, chained: Mapping[int, Chain], people: frozenset[int]) -> list[Attribution]:
    """Return the attributions of one unit that its own cues make."""
    reader = _Reader(text, unit, chained, people, unit.tokens, len(unit.tokens))
    while reader.end and unit.tokens[reader.end - 1].text in (".", "!", "?", "…"):
        reader.end -= 1
    cues = [cue for cue in find_cues(unit.tokens) if cue.end <= reader.end]
    if _according(reader):
        return reader.made
    trailing = _trailing(reader, cues)
    if trailing is not None:
        cues = [cue for cue in cues if cue.first > trailing]
    for cue in cues:
        if cue.first >= reader.done:
            _read_cue(reader, cue, cues)
    return reader.made


def _speaks(reader: _Reader, source: Range | None, cue: Cue) -> bool:
    """Tell whether a phrase can be the source of a cue: a name, a pronoun, a role, a group or a document."""
    if source is None:
        return False
    tokens = reader.tokens[source[0] : source[1]]
    words = [token.lower.removesuffix("'s").removesuffix("’s") for token in tokens if token.is_word]
    if not words:
        return False
    if words[0] in PRONOUNS:
        return words[0] not in ("you",) and not (words[0] in ("i", "we") and not cue.takes(Takes.CLAUSE))
    if any(token.mention >= 0 for token in tokens):
        return True
    if cue.takes(Takes.CLAUSE) and cue.verb.base in (
        "say",
        "add",
        "tell",
        "announce",
        "warn",
        "claim",
        "argue",
        "note",
        "explain",
    ):
        return True
    return (
        any(word in documents() or word in groups() or word in roles() for word in words)
        or tokens[0].text[:1].isupper()
    )


def _according(reader: _Reader) -> bool:
    """Read "S, according to X" and "According to X, S"; the whole unit is its content."""
    tokens, end = reader.tokens, reader.end
    at = next((k for k in range(end - 1) if tokens[k].lower == "according" and tokens[k + 1].lower == "to"), None)
    if at is None:
        return False
    source = subject_after(tokens, at + 2, end)
    if source is None:
        return False
    cue = (at, at + 2)
    if at <= 1:
        comma = next((k for k in range(at + 2, end) if tokens[k].text == ","), None)
        if comma is None:
            return False
        plain = subject_after(tokens, at + 2, comma) or source
        while comma < end and source[1] > comma and not _clause_follows(tokens, comma + 1, end):
            following = next((k for k in range(comma + 1, end) if tokens[k].text == ","), None)
            if following is None:
                break
            comma = following
        source = (plain[0], max(plain[1], min(source[1], comma)))
        made = reader.add([(comma + 1, end)], cue, source, Rule.ACCORDING, False)
        reader.done = end
        return made
    before = at - (tokens[at - 1].text == ",")
    rest: list[Range] = []
    if source[1] < end and tokens[source[1]].text == "," and end - source[1] > 6:
        rest = [(source[1] + 1, end)] if tokens[source[1] + 1].lower in AUXILIARIES | {"which", "who"} else []
    made = reader.add([(reader.done, before), *rest], cue, source, Rule.ACCORDING, True)
    reader.done = end
    return made


def _clause_follows(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a clause rather than an apposition follows a comma: a verb comes before the next comma."""
    for here in range(at, end):
        if tokens[here].text == ",":
            return False
        if tokens[here].lower in AUXILIARIES | PRONOUNS or tokens[here].lower.endswith("ed"):
            return True
    return True


def _separated(reader: _Reader, left: int) -> bool:
    """Tell whether what stands before a source is parted from it as a content is: by a quotation or a comma."""
    if left < reader.done:
        return False
    token = reader.tokens[left]
    return token.quotation is not None or token.text in (",", "–", "—", "--")


def _content_before(reader: _Reader, left: int) -> Range | None:
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
        # "Asked about it, 'A,' she said": what leads in is no content, unless it is quoted or a clause of it.
        return (first, last + 1)
    quotation = tokens[last].quotation
    starts = reader.text[quotation.inner_start : quotation.inner_start + 1] if quotation else ""
    if before >= reader.done and starts.isupper() and first - reader.done <= 4:
        return (first, last + 1)
    return (reader.done, last + 1)


def _trailing(reader: _Reader, cues: Sequence[Cue]) -> int | None:
    """Read a cue that ends its sentence ("S, she said"): it is the outermost and takes all before it."""
    for cue in reversed(cues):
        if cue.participle or not cue.takes(Takes.CLAUSE | Takes.ADDRESSEE):
            continue
        source = subject_before(reader.tokens, cue.first, 0)
        if source is not None and source[0] > 2 and _separated(reader, source[0] - 1):
            after = look_after(reader.tokens, cue, cue.end, reader.end)
            ends = after.start if after.opening in (Opening.NONE, Opening.RESUMED) else None
            if ends is None and is_adverbial(reader.tokens, after.start, reader.end):
                ends = after.start
            if ends is None or not _speaks(reader, source, cue):
                continue
            content = _content_before(reader, source[0] - 1)
            if (
                content is None
                or reader.tokens[content[1] - 1].quotation is not None
                or not _long_enough(reader, content)
            ):
                continue
            ranges = [content]
            if after.opening is Opening.RESUMED and not is_adverbial(reader.tokens, after.start, reader.end):
                ranges.append((after.start, reader.end))
            if reader.add(ranges, (cue.first, after.cue_end), source, Rule.TRAILING, True):
                reader.source = source
                reader.done = reader.end if len(ranges) > 1 else cue.end
                return cue.first
    return None


def _long_enough(reader: _Reader, content: Range) -> bool:
    """Tell a clause from a fronted adverbial before ", she said"."""
    words = sum(token.is_word for token in reader.tokens[content[0] : content[1]])
    return words >= 4


def _read_cue(reader: _Reader, cue: Cue, cues: Sequence[Cue]) -> None:
    tokens = reader.tokens
    if cue.participle and not _progressive(tokens, cue):
        _participle(reader, cue)
        return
    source = _subject(reader, cue)
    inverted = None
    left = (source[0] if source else cue.first) - 1
    if source is None or not _speaks(reader, source, cue):
        left = cue.first - 1
        inverted = (
            subject_after(tokens, cue.end, reader.end) if left >= reader.done and _separated(reader, left) else None
        )
        if inverted is not None and not _speaks(reader, inverted, cue):
            inverted = None
        if inverted is None:
            if source is None or not cue.takes(Takes.CLAUSE):
                return
            left = source[0] - 1
    group_end = inverted[1] if inverted else cue.end
    after = look_after(tokens, cue, group_end, reader.end)
    group = inverted or source
    reader.source = group
    if _before(reader, cue, group, left, after, inverted is not None):
        return
    if inverted is None:
        _after(reader, cue, group, after, cues)


def _progressive(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell "is announcing" from a free participle."""
    return any(
        t.lower in ("is", "are", "was", "were", "been", "be", "am") for t in tokens[max(0, cue.first - 2) : cue.first]
    )


def _subject(reader: _Reader, cue: Cue) -> Range | None:
    """Return the subject of a cue; for the second of two verbs that of the first."""
    tokens = reader.tokens
    before = cue.first - 1
    while before > 0 and tokens[before].lower in ("also", "later", "then", "further"):
        before -= 1
    if before >= 0 and tokens[before].lower in ("and", "but", "then"):
        return reader.source or first_subject(tokens, 0, cue.first)
    return subject_before(tokens, cue.first, reader.done)


def _before(reader: _Reader, cue: Cue, source: Range | None, left: int, after: After, inverted: bool) -> bool:
    """Read a content that stands before source and cue; return whether there was one."""
    tokens = reader.tokens
    if left < reader.done or not _separated(reader, left):
        return False
    content = _content_before(reader, left)
    if content is None:
        return False
    quoted = tokens[content[1] - 1].quotation is not None
    if not quoted:
        follows = after.opening in (Opening.NONE, Opening.RESUMED) or is_adverbial(tokens, after.start, reader.end)
        if not follows or not cue.takes(Takes.CLAUSE) or not _long_enough(reader, content):
            return False
    elif after.opening in (Opening.THAT, Opening.CLAUSE) and not inverted and not _ends_as_speech(reader, content):
        return False
    ranges = [content]
    done = max(after.start if after.opening is not Opening.CLAUSE else cue.end, cue.end)
    if after.opening in (Opening.QUOTED, Opening.COLON) and _quoted_run(tokens, after.start, reader.end) > after.start:
        stop = _quoted_run(tokens, after.start, reader.end)
        ranges.append((after.start, stop))
        done = stop
    elif after.opening is Opening.RESUMED and not quoted:
        ranges.append((after.start, reader.end))
        done = reader.end
    rule = Rule.DIRECT_AFTER if quoted else Rule.TRAILING
    cue_range = (cue.first, after.cue_end if not inverted else cue.end)
    if reader.add(ranges, cue_range, source, rule, True):
        reader.done = done
        return True
    return False


def _ends_as_speech(reader: _Reader, content: Range) -> bool:
    quotation = reader.tokens[content[1] - 1].quotation
    return quotation is not None and reader.text[quotation.inner_end - 1] in ",?!—–-…."


def _quoted_run(tokens: Sequence[Token], at: int, end: int) -> int:
    while at < end and tokens[at].quotation is not None:
        at += 1
    return at


def _after(reader: _Reader, cue: Cue, source: Range | None, after: After, cues: Sequence[Cue]) -> None:
    """Read a content that follows its cue."""
    tokens = reader.tokens
    start = after.start
    if after.opening in (Opening.NONE, Opening.RESUMED) or start >= reader.end:
        return
    stop = _content_end(reader, cue, start, cues)
    quoted = any(token.quotation is not None for token in tokens[start:stop])
    rule = _allowed(reader, cue, after, quoted, start, stop)
    if rule is None:
        return
    if after.opening in (Opening.QUOTED, Opening.COLON) and tokens[start].quotation is not None:
        run = _quoted_run(tokens, start, reader.end)
        if (run < len(tokens) and tokens[run].text in (".", ",")) or run >= reader.end or after.opening is Opening.COLON:
            stop = max(run, start + 1)
            rule = Rule.DIRECT_BEFORE
    if reader.add([(start, stop)], (cue.first, after.cue_end), source, rule, False):
        reader.done = stop


def _allowed(reader: _Reader, cue: Cue, after: After, quoted: bool, start: int, stop: int) -> Rule | None:
    """Return the rule by which a cue takes what follows it, or None."""
    tokens = reader.tokens
    opening = after.opening
    if opening is Opening.THAT and (cue.takes(Takes.THAT | Takes.CLAUSE | Takes.PHRASE | Takes.ADDRESSEE)):
        if tokens[start - 1].lower != "that" and not cue.takes(Takes.CLAUSE | Takes.THAT | Takes.ADDRESSEE):
            return None
        return Rule.THAT
    if opening is Opening.COLON:
        return Rule.DIRECT_BEFORE if quoted else (Rule.CLAUSE if cue.takes(Takes.CLAUSE) else None)
    if (
        quoted
        and cue.takes(Takes.QUOTED)
        and any(t.quotation is not None for t in tokens[start : min(stop, start + 12)])
    ):
        return Rule.DIRECT_BEFORE if opening is Opening.QUOTED else Rule.MIXED
    if opening is Opening.CLAUSE:
        lower = tokens[start].lower
        if lower == "to":
            return Rule.PHRASE if cue.takes(Takes.PHRASE) else None
        if cue.takes(Takes.PHRASE) or (cue.takes(Takes.CLAUSE) and cue.verb.base == "announce"):
            return Rule.PHRASE
        if cue.takes(Takes.ADDRESSEE) and after.cue_end > cue.end:
            return Rule.CLAUSE
        if cue.takes(Takes.CLAUSE) and stop - start >= 3:
            if cue.verb.base in ("say", "add", "warn", "insist", "claim", "argue") or _finite(tokens, start, stop):
                return Rule.CLAUSE
    return None


def _finite(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether a range has a finite verb that can be told by its form."""
    return any(
        token.lower in AUXILIARIES or (token.lower.endswith("ed") and len(token.lower) > 4)
        for token in tokens[start + 1 : stop]
    )


def _content_end(reader: _Reader, cue: Cue, start: int, cues: Sequence[Cue]) -> int:
    """Return where the content of a cue ends: at the next attribution of the same level, else with the unit."""
    tokens = reader.tokens
    for other in cues:
        if other.first <= start:
            continue
        before = other.first - 1
        while before > start and tokens[before].lower in ("also", "later", "then", "by"):
            before -= 1
        mark = tokens[before]
        if (
            other.participle
            and (mark.text in (",", "–", "—") or mark.quotation is not None)
            and other.takes(Takes.CLAUSE | Takes.THAT | Takes.PHRASE | Takes.QUOTED)
        ):
            if _worthy_participle(tokens, other, reader.end):
                return before if mark.quotation is None else before + 1
        if mark.lower in ("and", "but") and other.verb.form == cue.verb.form and _second_verb(reader, other):
            return before - (tokens[before - 1].text == ",")
        if mark.is_word and not other.participle and other.takes(Takes.CLAUSE):
            cut = _contrast(reader, other, start)
            if cut is not None:
                return cut
    stop = start
    while stop < reader.end and tokens[stop].text != ";":
        if tokens[stop].text in (".", "?", "!") and stop + 1 < reader.end and tokens[stop + 1].quotation is not None:
            return stop
        stop += 1
    return reader.end


def _second_verb(reader: _Reader, other: Cue) -> bool:
    """Tell whether a second verb after "and" is an attribution of the same speaker rather than part of the content."""
    after = look_after(reader.tokens, other, other.end, reader.end)
    if after.opening in (Opening.THAT, Opening.QUOTED, Opening.COLON):
        return True
    return after.opening is Opening.CLAUSE and other.takes(Takes.CLAUSE | Takes.PHRASE | Takes.ADDRESSEE)


def _contrast(reader: _Reader, other: Cue, start: int) -> int | None:
    """Return where ", while X said" begins, or None."""
    source = subject_before(reader.tokens, other.first, start)
    if source is None or source[0] - 2 <= start:
        return None
    tokens = reader.tokens
    joins = tokens[source[0] - 1].lower in ("while", "but", "and", "whereas")
    if joins and tokens[source[0] - 2].text == "," and _speaks(reader, source, other):
        return source[0] - 2
    return None


def _worthy_participle(tokens: Sequence[Token], cue: Cue, end: int) -> bool:
    after = look_after(tokens, cue, cue.end, end)
    if after.opening in (Opening.THAT, Opening.QUOTED, Opening.COLON):
        return True
    return after.opening is Opening.CLAUSE and cue.takes(Takes.CLAUSE | Takes.PHRASE)


def _participle(reader: _Reader, cue: Cue) -> None:
    """Read "adding that S", "calling it S": its source is that of the cue before, else the subject of the unit."""
    tokens = reader.tokens
    before = tokens[cue.first - 1] if cue.first else None
    if before is not None and before.is_word and before.lower not in ("and", "by", "while", "also", "but"):
        if before.lower not in documents() | groups() and before.mention < 0:
            return
    if not _worthy_participle(tokens, cue, reader.end):
        return
    after = look_after(tokens, cue, cue.end, reader.end)
    stop = _content_end(reader, cue, after.start, [c for c in find_cues(tokens) if c.first > cue.first])
    quoted = any(token.quotation is not None for token in tokens[after.start : stop])
    rule = _allowed(reader, cue, after, quoted, after.start, stop)
    source = reader.source or first_subject(tokens, 0, cue.first)
    if rule is None or source is None or not _speaks(reader, source, cue):
        return
    if reader.add([(after.start, stop)], (cue.first, after.cue_end), source, Rule.PARTICIPLE, False):
        reader.done = stop
        reader.source = source
