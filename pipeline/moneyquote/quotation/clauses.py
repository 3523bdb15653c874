"""Where the content of a cue begins and ends in its unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from moneyquote.quotation.cues import Cue
from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    Form,
    Takes,
    verb_forms,
)


class Opening(StrEnum):
    """How the content after a cue opens."""

    NONE = "none"
    THAT = "that"
    COLON = "colon"
    QUOTED = "quoted"
    CLAUSE = "clause"
    RESUMED = "resumed"  # S, she said, S


@dataclass(frozen=True, slots=True)
class After:
    """What follows a cue: how it opens, from which token, and where the addressee (if any) ends."""

    opening: Opening
    start: int
    cue_end: int


_THAT = frozenset(("that", "whether", "how", "why", "if", "what", "when", "where"))
_CIRCUMSTANCE = 8  # tokens between a cue and the comma behind which its statement goes on
_REACH = 14  # tokens between a cue and its "that", colon or quotation; longest of the train gold 12


def addressee_end(tokens: Sequence[Token], at: int, end: int) -> int:
    """Return where the addressee after "told" ends: before that, a mark, or the subject of the clause."""
    here = at
    while here < end and here - at < 12:
        token = tokens[here]
        if (not token.is_word and token.text not in "&-.’'") or token.quotation is not None:
            break
        if here > at and token.mention < 0:
            if token.lower in _THAT or token.lower in PRONOUNS or token.lower in AUXILIARIES:
                break
            if token.lower in PREPOSITIONS or token.lower == "not":
                break
            if (
                token.lower in ("the", "a", "an", "this", "there", "his", "her", "its", "their", "to", "about")
                or token.lower in TIMES
            ):
                break
        elif (
            here > at
            and token.mention >= 0
            and tokens[here - 1].mention != token.mention
            and tokens[here - 1].lower not in ("and", "the", "of")
        ):
            break
        if here == at and token.lower in _THAT:
            break
        here += 1
    return here


def _ahead(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Return the token of a "that", colon or quotation that opens the content after an adverbial, or None."""
    for here in range(at, min(end, at + _REACH)):
        token = tokens[here]
        if token.lower == "that" and here > at:
            return here
        if token.text == ":" or (token.quotation is not None and here > at and tokens[here - 1].text in (",", ":")):
            return here
        if here > at and token.lower in AUXILIARIES | PRONOUNS and token.mention < 0:
            return None
    return None


def _skip_adverbs(tokens: Sequence[Token], at: int, end: int) -> int:
    while (
        at < end
        and tokens[at].mention < 0
        and (
            tokens[at].lower in ADVERBS - {"both", "all", "instead", "once"}
            or tokens[at].lower in TIMES - {"this", "next", "may", "march"}
        )
    ):
        at += 1
    if (
        at + 1 < end
        and tokens[at].lower in ("on", "in")
        and tokens[at + 1].lower in TIMES - {"this", "next", "last", "late", "early"}
    ):
        at += 2
        while at < end and tokens[at].lower.isdigit():
            at += 1
    return at


def look_after(tokens: Sequence[Token], cue: Cue, at: int, end: int) -> After:
    """Read what follows a cue (and its inverted source) from token ``at``."""
    cue_end = cue.end
    if cue.takes(Takes.ADDRESSEE) and at == cue.end and at < end and _addressed(tokens, cue, at):
        at = cue_end = addressee_end(tokens, at, end)
    at = _skip_adverbs(tokens, at, end)
    if at >= end:
        return After(Opening.NONE, end, cue_end)
    token = tokens[at]
    infinitive = token.lower == "to" and cue.takes(Takes.PHRASE | Takes.INFINITIVE | Takes.THAT)
    if (token.lower in PREPOSITIONS - _THAT and not infinitive) or token.lower in ("a", "his", "her", "the", "its"):
        ahead = _ahead(tokens, at, end)
        if ahead is not None and (token.lower in PREPOSITIONS or not tokens[ahead].lower):
            at = ahead
            token = tokens[at]
    if token.lower in _THAT:
        return After(Opening.THAT, at + (token.lower == "that"), cue_end)
    if token.text == ":":
        return After(Opening.COLON, at + 1, cue_end)
    if token.lower == "as" and at + 1 < end and tokens[at + 1].quotation is not None:
        at, token = at + 1, tokens[at + 1]  # "rejected as 'Q'"
    if token.quotation is not None:
        return After(Opening.QUOTED, at, cue_end)
    if token.text in (",", "–", "—", "--", "…", "..."):
        return _after_comma(tokens, at, end, cue_end)
    if token.text in (".", ";", ")", "?", "!"):
        return After(Opening.NONE, at, cue_end)
    colon = _colon_ahead(tokens, at, end)
    return After(Opening.CLAUSE, at, cue_end) if colon is None else After(Opening.COLON, colon + 1, cue_end)


def _colon_ahead(tokens: Sequence[Token], at: int, end: int) -> int | None:
    """Return the colon before quoted words that a circumstance or listener parts from its verb, or None.

    "answered nine minutes later: 'A'", "wrote to the ferrymen: 'A'".
    """
    for here in range(at, min(end - 1, at + _REACH)):
        token = tokens[here]
        if token.text == ":":
            return here if tokens[here + 1].quotation is not None else None
        bare = token.mention < 0
        if not token.is_word or (bare and (token.lower in AUXILIARIES or token.lower in PRONOUNS)):
            return None
    return None


def _addressed(tokens: Sequence[Token], cue: Cue, at: int) -> bool:
    """Tell whether a verb that may name its listener does: "told" always, "warned" before a name or noun and that."""
    if cue.verb.base in ("tell", "inform", "remind", "notify", "assure"):
        return True
    stop = addressee_end(tokens, at, len(tokens))
    if not at < stop < len(tokens):
        return False
    opens = tokens[stop].lower in ("that", "to") or (stop + 1 < len(tokens) and tokens[stop].lower == "not")
    return opens and tokens[at].lower not in PREPOSITIONS


def _after_comma(tokens: Sequence[Token], at: int, end: int, cue_end: int) -> After:
    following = at + 1
    if following < end and tokens[following].lower in ("and", "but"):
        following += 1
    if following < end and tokens[following].quotation is not None:
        return After(Opening.QUOTED, following, cue_end)
    form = verb_forms().get(tokens[following].lower) if following < end else None
    if form is not None and form.form & Form.ING:
        return After(Opening.NONE, at, cue_end)
    for here in range(following, min(end, at + 20)):
        if tokens[here].quotation is not None and tokens[here - 1].text in (",", ":"):
            return After(Opening.QUOTED, here, cue_end)
        if tokens[here].lower == "that" and tokens[here - 1].text == ",":
            return After(Opening.THAT, here + 1, cue_end)
    return After(Opening.RESUMED, at + 1, cue_end)


def resuming(text: str, tokens: Sequence[Token], after: After, end: int) -> After:
    """Return what follows a cue inside a statement that only ends in quoted words, as its resumption.

    "She means, she told us, to sell it, 'and soon'"; "It is the only pier, Hale said, that 'holds'". Words that begin
    with a capital in the marks, and what other words lead to, are a content of their own.
    """
    if after.opening is Opening.CLAUSE and tokens[after.start].lower in PREPOSITIONS:
        comma = next((k for k in range(after.start, min(end, after.start + _CIRCUMSTANCE)) if tokens[k].text == ","), 0)
        joins = comma and comma + 2 < end and tokens[comma + 1].lower in ("and", "but")
        return After(Opening.RESUMED, comma + 1, after.cue_end) if joins and _auxiliary(tokens, comma + 2) else after
    if after.opening not in (Opening.QUOTED, Opening.THAT) or after.start >= end or tokens[after.cue_end].text != ",":
        return after
    quotation = next((token.quotation for token in tokens[after.start : end] if token.quotation is not None), None)
    if quotation is None or not text[quotation.inner_start].islower():
        return after
    first = after.cue_end + 1
    leads = tokens[first].quotation is not None or tokens[first].lower in ("to", "that") or _auxiliary(tokens, first)
    return After(Opening.RESUMED, first, after.cue_end) if leads else after


def _auxiliary(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].mention < 0 and tokens[at].lower in AUXILIARIES


def is_adverbial(tokens: Sequence[Token], at: int, end: int) -> bool:
    """Tell whether what follows a cue is a mere adverbial ("in a statement", "while visiting Kigali")."""
    if at >= end:
        return True
    lower = tokens[at].lower
    if lower == "to":
        return False
    if lower in ("while", "when", "after", "before", "as", "during", "of", "about"):
        return True
    return (lower in PREPOSITIONS or lower in TIMES) and not any(token.lower in AUXILIARIES for token in tokens[at:end])
