"""The subject after an inverted cue ("said Ms Okello, the head of X, who …"), and where its apposition ends."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.noun_phrases import LONGEST, Range, abbreviated
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PRONOUNS,
    TIMES,
    Takes,
    verb_forms,
    word_list,
)

_AFTER_STOPS = word_list("function_words", "after_source")


def subject_after(tokens: Sequence[Token], at: int, end: int) -> Range | None:
    """Return the subject that follows an inverted cue ("said Ms Okello, the head of X"), from token ``at``."""
    if at >= end:
        return None
    if tokens[at].lower in PRONOUNS and tokens[at].lower not in ("it",):
        return at, at + 1
    last = _phrase_after(tokens, at, end)
    if last == at:
        return None
    while last < end and tokens[last].text == "," and _continues_apposition(tokens, last + 1, end):
        stop = _apposition_end(tokens, last + 1, end)
        if stop <= last + 1:
            break
        last = stop
    return at, last


def _phrase_after(tokens: Sequence[Token], start: int, end: int) -> int:
    """Return the end of the noun phrase that begins at token ``start``."""
    at = start
    while at < end and at - start < LONGEST:
        token = tokens[at]
        if token.text in ("(", "[") and token.mention < 0:
            close = next((k for k in range(at + 1, min(end, at + 25)) if tokens[k].text in (")", "]")), None)
            if close is None:
                break
            at = close
        elif token.lower in ("who", "which", "whose"):
            return _apposition_end(tokens, at, end)
        elif token.mention < 0 and _ends_source(tokens, start, at, end):
            break
        at += 1
    return at


def _ends_source(tokens: Sequence[Token], start: int, at: int, end: int) -> bool:
    """Tell whether a token outside names ends the source that begins at ``start``."""
    token = tokens[at]
    if token.is_word:
        if token.lower in ("earlier", "later", "last") and at > start and tokens[at - 1].lower in DETERMINERS:
            return False
        if token.lower in _AFTER_STOPS or token.lower in AUXILIARIES or token.lower in PRONOUNS:
            return True
        tied = token.lower in ("in", "on", "at", "to", "by", "about", "with") and at > start
        return tied and _leaves(tokens, at, end)
    if (token.text == "." and abbreviated(tokens, at)) or token.text in "&/-'’":
        return False
    return token.quotation is None or token.end - token.start >= 40 or at == start


def _leaves(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a preposition after a source belongs to the verb ("said X in a statement"), not to the source."""
    lower = tokens[at].lower
    following = tokens[at + 1] if at + 1 < end else None
    if following is None:
        return True
    named = tokens[at - 1].mention >= 0
    if lower == "in" and following.lower in ("a", "an", "his", "her", "its", "their"):
        return True
    return (named and lower in ("in", "on", "at", "to", "by", "about")) or following.lower in TIMES


def _continues_apposition(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether what follows a comma after a name is its apposition."""
    if at >= end:
        return False
    token = tokens[at]
    if token.quotation is not None:
        return False
    lower = token.lower
    form = verb_forms().get(lower)
    if lower in _AFTER_STOPS or lower in (
        "and",
        "but",
        "in",
        "on",
        "at",
        "to",
        "he",
        "she",
        "they",
        "it",
        "so",
        "according",
        "speaking",
    ):
        return False
    if (form is not None and lower.endswith("ing")) or (lower.endswith("ed") and token.mention < 0):
        return False
    return token.is_word


def _apposition_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where an apposition that begins at ``at`` ends: before a participle, a quotation or the unit's end."""
    for here in range(at, min(end, at + LONGEST)):
        token = tokens[here]
        if token.quotation is not None and here > at and tokens[here - 1].text in (",", ":", "."):
            return here - 1
        if token.text in (";", "–", "—", ":"):
            return here
        if token.text == "." and not abbreviated(tokens, here):
            return here
        if token.text == "," and here + 1 < end:
            following = tokens[here + 1].lower
            form = verb_forms().get(following)
            if following.endswith("ing") and form is not None:
                return here
            if following in ("in", "on", "but", "while", "when", "as", "after", "during", "he", "she", "they"):
                return here
        if token.lower in ("who", "which") and here > at and _reports(tokens, here + 1, end):
            return here - (tokens[here - 1].text == ",")
        if token.lower in ("during", "while", "when", "after", "before", "because") and here > at + 1:
            return here
    return min(end, at + LONGEST)


def _reports(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether a relative clause is an attribution of its own ("who recalled that")."""
    while at < end and tokens[at].lower in ADVERBS:
        at += 1
    form = verb_forms().get(tokens[at].lower) if at < end else None
    return form is not None and bool(form.takes & Takes.THAT) and at + 1 < end and tokens[at + 1].lower == "that"
