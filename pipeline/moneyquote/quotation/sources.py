"""The subject before a cue, with its apposition, relative clause or antecedent."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.noun_phrases import LONGEST, Range, ends_phrase, is_nominal, phrase_before
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PERIODS,
    PRONOUNS,
    RELATIVES,
    STOPS,
    TIMES,
    word_list,
)

_TO_SAY = word_list("function_words", "before_infinitive")


def skip_adverbials_back(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Return the last token of the subject, going back over auxiliaries, adverbs and days from ``at``."""
    while at > floor and tokens[at].mention < 0:
        step = _adverbial_back(tokens, at, floor)
        if not step:
            break
        at -= step
    return at


def _adverbial_back(tokens: Sequence[Token], at: int, floor: int) -> int:
    """Return how many tokens that end at ``at`` stand between a subject and its verb."""
    token = tokens[at]
    lower, before = token.lower, tokens[at - 1]
    if lower in AUXILIARIES or lower in ADVERBS or lower in TIMES or (lower.endswith("ly") and len(lower) > 4):
        return 1
    if lower in ("on", "in") and at + 1 < len(tokens) and tokens[at + 1].lower in TIMES:
        return 1
    if lower in _TO_SAY or (lower == "to" and before.lower in _TO_SAY):
        return 1
    if lower.isdigit() and before.lower in TIMES:
        return 1
    placed = token.text[:1].isupper() and before.lower in ("in", "at") and at - 2 >= floor
    return 2 if placed and (tokens[at - 2].text == "," or tokens[at - 2].lower in TIMES) else 0


def subject_before(tokens: Sequence[Token], cue: int, floor: int) -> Range | None:
    """Return the subject of the verb at token ``cue``, standing before it, with its apposition."""
    last = skip_adverbials_back(tokens, cue - 1, floor)
    if last < floor:
        return None
    token = tokens[last]
    if token.quotation is not None:
        return None
    if token.lower in PRONOUNS:
        return last, last + 1
    if token.lower in RELATIVES and token.lower != "that":
        ante = last - 1 - (last > floor and tokens[last - 1].text == ",")
        if ante < floor or not tokens[ante].is_word:
            return None
        first = phrase_before(tokens, ante, floor)
        return (first, ante + 1) if first <= ante else None
    if token.text in (",", "–", "—", "--"):
        return _with_apposition(tokens, last, floor)
    if not (token.is_word or token.text in (")", "]", ".", "’", "'")):
        return None
    if token.is_word and ends_phrase(token):
        return None
    first = phrase_before(tokens, last, floor)
    return (first, last + 1) if first <= last and is_nominal(tokens, first, last) else None


def _with_apposition(tokens: Sequence[Token], comma: int, floor: int) -> Range | None:
    """Return the subject whose apposition or relative clause ends at the mark ``comma``.

    The head is the noun phrase before an earlier comma (or dash); the farthest such phrase is taken that begins
    neither with a preposition nor inside an enumeration.
    """
    mark = tokens[comma].text
    found: Range | None = None
    for at in range(comma - 1, max(floor, comma - LONGEST), -1):
        token = tokens[at]
        if token.quotation is not None and at == comma - 1:
            return None
        if token.text not in (mark, ","):
            continue
        head = at - 1
        if head < floor or not (tokens[head].is_word or tokens[head].text in (")", ".")):
            if tokens[head].quotation is not None:
                break
            continue
        if not _apposes(tokens[at + 1]):
            continue
        first = phrase_before(tokens, head, floor)
        if first > head or not _heads(tokens, first, head, floor):
            continue
        found = (first, comma)
        if tokens[head].mention >= 0:
            break
    return found


def _apposes(token: Token) -> bool:
    """Tell whether an apposition or relative clause may begin with a token."""
    return token.is_word or token.lower.endswith(("'s", "’s"))


def _heads(tokens: Sequence[Token], first: int, head: int, floor: int) -> bool:
    """Tell whether a phrase before a comma can be the head of a subject with an apposition."""
    if any(token.mention >= 0 for token in tokens[first : head + 1]):
        return (
            first == floor
            or tokens[first - 1].text in (",", "and", "but", "–", "—", ";", ":", "that")
            or head - first < 12
        )
    starts = tokens[first]
    before = tokens[first - 1]
    clause_start = first == floor or not before.is_word or before.lower in STOPS | TIMES | PERIODS | ADVERBS
    return clause_start and (starts.lower in DETERMINERS or starts.text[:1].isupper())
