"""Contents that follow their cue: said that S, said: "A", urged S, and where they end."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.before import quoted_run
from moneyquote.quotation.clauses import After, Opening, look_after
from moneyquote.quotation.cues import Cue
from moneyquote.quotation.noun_phrases import Range
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.sources import subject_before
from moneyquote.quotation.types import Rule
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    PERIODS,
    PREPOSITIONS,
    SUBORDINATORS,
    TIMES,
    Takes,
    denied_acts,
    word_list,
)

_PLAIN = frozenset(("say", "add", "warn", "insist", "claim", "argue"))
_JUDGED_REACH = 12  # tokens between a judging verb and the words in marks; beyond it most were scare quotes
_THING_VERBS = word_list("reporting_verbs", "thing_verbs", "verbs")
_CHARGES = frozenset(("charge", "claim", "accusation", "allegation", "suggestion", "assertion"))
_LIKENING = frozenset(("describe", "depict", "portray", "characterize", "characterise"))  # X as Y
_NOUN_TIES = frozenset(("from", "on", "for", "about", "of", "at", "with"))
_CUTS = frozenset(("which", "who", "whose", "down", "up", "amid", "where", "despite")) | SUBORDINATORS


def read_after(reader: Reader, cue: Cue, source: Range | None, after: After, cues: Sequence[Cue]) -> None:
    """Read a content that follows its cue."""
    tokens = reader.tokens
    start = after.start
    resumed = after.opening is Opening.RESUMED and cue.takes(Takes.CLAUSE) and source is not None and source[0] <= 2
    if resumed and _finite(tokens, start, reader.end):
        after = After(Opening.CLAUSE, start, after.cue_end)
    if after.opening in (Opening.NONE, Opening.RESUMED) or start >= reader.end:
        return
    stop = content_end(reader, cue, start, cues)
    rule = allowed_rule(reader, cue, source, after, (start, stop))
    if rule is None:
        return
    stop = _shortened(reader, rule, cue, source, (start, stop))
    if after.opening in (Opening.QUOTED, Opening.COLON) and tokens[start].quotation is not None:
        run = quoted_run(tokens, start, reader.end)
        if run >= reader.end or after.opening is Opening.COLON or _closes(reader, run):
            stop = run
            rule = Rule.DIRECT_BEFORE
    if reader.add([(start, stop)], (cue.first, after.cue_end), source, rule, False):
        reader.done = stop


def _closes(reader: Reader, run: int) -> bool:
    """Tell whether a quotation is a whole utterance: a mark ends it, inside or after, and it begins like a sentence."""
    quotation = reader.tokens[run - 1].quotation
    if quotation is None or reader.tokens[run].text in (".", ","):
        return True
    return reader.text[quotation.inner_end - 1] in ",.?!" and reader.text[quotation.inner_start].isupper()


def allowed_rule(reader: Reader, cue: Cue, source: Range | None, after: After, content: Range) -> Rule | None:
    """Return the rule by which a cue takes what follows it, or None."""
    tokens, opening = reader.tokens, after.opening
    start, stop = content
    quoted = next((k for k in range(start, stop) if tokens[k].quotation is not None), None)
    if opening is Opening.THAT and (quoted is not None or cue.takes(Takes.THAT | Takes.PHRASE | Takes.ADDRESSEE)):
        if source is not None and source[0] > 0 and tokens[source[0] - 1].lower in ("that", "if"):
            return None
        if cue.verb.base in _THING_VERBS and not reader.speaks(source, cue, strict=True):
            return None
        if tokens[start - 1].lower == "that" or quoted is not None or cue.takes(Takes.THAT | Takes.ADDRESSEE):
            return Rule.THAT
        return None
    if opening is Opening.COLON:
        return Rule.DIRECT_BEFORE if quoted is not None else (Rule.CLAUSE if cue.takes(Takes.CLAUSE) else None)
    if quoted is not None and opening is Opening.QUOTED:
        return Rule.DIRECT_BEFORE if _utters(reader, cue, start) else None
    if quoted is not None and quoted - start < _JUDGED_REACH and cue.takes(Takes.JUDGED | Takes.ADDRESSEE):
        return Rule.MIXED if cue.takes(Takes.CLAUSE) or reader.speaks(source, cue, strict=True) else None
    return _unquoted_rule(reader, cue, source, after, content) if opening is Opening.CLAUSE else None


def _utters(reader: Reader, cue: Cue, start: int) -> bool:
    """Tell an utterance from a title right after a verb ("sang 'Row the Boat Ashore' at the pier")."""
    quotation = reader.tokens[start].quotation
    if quotation is None or start > cue.end or cue.takes(Takes.CLAUSE | Takes.THAT | Takes.JUDGED):
        return True
    return reader.text[quotation.inner_end - 1] in ".,?!"


def _unquoted_rule(reader: Reader, cue: Cue, source: Range | None, after: After, content: Range) -> Rule | None:
    tokens = reader.tokens
    start, stop = content
    infinitive = tokens[start].lower in ("to", "not")
    if stop - start == 1 and tokens[start].lower in ADVERBS | TIMES | PERIODS | PREPOSITIONS:
        return None
    if tokens[start].lower == "by" or (cue.verb.base == "add" and infinitive):
        return None
    if cue.verb.base == "deny" and any(token.lower in denied_acts() for token in tokens[start : start + 5]):
        return None
    if cue.verb.base == "call" and not _names_object(tokens[start]):
        return None
    if cue.takes(Takes.PHRASE) and not _subordinate(reader, cue, source):
        if not infinitive and cue.takes(Takes.CLAUSE) and _finite(tokens, start, stop):
            return Rule.CLAUSE
        return Rule.PHRASE if reader.speaks(source, cue, strict=True) else None
    addressed = cue.takes(Takes.ADDRESSEE) and after.cue_end > cue.end
    if infinitive:
        return Rule.PHRASE if addressed or cue.takes(Takes.INFINITIVE) else None
    if tokens[start].lower in _NOUN_TIES and cue.verb.base not in _PLAIN:
        return None
    if addressed:
        return Rule.CLAUSE
    if cue.takes(Takes.CLAUSE) and stop - start >= 3 and (cue.verb.base in _PLAIN or _finite(tokens, start, stop)):
        return Rule.CLAUSE
    if cue.takes(Takes.THAT) and reader.is_document(source) and _finite(tokens, start, stop):
        return Rule.CLAUSE
    return None


def _names_object(token: Token) -> bool:
    """Tell whether a token can be whom somebody calls something: a name or an object pronoun."""
    return token.mention >= 0 or token.lower in ("him", "her", "it", "them", "me", "us", "this", "that")


def _subordinate(reader: Reader, cue: Cue, source: Range | None) -> bool:
    """Tell whether a cue stands in a clause of condition or inside a relative clause ("what officials call")."""
    if source is None or source[0] == 0:
        return False
    before = reader.tokens[source[0] - 1].lower
    if before in ("what", "if", "when", "that", "because", "whom", "as"):
        return True
    return reader.tokens[source[1]].lower in ("who", "which", "that") and cue.first - source[1] <= 2


def _finite(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Tell whether a range has a finite verb that can be told by its form."""
    return any(
        token.mention < 0
        and token.text != "May"
        and (token.lower in AUXILIARIES or (token.lower.endswith("ed") and len(token.lower) > 4))
        for token in tokens[start + 1 : stop]
    )


def content_end(reader: Reader, cue: Cue, start: int, cues: Sequence[Cue]) -> int:
    """Return where the content of a cue ends: at the next attribution of the same level, else with the unit."""
    tokens = reader.tokens
    for other in cues:
        if other.first <= start:
            continue
        before = other.first - 1
        while before > start and tokens[before].lower in ADVERBS | {"by"}:
            before -= 1
        mark = tokens[before]
        if other.participle:
            if (mark.text in (",", "–", "—") or mark.quotation is not None) and worthy_participle(reader, other):
                return before if mark.quotation is None else before + 1
        elif mark.lower in ("and", "but") and _second_verb(reader, cue, other):
            return before - (tokens[before - 1].text == ",")
        elif mark.is_word and other.takes(Takes.CLAUSE):
            cut = _contrast(reader, other, start)
            if cut is not None:
                return cut
    charge = _charge(reader, start, reader.end)
    if charge is not None:
        return charge
    for stop in range(start, reader.end - 1):
        if tokens[stop].text in (".", "?", "!") and tokens[stop + 1].quotation is not None:
            return stop
    return reader.end


def _shortened(reader: Reader, rule: Rule, cue: Cue, source: Range | None, content: Range) -> int:
    """Return an earlier end where the clause of the cue ends before its unit does."""
    tokens = reader.tokens
    start, stop = content
    bracket = _open_bracket(tokens, cue.first)
    subordinate = source is not None and source[0] > 0 and tokens[source[0] - 1].lower in SUBORDINATORS | {"which"}
    relative = source is not None and tokens[source[1]].text == "," and tokens[source[1] + 1].lower in ("who", "which")
    dash = source is not None and source[0] > 0 and tokens[source[0] - 1].text in ("–", "—", "--")
    for at in range(start + 1, stop):
        text = tokens[at].text
        if bracket and text == ")" and not _open_bracket(tokens, at, floor=start):
            return at
        if dash and text in ("–", "—", "--"):
            return at
        if text == "," and at + 1 < stop and (subordinate or relative):
            return at
        if text == "," and at + 1 < stop and _cut_after(tokens, at + 1, rule):
            return at
        likened = tokens[at].lower == "as" and cue.verb.base in _LIKENING
        subordinates = tokens[at].lower in SUBORDINATORS and not likened
        if tokens[at - 1].quotation is not None and rule is Rule.MIXED and subordinates:
            return at
        if rule is Rule.PHRASE and text in ("–", "—", "--"):
            return at
    return stop


def _cut_after(tokens: Sequence[Token], at: int, rule: Rule) -> bool:
    """Tell whether what follows a comma is the writer's again."""
    lower = tokens[at].lower
    if rule is Rule.PHRASE:
        return lower in _CUTS or (lower != "including" and lower.endswith("ing") and len(lower) > 5)
    return lower in ("amid", "prompting", "according")


def _open_bracket(tokens: Sequence[Token], at: int, floor: int = 0) -> bool:
    """Tell whether token ``at`` stands inside a bracket opened since ``floor``."""
    depth = 0
    for token in tokens[floor:at]:
        depth += (token.text == "(") - (token.text == ")")
    return depth > 0


def _second_verb(reader: Reader, cue: Cue, other: Cue) -> bool:
    """Tell whether a second verb after "and" is an attribution of the same speaker, not part of the content."""
    after = look_after(reader.tokens, other, other.end, reader.end)
    if after.opening in (Opening.THAT, Opening.QUOTED, Opening.COLON):
        return True
    if after.opening is Opening.CLAUSE and reader.tokens[after.start].lower == "to":
        return other.takes(Takes.INFINITIVE | Takes.PHRASE)
    same = other.verb.form == cue.verb.form
    if same and other.takes(Takes.JUDGED) and not cue.takes(Takes.CLAUSE) and after.opening is Opening.CLAUSE:
        return True
    return same and after.opening is Opening.CLAUSE and other.takes(Takes.CLAUSE | Takes.PHRASE | Takes.ADDRESSEE)


def _charge(reader: Reader, start: int, stop: int) -> int | None:
    """Return where ", a charge that X rejected" begins in a content, or None: that is the writer's."""
    tokens = reader.tokens
    for at in range(start + 1, stop - 3):
        if tokens[at].text == "," and tokens[at + 1].lower in ("a", "an") and tokens[at + 2].lower in _CHARGES:
            return at
    return None


def _contrast(reader: Reader, other: Cue, start: int) -> int | None:
    """Return where ", while X said" begins, or None."""
    source = subject_before(reader.tokens, other.first, start)
    if source is None or source[0] - 2 <= start:
        return None
    tokens = reader.tokens
    joins = tokens[source[0] - 1].lower in ("while", "but", "and", "whereas")
    if joins and tokens[source[0] - 2].text == "," and reader.speaks(source, other):
        return source[0] - 2
    return None


def _near_quotation(reader: Reader, at: int) -> bool:
    return any(token.quotation is not None for token in reader.tokens[at : at + _JUDGED_REACH])


def worthy_participle(reader: Reader, cue: Cue) -> bool:
    """Tell whether an -ing form attributes by itself: it has a content of its own."""
    after = look_after(reader.tokens, cue, cue.end, reader.end)
    if after.opening in (Opening.THAT, Opening.QUOTED, Opening.COLON):
        return True
    if after.opening is not Opening.CLAUSE:
        return False
    if reader.tokens[after.start].lower in ("to", "by"):
        return cue.takes(Takes.INFINITIVE)
    if cue.takes(Takes.CLAUSE | Takes.PHRASE):
        return (
            cue.verb.base != "call" or _names_object(reader.tokens[after.start]) or _near_quotation(reader, after.start)
        )
    return cue.takes(Takes.JUDGED) and _near_quotation(reader, after.start)
