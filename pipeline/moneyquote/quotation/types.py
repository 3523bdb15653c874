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
    DIRECT_BARE = "direct_bare"  # quoted words with no cue and no speaker before them
    DIRECT_LED = "direct_led"  # X verbs: "A", with a verb that is on no list
    MIXED = "mixed"
    THAT = "that"  # said that S
    CLAUSE = "clause"  # said S
    TRAILING = "trailing"  # S, she said
    ACCORDING = "according"
    PHRASE = "phrase"  # urged restraint
    PARTICIPLE = "participle"  # adding that S
    SECOND_VERB = "second_verb"  # and demanded a vote
    HEADLINE = "headline"
    TURN = "turn"  # Q: ... A: ...
    REPORTEDLY = "reportedly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """One attributed statement; ``follows`` says that its speaker is the running speaker of the attribution before."""

    kind: str  # direct, indirect or mixed
    content: tuple[Interval, ...]
    cue: Interval | None = None
    source: Interval | None = None
    rule: Rule
    follows: bool = False
    paragraph: int = 0
