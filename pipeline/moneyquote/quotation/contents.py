"""From token ranges to content spans: quotation marks left out or kept in balance, chains of paragraphs joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moneyquote.quotation.marks import Quotation
from moneyquote.quotation.types import Interval
from moneyquote.quotation.units import Token

Chain = tuple[Quotation, ...]


def chains(quotations: Sequence[Quotation]) -> dict[int, Chain]:
    """Return, for the start of every outer quotation, the whole of the statement over its paragraphs."""
    outer = [q for q in quotations if q.depth == 0]
    found: dict[int, Chain] = {}
    current: list[Quotation] = []
    for index, quotation in enumerate(outer):
        current.append(quotation)
        if not quotation.continues or index + 1 == len(outer):
            chain = tuple(current)
            found |= {part.start: chain for part in chain}
            current = []
    return found


def _strip(text: str, start: int, end: int, comma: bool) -> Interval:
    """Return the interval without white space and, before a cue, without the comma at its end."""
    while start < end and (text[start].isspace() or text[start] in ",;:–—-"):
        start += 1
    while start < end and (text[end - 1].isspace() or (comma and text[end - 1] in ",–—")):
        end -= 1
    return start, end


def quoted_interval(text: str, quotation: Quotation, before_cue: bool) -> Interval:
    """Return the inside of a quotation, without the comma that only leads to the cue."""
    return _strip(text, quotation.inner_start, quotation.inner_end, before_cue or text[quotation.inner_end - 1] == ",")


def content_of(
    text: str, tokens: Sequence[Token], extent: tuple[int, int], chained: Mapping[int, Chain], *, before_cue: bool
) -> tuple[str, tuple[Interval, ...]] | None:
    """Return the kind and the spans of the content in the tokens of ``extent``, or None if nothing is left."""
    first, end = extent
    while first < end and not (
        tokens[first].is_word or tokens[first].quotation is not None or tokens[first].text in "$£€([₹¥#@“‘"
    ):
        first += 1
    while end > first and tokens[end - 1].text in (",", ";", ":", "–", "—", ".", "--"):
        if (
            tokens[end - 1].text == "."
            and not before_cue
            and end - 2 >= first
            and tokens[end - 2].text.isupper()
            and len(tokens[end - 2].text) == 1
        ):
            break
        end -= 1
    if first >= end:
        return None
    words = sum(token.is_word for token in tokens[first:end])
    quoted = [token.quotation for token in tokens[first:end] if token.quotation is not None]
    if quoted and not words:
        spans: list[Interval] = []
        for quotation in quoted:
            chain = chained.get(quotation.start, (quotation,))
            spans += [quoted_interval(text, q, before_cue) for q in chain]
        kept = tuple(span for span in dict.fromkeys(spans) if span[0] < span[1])
        return ("direct", kept) if kept else None
    start, stop = _strip(text, tokens[first].start, tokens[end - 1].end, before_cue)
    if start >= stop:
        return None
    return ("mixed" if quoted else "indirect"), ((start, stop),)
