"""What a noun or a passive attributes: "her claim that S", "was described by X as 'Q'"."""

from __future__ import annotations

from moneyquote.quotation.before import quoted_run
from moneyquote.quotation.inverted import subject_after
from moneyquote.quotation.noun_phrases import Range
from moneyquote.quotation.reader import Reader
from moneyquote.quotation.types import Rule
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    Form,
    Takes,
    verb_forms,
    word_list,
)

_SPOKEN = word_list("reporting_verbs", "spoken", "nouns")
_OWNERS = frozenset(("his", "her", "their", "its"))
_BE = frozenset(("is", "was", "are", "were", "been"))
_FEWEST_WORDS = 3  # quoted words that are a statement although nobody is named
_LONGEST_OWNER = 5  # tokens of "the old harbour league"
_REACH = 12  # tokens from the verb to the words in marks


def read_claim(reader: Reader) -> None:
    """Read "rejected her claim that S": the noun is the cue, its owner the source; S ends with a comma or the unit.

    Left out where the claim is the subject ("Her claim that S angered the town"): where S ends there no mark tells.
    """
    tokens, end = reader.tokens, reader.end
    for at in range(2, end - 3):
        if tokens[at].lower not in _SPOKEN or tokens[at + 1].lower != "that":
            continue
        owner = _owner(reader, at)
        if owner is None or all(token.lower in ADVERBS or not token.is_word for token in tokens[: owner[0]]):
            continue
        stop = next((k for k in range(at + 2, end) if tokens[k].text in (",", ";", "–", "—")), end)
        finite = any(token.lower in AUXILIARIES or token.lower.endswith("ed") for token in tokens[at + 2 : stop])
        if finite and reader.add([(at + 2, stop)], (at, at + 1), owner, Rule.THAT, False):
            reader.done = end
            return


def _owner(reader: Reader, noun: int) -> Range | None:
    """Return the possessive before a noun, perhaps with an adjective between ("Hale’s own claim")."""
    tokens = reader.tokens
    for at in (noun - 1, noun - 2):
        if at >= 0 and tokens[at].lower in _OWNERS:
            return at, at + 1
        if at > 0 and tokens[at].lower.endswith(("'s", "’s")):
            return _owner_start(reader, at if tokens[at].is_word else at - 1), at + 1
    return None


def _owner_start(reader: Reader, last: int) -> int:
    """Return where the name or the short noun phrase that ends with token ``last`` begins."""
    tokens, first = reader.tokens, last
    if tokens[last].mention >= 0:
        while first > 0 and tokens[first - 1].mention == tokens[last].mention:
            first -= 1
        return first
    return next((k for k in range(last, max(-1, last - _LONGEST_OWNER), -1) if tokens[k].lower in DETERMINERS), last)


def read_described(reader: Reader) -> None:
    """Read "was described as 'Q' by X" and "was described by X as 'Q'"; without X only a Q that says something."""
    tokens, end = reader.tokens, reader.end
    for at in range(1, end - 2):
        form = verb_forms().get(tokens[at].lower)
        if form is None or not form.takes & Takes.JUDGED or not form.form & Form.PAST:
            continue
        if tokens[at - 1].lower not in _BE or tokens[at + 1].lower not in ("as", "by"):
            continue
        quoted = next((k for k in range(at + 2, min(end, at + _REACH)) if tokens[k].quotation is not None), None)
        if quoted is None or not any(token.lower == "as" for token in tokens[at + 1 : quoted]):
            continue
        stop = quoted_run(tokens, quoted, end)
        by = next((k for k in (at + 1, stop) if k < end and tokens[k].lower == "by"), None)
        source = subject_after(tokens, by + 1, quoted - 1 if by < quoted else end) if by is not None else None
        if (by is None) != (source is None) or (source is None and not _says(reader, quoted)):
            continue
        if reader.add([(quoted, stop)], (at, at + 1), source, Rule.MIXED, False):
            reader.done = end
            return


def _says(reader: Reader, at: int) -> bool:
    quotation = reader.tokens[at].quotation
    if quotation is None:
        return False
    words = reader.text[quotation.inner_start : quotation.inner_end].split()
    return len(words) >= _FEWEST_WORDS and not all(word[:1].isupper() for word in words)
