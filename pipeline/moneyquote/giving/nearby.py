"""Which candidates are worth scoring at an amount or a word of giving."""

from __future__ import annotations

from bisect import bisect_left

from moneyquote.giving.article import meets
from moneyquote.giving.candidates import Candidate
from moneyquote.giving.reading import Anchor, Reading

_FARTHEST = 3  # sentences on either side in which every candidate is looked at; further off, only names
_NAMES = 300  # names on either side of which the nearest of each entity is looked at


def candidates_for(reading: Reading, anchor: Anchor) -> list[Candidate]:
    """Return the candidates worth scoring: all nearby, the list's lead, each entity's nearest name, giving places."""
    article = reading.article
    here = article.sentence_at(anchor.start)
    near = set(range(max(0, here - _FARTHEST), min(len(reading.by_sentence), here + _FARTHEST + 1)))
    lead = reading.leads[here]
    near |= set() if lead is None else {lead}
    found = [
        c
        for index in sorted(near)
        for c in reading.by_sentence[index]
        if not meets(c.interval, (anchor.start, anchor.end))
    ]
    nearest: dict[str, Candidate] = {}
    at = bisect_left(reading.named, anchor.start, key=lambda candidate: candidate.start)
    for candidate in reading.named[max(0, at - _NAMES) : at + _NAMES]:
        known = nearest.get(candidate.entity or "")
        if candidate.entity and (known is None or candidate.end <= anchor.start):
            nearest[candidate.entity] = candidate
    seen = {candidate.interval for candidate in found}
    return found + [c for c in (*nearest.values(), *reading.giving_places) if c.interval not in seen]
