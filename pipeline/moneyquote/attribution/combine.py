"""Statements by our conventions: the rules' ones that are accepted, and those that only the heads see."""

from __future__ import annotations

from collections.abc import Sequence

from moneyquote.attribution.find import Ruled, Weighed, link_contents
from moneyquote.attribution.passage import Passage
from moneyquote.attribution.scorers import Scorers
from moneyquote.attribution.statements import statement_rows, unruled_contents
from moneyquote.quotation.cue_classes import CueClass, cue_class

# Tried cross-validated on real-news and the own sample's train and dev gold, 2026-11: 0.2 to 0.5, and 0.5 to 0.8.
LEAST_RULED = 0.35  # acceptance from which a statement of the rules is kept
LEAST_UNRULED = 0.65  # acceptance from which one is added that only the heads see


def accepted(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[float | None]:
    """Return for each statement of the rules its confidence, or None if it is vetoed."""
    chances = scorers.accept.probability(statement_rows(passage, ruled, unruled=False)).tolist()
    return [round(chance, 3) if chance >= LEAST_RULED else None for chance in chances]


def candidates(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[Weighed]:
    """Return what only the heads see, tied to cues and sources."""
    contents = [passage.range_of(span) for span in unruled_contents(passage, ruled)]
    return link_contents(passage, contents, [0.5] * len(contents), ruled, scorers)


def added(passage: Passage, ruled: Sequence[Ruled], scorers: Scorers) -> list[Weighed]:
    """Return the accepted statements that only the heads see; one without a source is left to the rules.

    What somebody believes or wishes is no statement by our conventions, whatever its chance.
    """
    found = [w for w in candidates(passage, ruled, scorers) if w.source is not None and not _is_belief(passage, w)]
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
