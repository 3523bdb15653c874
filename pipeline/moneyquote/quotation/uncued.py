"""Quotations that no cue takes: continuations of the running speaker, and what is no quote at all."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence

from moneyquote.quotation.contents import Chain, quoted_interval
from moneyquote.quotation.marks import Quotation
from moneyquote.quotation.types import Attribution, Interval, Rule
from moneyquote.quotation.units import Unit
from moneyquote.quotation.vocabulary import AUXILIARIES, PRONOUNS, verb_forms

_WHO = r"(?P<who>(?:the )?[A-Z][^\n“”\":]{2,80}?)"
_SIGNED = re.compile(rf"[ \t]*(?:\n[ \t]*)?(?:--?|–|—|―)[ \t]*{_WHO}[.,;]?[ \t]*(?=\n|$)")
_FROM = re.compile(rf"(?:^|\n)[ \t]*(?:And f|F)rom (?:the (?:desk|office|pen) of )?{_WHO}[:,][ \t]*\n\s*$")
_LONGEST_NAME = 12  # words of a signature
_BEFORE = 140  # characters in which "From the desk of X," is read


def _covered(text: str, found: Sequence[Attribution]) -> bytearray:
    """Return, for every character, whether a content holds it already."""
    mask = bytearray(len(text))
    for attribution in found:
        for start, end in attribution.content:
            mask[start:end] = bytes((1,)) * (end - start)
    return mask


def _is_speech(text: str, quotation: Quotation) -> bool:
    """Tell a quoted sentence from a quoted phrase or name: its length, its end, a finite verb."""
    inside = text[quotation.inner_start : quotation.inner_end]
    words = inside.split()
    if len(words) < 3:
        return False
    finite = any(word.strip(".,").lower() in AUXILIARIES | PRONOUNS or "'" in word or "’" in word for word in words)
    ends = inside[-1] in ".?!,…"
    titled = sum(word[:1].isupper() for word in words) > 0.7 * len(words)
    return not titled and (finite or len(words) >= 7) and (ends or len(words) >= 8)


def _signature(text: str, chain: Chain) -> Interval | None:
    """Return who signs a passage or is announced on the line above it, or None.

    "A" – Commissioner X; And from Chairwoman X: "A"; From the desk of X, "A".
    """
    start, end = chain[0].start, chain[-1].end
    floor = max(0, start - _BEFORE)
    match = _SIGNED.match(text, end)
    if match is None and (before := _FROM.search(text[floor:start])) is not None:
        return _named(text, (floor + before.start("who"), floor + before.end("who")))
    return _named(text, match.span("who")) if match is not None else None


def _named(text: str, who: Interval) -> Interval | None:
    """Return the place of a signature if it has no verb and is not too long to be one."""
    words = [word.strip(".,()").lower() for word in text[slice(*who)].split()]
    verbs = any(word in AUXILIARIES or word in PRONOUNS or word in verb_forms() for word in words)
    return None if verbs or len(words) > _LONGEST_NAME else who


def _alone(unit: Unit) -> bool:
    """Tell whether a unit is nothing but quotations, marks and a joining word."""
    return all(
        token.quotation is not None or not token.is_word or token.lower in ("and", "but") for token in unit.tokens
    )


def _carries_on(text: str, unit: Unit, quotation: Quotation, spoken: Container[int]) -> bool:
    """Tell whether a quoted sentence, however short, goes on with direct speech of its paragraph or the one before."""
    if text[quotation.inner_end - 1] not in ".?!":
        return False
    return unit.paragraph in spoken or (unit.paragraph - 1 in spoken and text[quotation.inner_start].isupper())


def read_uncued(
    text: str, units: Sequence[Unit], chained: Mapping[int, Chain], found: Sequence[Attribution]
) -> list[Attribution]:
    """Return attributions for the quoted sentences that are not part of one yet."""
    spoken = {attribution.paragraph for attribution in found if attribution.kind == "direct"}
    taken = _covered(text, found)
    made: list[Attribution] = []
    seen: set[int] = set()
    for unit in units:
        for token in unit.tokens:
            quotation = token.quotation
            if quotation is None or quotation.start in seen:
                continue
            chain = chained.get(quotation.start, (quotation,))
            seen.update(part.start for part in chain)
            spans = tuple(quoted_interval(text, part, False) for part in chain)
            if any(any(taken[start:end]) for start, end in spans):
                continue
            source = _signature(text, chain)
            if not _alone(unit) and (source is None or token is not unit.tokens[0]):
                continue
            if not _carries_on(text, unit, quotation, spoken) and not _is_speech(text, quotation):
                continue
            made.append(
                Attribution(
                    kind="direct",
                    content=spans,
                    source=source,
                    rule=Rule.DIRECT_CONTINUED if source is None else Rule.TURN,
                    paragraph=unit.paragraph,
                )
            )
    return made
