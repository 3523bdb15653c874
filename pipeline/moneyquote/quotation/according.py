"""Attribution without a verb of the source: according to X, reportedly, quoted as saying, it was announced that."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.cues import find_cues
from moneyquote.quotation.inverted import subject_after
from moneyquote.quotation.noun_phrases import Range, phrase_before
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.types import Rule
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import AUXILIARIES, PRONOUNS, Form, Takes, verb_forms

_BE = frozenset(("is", "was", "were", "are", "been"))


def read_according(reader: Reader) -> bool:
    """Read "S, according to X" and "According to X, S"; the whole unit is its content. False if there is none."""
    tokens, end = reader.tokens, reader.end
    at = next((k for k in range(end - 1) if tokens[k].lower == "according" and tokens[k + 1].lower == "to"), None)
    length = 2
    if at is None and tokens[0].lower == "per":
        at, length = 0, 1
    if at is None or _closes_speech(tokens, at):
        return False
    source = subject_after(tokens, at + length, end)
    if source is None:
        return False
    cue = (at, at + length)
    made = (
        _fronted(reader, cue, source)
        if at <= 3 and not any(t.quotation for t in tokens[:at])
        else _following(reader, cue, source)
    )
    reader.done = end
    return made


def _closes_speech(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether "according to" only backs an attribution that is there: "'A,' the letter says, according to X"."""
    before = tokens[max(0, at - 2) : at]
    quoted = any(token.quotation is not None for token in tokens[: max(0, at - 2)])
    verb = verb_forms().get(before[0].lower) if len(before) == 2 and before[1].text == "," else None
    return (
        verb is not None
        and bool(verb.takes & Takes.CLAUSE)
        and (quoted or (at > 2 and tokens[at - 3].lower in PRONOUNS))
    )


def _fronted(reader: Reader, cue: Range, source: Range) -> bool:
    """Read "According to X, S"; the source ends at the comma after which a clause begins."""
    tokens, end = reader.tokens, reader.end
    commas = [k for k in range(cue[1] + 1, min(end, cue[1] + 40)) if tokens[k].text == ","]
    if not commas:
        return False
    comma = next((k for k in commas if k >= source[1] or _clause_follows(tokens, k + 1, end)), commas[-1])
    return reader.add([(comma + 1, end)], cue, (cue[1], comma), Rule.ACCORDING, False)


def _following(reader: Reader, cue: Range, source: Range) -> bool:
    """Read "S, according to X": all before it, and a rest of the clause after it."""
    tokens, end = reader.tokens, reader.end
    before = cue[0] - (tokens[cue[0] - 1].text == ",")
    rest: list[Range] = []
    if source[1] + 1 < end and tokens[source[1]].text == "," and end - source[1] > 6:
        rest = [(source[1] + 1, end)] if tokens[source[1] + 1].lower in AUXILIARIES | {"which", "who"} else []
    return reader.add([(reader.done, before), *rest], cue, source, Rule.ACCORDING, True)


def _clause_follows(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a clause rather than an apposition follows a comma: a verb comes before the next comma."""
    for here in range(at, end):
        if tokens[here].text == ",":
            return False
        if tokens[here].lower in AUXILIARIES | PRONOUNS or tokens[here].lower.endswith("ed"):
            return True
    return True


def read_reportedly(reader: Reader) -> None:
    """Read a unit that "Reportedly" opens: its clause, with no source."""
    tokens = reader.tokens
    if tokens[0].lower == "reportedly":
        reader.add([(1, reader.end)], (0, 1), None, Rule.REPORTEDLY, False)
        reader.done = reader.end


def read_as_saying(reader: Reader) -> None:
    """Read "Y quoted X as saying S", "X was quoted as saying S" and "S, Y cited X as saying"; X is the source."""
    tokens, end = reader.tokens, reader.end
    at = next(
        (k for k in range(end - 1) if tokens[k].lower == "as" and tokens[k + 1].lower in ("saying", "telling")), None
    )
    if at is None:
        return
    verb = next(
        (k for k in range(at - 1, max(-1, at - 30), -1) if tokens[k].lower in ("quoted", "cited", "quotes")), None
    )
    if verb is None:
        return
    source = _quoted_person(tokens, verb, at)
    if source is None:
        return
    start = at + 2 + (at + 2 < end and tokens[at + 2].lower == "that")
    ranges: list[Range] = [(start, end)]
    if (
        source[0] > 4
        and tokens[source[0] - 2].text == ","
        and not any(token.lower in AUXILIARIES or token.quotation is not None for token in tokens[start:end])
    ):
        ranges = [(0, source[0] - 2)]
    if start < end or ranges[0][0] == 0:
        reader.add(ranges, (at + 1, at + 2), source, Rule.THAT, ranges[0][0] == 0)
        reader.done = end


def _quoted_person(tokens: Sequence[Token], verb: int, at: int) -> Range | None:
    """Return who is quoted: between verb and "as", or, in the passive, the subject before it."""
    if verb + 1 < at:
        last = at - (tokens[at - 1].text == ",")
        return verb + 1, last
    if tokens[verb - 1].lower in _BE and verb >= 2:
        first = phrase_before(tokens, verb - 2, 0)
        return (first, verb - 1) if first <= verb - 2 else None
    return None


def read_passive(reader: Reader) -> None:
    """Read "it was announced that S" and "X was told that S": no source is named."""
    tokens, end = reader.tokens, reader.end
    for at in range(2, end - 2):
        form = verb_forms().get(tokens[at].lower)
        if (
            form is None
            or not form.form & Form.PAST
            or tokens[at + 1].lower != "that"
            or tokens[at - 1].lower not in _BE
        ):
            continue
        if (
            form.takes & (Takes.CLAUSE | Takes.THAT | Takes.ADDRESSEE)
            and form.base not in ("advise", "remind")
            and not any(c.first < at for c in find_cues(tokens))
        ):
            reader.add([(at + 2, end)], (at, at + 1), None, Rule.THAT, False)
            reader.done = end
            return
