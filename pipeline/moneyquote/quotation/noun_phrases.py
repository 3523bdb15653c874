"""Where the noun phrase that ends before a verb begins: by marks, names and function words."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    NOUN_PREPOSITIONS,
    PERIODS,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    TIMES,
    roles,
    titles,
    verb_forms,
)

Range = tuple[int, int]  # token indices, half-open


LONGEST = 45  # tokens of a source with its apposition; the longest of the train gold has 38


_FINITE = frozenset(("said", "says", "told", "added", "announced", "was", "were", "is", "are", "has", "had"))


def abbreviated(tokens: Sequence[Token], dot: int) -> bool:
    """Tell whether a full stop belongs to the word before it (a title, an initial, "Inc")."""
    if dot == 0 or tokens[dot].start != tokens[dot - 1].end:
        return False
    word = tokens[dot - 1]
    return (
        (len(word.text) == 1 and word.text.isupper())
        or word.lower in titles()
        or "." in word.text
        or len(word.text) < 4
    )


def _opening_bracket(tokens: Sequence[Token], at: int) -> int:
    """Return the index of the bracket that the one at ``at`` closes, or ``at``."""
    for back in range(at - 1, max(-1, at - 25), -1):
        if tokens[back].text in ("(", "["):
            return back
    return at


def ends_phrase(token: Token) -> bool:
    """Tell whether a word can stand in no noun phrase."""
    if token.mention >= 0:
        return False
    lower = token.lower
    return lower in STOPS or lower in AUXILIARIES or lower in PRONOUNS or (lower in verb_forms() and lower in _FINITE)


def _names_within(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a short quotation stands inside a name or title ("James 'Shorty' Brill")."""
    return tokens[at].end - tokens[at].start < 40 and tokens[at - 1].is_word and tokens[at - 1].text[:1].isupper()


def phrase_before(tokens: Sequence[Token], last: int, floor: int) -> int:
    """Return where the noun phrase that ends with token ``last`` begins, not before ``floor``."""
    at = last
    while at >= floor and last - at < LONGEST:
        token = tokens[at]
        if token.text in (")", "]"):
            opening = _opening_bracket(tokens, at)
            if opening == at:
                break
            at = opening - 1
        elif token.is_word:
            if ends_phrase(token):
                break
            at -= 1
        elif (
            (token.text == "." and abbreviated(tokens, at))
            or token.text in "&/-'’"
            or (token.quotation is not None and floor < at < last and _names_within(tokens, at))
        ):
            at -= 1
        else:
            break
    return _trim(tokens, at + 1, last)


def _trim(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where a phrase really begins: fronted adverbs, conjunctions and prepositional phrases left out."""
    while first < last and tokens[first].mention < 0:
        step = _fronted(tokens, first, last)
        if not step:
            break
        first += step
    if tokens[first].lower in PREPOSITIONS and tokens[first].mention < 0:
        return _after_fronted(tokens, first, last)
    return first


def _fronted(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return how many tokens at the beginning of a phrase are adverbs, conjunctions or times, not the phrase."""
    token, following = tokens[first], tokens[first + 1]
    if token.lower in ("and", "&", "/", "-", "'", "’", ".", ")") or token.lower in ADVERBS:
        return 1
    if token.lower.endswith("ly") and len(token.lower) > 4 and first == 0 and following.mention >= 0:
        return 1
    if token.lower in TIMES and first + 2 <= last and following.lower in PERIODS:
        return 2
    return 1 if token.lower in TIMES and _starts_phrase(following) else 0


def _starts_phrase(token: Token) -> bool:
    return token.mention >= 0 or token.lower in DETERMINERS or token.lower in TIMES or token.text[:1].isupper()


def _after_fronted(tokens: Sequence[Token], first: int, last: int) -> int:
    """Return where the subject begins after a fronted prepositional phrase without comma, ``last`` if unclear."""
    best = first
    for at in range(first + 2, last + 1):
        before, here = tokens[at - 1], tokens[at]
        opens = here.lower in DETERMINERS or (here.mention >= 0 and here.mention != before.mention)
        if (
            opens
            and before.lower not in NOUN_PREPOSITIONS
            and before.lower not in roles() - titles()
            and before.lower not in DETERMINERS
        ):
            if before.lower in ("and", "&", ","):
                continue
            best = at
            while best - 1 > first and tokens[best - 1].lower in titles() and tokens[best - 1].text[:1].isupper():
                best -= 1
    if best > first:
        return best
    return last if tokens[last].lower in PRONOUNS else last + 1


def is_nominal(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Tell whether a phrase could be a subject at all."""
    words = [t for t in tokens[first : last + 1] if t.is_word]
    if not words:
        return False
    if len(words) == 1 and words[0].mention < 0:
        return (
            words[0].lower not in DETERMINERS - {"some", "many", "several", "both", "one"}
            and words[0].lower not in PREPOSITIONS
        )
    return True
