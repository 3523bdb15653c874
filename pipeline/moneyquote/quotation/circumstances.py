"""Where, when and how something is said, which is never what is said: "in an interview with Harbour Daily"."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import AUXILIARIES, DETERMINERS, TIMES, word_list

_OPENING = frozenset(("in", "on", "at", "during", "via", "by", "through", "from", "after", "before", "over", "with"))
_POINTING = frozenset(("this", "that", "so", "it", "the", "same", "as", "much", "about"))
_REACH = 6  # words in which the occasion stands: "in an exclusive telephone interview"
_OCCASIONS = word_list("reporting_verbs", "occasions", "nouns")


def is_circumstance(tokens: Sequence[Token]) -> bool:
    """Tell whether words hold no statement: nothing, or only "this", behind which where and when it was said.

    A circumstance has no finite verb and no quotation, opens with a preposition, and soon names an occasion or a time.
    """
    words = [token for token in tokens if token.is_word or token.quotation is not None]
    pointed = 0
    while pointed < len(words) and pointed < 2 and words[pointed].lower in _POINTING and words[pointed].mention < 0:
        pointed += 1
    rest = words[pointed:]
    if not rest:
        return bool(words) and words[-1].lower not in ("about", "the", "as")
    if rest[0].lower not in _OPENING:
        return False
    if any(token.quotation is not None or token.lower in AUXILIARIES for token in rest):
        return False
    head = [token.lower for token in rest[1:_REACH] if token.lower not in DETERMINERS]
    finite = any(token.mention < 0 and token.lower.endswith("ed") and len(token.lower) > 4 for token in rest[2:])
    return not finite and any(word in _OCCASIONS or word in TIMES or word.endswith("day") for word in head)
