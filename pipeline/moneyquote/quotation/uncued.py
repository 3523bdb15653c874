"""Quotations that no cue takes: continuations of the running speaker, and what is no quote at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moneyquote.quotation.contents import Chain, quoted_interval
from moneyquote.quotation.marks import Quotation
from moneyquote.quotation.types import Attribution, Rule
from moneyquote.quotation.units import Unit
from moneyquote.quotation.vocabulary import AUXILIARIES, PRONOUNS


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


def _alone(unit: Unit) -> bool:
    """Tell whether a unit is nothing but quotations, marks and a joining word."""
    return all(
        token.quotation is not None or not token.is_word or token.lower in ("and", "but") for token in unit.tokens
    )


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
            if not _alone(unit):
                continue
            carries_on = unit.paragraph in spoken and text[quotation.inner_end - 1] in ".?!"
            if not carries_on and not _is_speech(text, quotation):
                continue
            made.append(Attribution(kind="direct", content=spans, rule=Rule.DIRECT_CONTINUED, paragraph=unit.paragraph))
    return made
