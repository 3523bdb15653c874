"""Statements by our conventions: the rules' ones that are accepted, and those that only the heads see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from moneyquote.attribution.find import Ruled, Weighed, link_contents
from moneyquote.attribution.parts import Parts, parts_of
from moneyquote.attribution.passage import Interval, Ints, Passage
from moneyquote.attribution.scorers import Scorers
from moneyquote.attribution.statements import statement_rows, unruled_contents
from moneyquote.quotation.cue_classes import CueClass, cue_class
from moneyquote.quotation.vocabulary import DETERMINERS, PREPOSITIONS, PRONOUNS, verb_forms

_ARTICLES = frozenset(("the", "a", "an", "its", "his", "her", "their", "our", "my"))  # no source ends with them
# Tried cross-validated on real-news and the own sample's train and dev gold, 2026-11: 0.2 to 0.5, and 0.5 to 0.8.
LEAST_RULED = 0.35  # acceptance from which a statement of the rules is kept
LEAST_UNRULED = 0.65  # acceptance from which one is added that only the heads see


def accepted(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[float | None]:
    """Return for each statement of the rules its confidence, or None if it is vetoed."""
    chances = scorers.accept.probability(statement_rows(passage, ruled, unruled=False)).tolist()
    return [
        round(chance, 3) if chance >= LEAST_RULED and not _is_reader(passage, found.source) else None
        for found, chance in zip(ruled, chances, strict=True)
    ]


def candidates(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[Weighed]:
    """Return what only the heads see, tied to cues and sources.

    Our own heads' source in the sentence comes first, as PolNeAR's sources are fewer; what the linker finds more than
    a line away is nobody's.
    """
    contents = [passage.range_of(span) for span in unruled_contents(passage, ruled)]
    cues, sources = (parts_of(passage.heads[role]) for role in ("cue", "source"))
    opens = np.flatnonzero(passage.opens)
    linked = link_contents(passage, contents, [0.5] * len(contents), ruled, scorers)
    return [_beside(passage, opens, weighed, cues, sources) for weighed in linked]


def _beside(passage: Passage, opens: Ints, weighed: Weighed, cues: Parts, sources: Parts) -> Weighed:
    first, end = passage.range_of(weighed.content[0])[0], passage.range_of(weighed.content[-1])[1]
    low, high = _sentences_of(opens, first, end, len(passage))
    source = _nearest(sources, first, end, low, high)
    if source:
        cue = _nearest(cues, first, end, low, high)
        return replace(weighed, source=passage.span_of(*source), cue=passage.span_of(*cue) if cue else weighed.cue)
    if weighed.source:
        there = passage.paragraph[passage.range_of(weighed.source)[0]]
        if not passage.paragraph[first] - 1 <= there <= passage.paragraph[end - 1] + 1:
            return replace(weighed, source=None)
    return weighed


def _sentences_of(opens: Ints, first: int, end: int, words: int) -> Interval:
    """Return the words of the sentences that a content stands in; ``opens`` are those that begin a sentence."""
    low = int(opens[max(0, int(np.searchsorted(opens, first, side="right")) - 1)]) if len(opens) else 0
    after = int(np.searchsorted(opens, end))
    return low, int(opens[after]) if after < len(opens) else words


def _nearest(parts: Parts, first: int, end: int, low: int, high: int) -> Interval | None:
    """Return the part outside a content that is nearest to it among those within words ``[low, high)``."""
    here = slice(int(np.searchsorted(parts.first, low)), int(np.searchsorted(parts.first, high)))
    spans = zip(parts.first[here].tolist(), parts.end[here].tolist(), strict=True)
    around = [(a, b) for a, b in spans if b <= high and (b <= first or end <= a)]
    return min(around, key=lambda span: max(first - span[1], span[0] - end), default=None)


def _is_reader(passage: Passage, source: Interval | None) -> bool:
    """Tell whether the source is the reader, as in terms of use: "You acknowledge that"."""
    return source is not None and passage.text[slice(*source)].casefold() == "you"


def _may_speak(passage: Passage, source: Interval) -> bool:
    """Tell whether a source that the heads see names somebody or something: no verb with its object, no torn phrase."""
    words = passage.text[slice(*source)].split()
    lower = [word.strip('.,;:()"“”').casefold() for word in words]
    if lower[-1] in PREPOSITIONS | _ARTICLES and lower[0] not in PRONOUNS:
        return False
    acts = lower[0] in verb_forms() or lower[0].endswith("ed") or lower[0] in ("led", "made", "took", "gave", "held")
    return not (acts and len(lower) > 2 and lower[1] in DETERMINERS)


def added(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[Weighed]:
    """Return the accepted statements that only the heads see; one without a source is left to the rules.

    What somebody believes or wishes is no statement by our conventions, whatever its chance.
    """
    found = [
        w
        for w in candidates(passage, ruled, scorers)
        if w.source
        and not _is_belief(passage, w)
        and not _is_reader(passage, w.source)
        and _may_speak(passage, w.source)
    ]
    rows = statement_rows(passage, [as_ruled(weighed) for weighed in found], unruled=True)
    chances = scorers.accept.probability(rows).tolist()
    return [
        Weighed(content=w.content, cue=w.cue, source=w.source, confidence=round(chance, 3))
        for w, chance in zip(found, chances, strict=True)
        if chance >= LEAST_UNRULED
    ]


def _is_belief(passage: Passage, weighed: Weighed) -> bool:
    cue = passage.text[slice(*weighed.cue)] if weighed.cue else ""
    return cue_class(cue) is CueClass.BELIEF


def as_ruled(weighed: Weighed) -> Ruled:
    """Return a weighed attribution as the statements that features are read from."""
    return Ruled(content=weighed.content, cue=weighed.cue, source=weighed.source, confidence=0.5)
