"""What the rules make: attributions with their evidence, before they become quotes of a record."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Interval = tuple[int, int]  # characters, half-open


class Rule(StrEnum):
    """Which rule made an attribution: the class by which its confidence is looked up."""

    DIRECT_AFTER = "direct_after"  # "A," she said
    DIRECT_BEFORE = "direct_before"  # She said: "A"
    DIRECT_CONTINUED = "direct_continued"  # "B." without a cue, after "A," she said
    MIXED = "mixed"
    THAT = "that"  # said that S
    CLAUSE = "clause"  # said S
    TRAILING = "trailing"  # S, she said
    ACCORDING = "according"
    PHRASE = "phrase"  # urged restraint
    PARTICIPLE = "participle"  # adding that S
    HEADLINE = "headline"
    TURN = "turn"  # Q: ... A: ...
    REPORTEDLY = "reportedly"
    HEADS = "heads"  # no rule: the encoder's heads alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attributed statement: the kind (direct, indirect, mixed), its spans, and the rule that made it.

    Without cue and source the running speaker goes on; ``paragraph`` counts the paragraphs of the text from 0.
    """

    kind: str
    content: tuple[Interval, ...]
    cue: Interval | None = None
    source: Interval | None = None
    rule: Rule
    paragraph: int = 0
