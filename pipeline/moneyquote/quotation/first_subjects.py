"""The subject of a unit: its first noun phrase, for participles and second verbs that have none of their own."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.noun_phrases import Range, abbreviated, ends_phrase, is_nominal
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    roles,
    titles,
    verb_forms,
)

_LONGEST_SUBJECT = 20  # tokens


def first_subject(tokens: Sequence[Token], floor: int, end: int) -> Range | None:
    """Return the first noun phrase of a clause that could be its subject: a pronoun, a name with its title, "the X"."""
    at = _past_fronted(tokens, floor, end)
    if at >= end:
        return None
    if tokens[at].lower in PRONOUNS:
        return at, at + 1
    stop = at
    while stop < end and stop - at < _LONGEST_SUBJECT:
        token = tokens[stop]
        if token.mention < 0:
            if token.text == "(":
                close = next((k for k in range(stop, min(end, stop + 20)) if tokens[k].text == ")"), None)
                if close is None:
                    break
                stop = close
            elif not (token.text == "." and abbreviated(tokens, stop)) and _ends_subject(tokens, at, stop):
                break
        stop += 1
    return (at, stop) if stop > at and is_nominal(tokens, at, stop - 1) else None


def _past_fronted(tokens: Sequence[Token], floor: int, end: int) -> int:
    """Return where the subject can begin: after a fronted adverbial with its comma, adverbs and conjunctions."""
    at = floor
    fronted = at < end and (tokens[at].lower in PREPOSITIONS | TIMES or tokens[at].lower.endswith("ing"))
    if fronted and tokens[at].mention < 0:
        at = _fronted_end(tokens, at, end)
    while at < end and (not tokens[at].is_word or tokens[at].lower in ADVERBS | {"and", "but", "yet", "so"}):
        at += 1
    return at


def _fronted_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where the subject begins behind a fronted adverbial: after its comma, or at the name before the comma.

    "By contrast Hale, an analyst, argued": no comma parts the adverbial from the name.
    """
    comma = next((k for k in range(at, min(end, at + 30)) if tokens[k].text == ","), None)
    if comma is None:
        return at
    first = comma
    while first > at and tokens[first - 1].mention >= 0 and tokens[first - 1].mention == tokens[comma - 1].mention:
        first -= 1
    before = tokens[first - 1].lower if first > at else ""
    named = first < comma and first == at + 2 and before.isalpha() and before not in DETERMINERS | roles() | titles()
    return first if named and before not in PREPOSITIONS else comma + 1


def _ends_subject(tokens: Sequence[Token], at: int, stop: int) -> bool:
    """Tell whether a token outside names ends the subject that begins at ``at``."""
    token = tokens[stop]
    lower = token.lower
    if not token.is_word or ends_phrase(token) or lower in verb_forms() or lower in ADVERBS:
        return True
    if stop == at:
        return False
    if lower.endswith(("ed", "ly")) or (lower in PREPOSITIONS and lower != "of"):
        return True
    return tokens[stop - 1].mention >= 0 and lower not in {"of", "and"} | roles() | titles()
