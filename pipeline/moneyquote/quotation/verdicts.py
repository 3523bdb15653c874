"""Words that a noun or turn of phrase attributes: "'A': that was the verdict of X", "'A' was all X would say"."""

from __future__ import annotations

from moneyquote.quotation.before import quoted_run
from moneyquote.quotation.inverted import subject_after
from moneyquote.quotation.noun_phrases import Range
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.types import Rule
from moneyquote.quotation.vocabulary import AUXILIARIES, Takes, verb_forms, word_list

_BE = frozenset(("is", "was", "are", "were", "'s", "’s"))
_POINTS = frozenset(("that", "this", "such", "so", "which"))
_NOUNS = word_list("reporting_verbs", "speech_nouns", "nouns")
_REACH = 14  # tokens from the quoted words to the noun or verb


def read_verdict(reader: Reader) -> bool:
    """Read a unit that begins with quoted words of which a noun or "all that X would say" tells whose they are."""
    run = quoted_run(reader.tokens, 0, reader.end)
    at = _past_be(reader, run) if run else None
    if at is None:
        return False
    parts = _noun_of(reader, at) or _all_said(reader, at)
    if parts is None:
        return False
    cue, source = parts
    made = reader.add([(0, run)], cue, source, Rule.DIRECT_AFTER, True)
    reader.done = reader.end if made else 0
    return made


def _past_be(reader: Reader, at: int) -> int | None:
    """Return the token behind ": that was" or "was", or None."""
    tokens, end = reader.tokens, reader.end
    if at < end and tokens[at].text in (":", ",", "–", "—"):
        at += 1
    if at < end and tokens[at].lower in _POINTS:
        at += 1
    return at + 1 if at + 1 < end and tokens[at].lower in _BE else None


def _noun_of(reader: Reader, at: int) -> tuple[Range, Range] | None:
    """Read "the verdict of X" and "X's verdict": the noun is the cue."""
    tokens, end = reader.tokens, reader.end
    noun = next((k for k in range(at, min(end, at + _REACH)) if tokens[k].lower in _NOUNS), None)
    if noun is None or any(token.lower in AUXILIARIES - _BE for token in tokens[at:noun]):
        return None
    if noun + 1 < end and tokens[noun + 1].lower in ("of", "from", "by"):
        source = subject_after(tokens, noun + 2, end)
    else:
        owner = next((k for k in range(at, noun) if tokens[k].text in ("'s", "’s", "’", "'")), None)
        source = (at, owner) if owner is not None and owner > at else _owned(reader, at, noun)
    return ((noun, noun + 1), source) if source is not None and _may_own(reader, source) else None


def _owned(reader: Reader, at: int, noun: int) -> Range | None:
    """Return "his", "her", "their" or a name with its possessive ending right before a noun."""
    tokens = reader.tokens
    if tokens[at].lower in ("his", "her", "their", "its") and noun - at <= 3:
        return at, at + 1
    last = noun - 1
    return (at, noun) if last >= at and tokens[last].lower.endswith(("'s", "’s")) else None


def _may_own(reader: Reader, source: Range) -> bool:
    tokens = reader.tokens[source[0] : source[1]]
    return any(token.mention >= 0 for token in tokens) or tokens[0].lower in ("the", "his", "her", "their", "its")


def _all_said(reader: Reader, at: int) -> tuple[Range, Range] | None:
    """Read "all (that) X would say" and "how X put it": the verb is the cue."""
    tokens, end = reader.tokens, reader.end
    if tokens[at].lower not in ("all", "how", "what"):
        return None
    first = at + 1 + (at + 1 < end and tokens[at + 1].lower == "that")
    for verb in range(first + 1, min(end, first + _REACH)):
        form = verb_forms().get(tokens[verb].lower)
        says = form is not None and bool(form.takes & Takes.CLAUSE)
        put = tokens[at].lower == "how" and tokens[verb].lower in ("put", "puts", "described", "saw")
        if tokens[verb].mention < 0 and (says or put):
            last = verb
            while last > first + 1 and tokens[last - 1].lower in AUXILIARIES:
                last -= 1
            return (verb, verb + 1), (first, last)
    return None
