"""What tells of which kind a transfer is and how far it has come: its words, its parties, and the article's own."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from moneyquote.giving import words as lexical
from moneyquote.giving.features import VERBS, Features, amount_features, cue_after, cue_before
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.words import Cue
from moneyquote.records import EntityType, GrantKind

_BEFORE, _BEHIND = 60, 40  # characters around the anchor whose words are told in pairs
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A party of a transfer as its manner is told by: its name, and what it is."""

    name: str
    type: EntityType


def manner_features(reading: Reading, anchor: Anchor, sides: Mapping[str, Side | None]) -> Features:
    """Return what tells of kind, status and being a total; ``sides`` are the parties by role, None for nobody."""
    made = amount_features(reading, anchor)
    for role, side in sides.items():
        made |= _side(role, side)
    return made | _around(reading, anchor) | _whole(reading, anchor)


def _side(role: str, side: Side | None) -> Features:
    if side is None:
        return {f"party:{role} nobody": 1.0}
    words = [word.casefold() for word in lexical.WORD.findall(side.name)[:_MOST_WORDS]]
    return {f"party:{role} {side.type.value}": 1.0, **{f"party:{role} word {word}": 1.0 for word in words}}


def _around(reading: Reading, anchor: Anchor) -> Features:
    text = reading.article.text
    index = reading.article.sentence_at(anchor.start)
    start, end = reading.article.sentences[index]
    made: Features = {}
    near = lexical.WORD.findall(text, max(start, anchor.start - _BEFORE), min(end, anchor.end + _BEHIND))
    folded = [word.casefold() for word in near]
    told = frozenset(word.casefold() for word in lexical.WORD.findall(text, start, end))
    for where, found in (("near", frozenset(folded)), ("here", told)):
        made[f"rule:kind {where} {lexical.kind(found).value}"] = 1.0
        made[f"rule:status {where} {lexical.status(found).value}"] = 1.0
    made |= {f"pair:{first} {second}": 1.0 for first, second in pairwise(folded)}
    cues = reading.cues[index]
    made |= _verb(text, start, "before", cue_before(cues, anchor.start, VERBS))
    made |= _verb(text, start, "after", cue_after(cues, anchor.end, VERBS))
    lead = reading.leads[index]
    if lead is not None:
        words = lexical.WORD.findall(text, *reading.article.sentences[lead])
        made |= {f"lead:{word.casefold()}": 1.0 for word in words}
    return made


def _verb(text: str, start: int, where: str, cue: Cue | None) -> Features:
    """Return a word of giving as it stands, alone and with the word before it: "will give"."""
    if cue is None:
        return {f"verb:{where} none": 1.0}
    word = text[cue.start : cue.end].casefold()
    earlier = lexical.WORD.findall(text, max(start, cue.start - 20), cue.start)
    return {f"verb:{where} {word}": 1.0, f"verb:{where} {earlier[-1].casefold() if earlier else ''} {word}": 1.0}


def _whole(reading: Reading, anchor: Anchor) -> Features:
    made: Features = {}
    for kind in GrantKind:
        if kind is not GrantKind.GRANT:
            told = sum(reading.words[word] for word in lexical.listed("kind", kind.value))
            made[f"document:kind {kind.value}"] = math.log1p(told)
    made["document:kind grant"] = math.log1p(reading.words["grant"] + reading.words["grants"])
    made["document:will"] = math.log1p(1000 * reading.words["will"] / max(reading.words.total(), 1))
    made["document:far"] = float(reading.article.sentence_at(anchor.start) > 3)
    return made
