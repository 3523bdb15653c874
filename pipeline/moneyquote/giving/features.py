"""What speaks for an amount being given: named figures, by group.

A feature is ``group:name``; the groups (order, cue, name, list, rule, document, word) are left out one by one in
``evaluation/grants.py``. A feature that is not there is 0.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from moneyquote.giving import words as lexical
from moneyquote.giving.reading import Anchor, Reading
from moneyquote.giving.words import Cue, CueType

Features = dict[str, float]

_TOTAL = re.compile(
    r"\b(?:total(?:s|ling|ing|led)?|altogether|in all|combined|overall|since \d{4}|to date)\b", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:each|apiece|per)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|this|that|its|their|these|those|his|her|our)\s+(?:\w+\s)?$", re.IGNORECASE)
_SUMS = (1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9)


def cue_before(cues: Iterable[Cue], position: int, types: frozenset[CueType]) -> Cue | None:
    """Return the last cue of some types that ends before a position."""
    return next((cue for cue in reversed(list(cues)) if cue.end <= position and cue.type in types), None)


def cue_after(cues: Iterable[Cue], position: int, types: frozenset[CueType]) -> Cue | None:
    """Return the first cue of some types that begins behind a position."""
    return next((cue for cue in cues if cue.start >= position and cue.type in types), None)


VERBS = frozenset((CueType.GIVES, CueType.GIVEN, CueType.RECEIVES, CueType.REPORTS))


def named(cue: Cue | None) -> str:
    """Return the name of a cue's type as features tell it."""
    return "none" if cue is None else cue.type.value + (" weak" if cue.weak else "")


def definite(text: str, start: int) -> bool:
    """Tell whether an amount is spoken of as known: "the $5,000", "its new $2 million"."""
    return bool(_DEFINITE.search(text, max(0, start - 20), start))


def amount_features(reading: Reading, anchor: Anchor) -> Features:
    """Return what tells whether the amount (or what a word of giving speaks of) is given."""
    article = reading.article
    text = article.text
    index = article.sentence_at(anchor.start)
    start, end = article.sentences[index]
    cues = reading.cues[index]
    made: Features = {"order:bias": 1.0, "order:sentence": min(index, 20) / 20}
    if anchor.amount:
        others = article.amounts_in(start, end)
        same = reading.same_value(anchor.amount)
        made |= {
            "order:others": min(len(others), 5),
            "order:per unit": float(anchor.amount.per_unit),
            "order:size": float(sum(float(anchor.amount.value or 0) >= size for size in _SUMS)),
            "document:same before": float(bool(same) and same[0] < anchor.start),
            "document:same after": float(bool(same) and same[-1] > anchor.start),
            "document:same in sentence": float(bisect_left(same, end) - bisect_left(same, start) > 1),
            "order:bracketed": float(
                text[max(0, anchor.start - 14) : anchor.start].rfind("(") >= 0 and bool(anchor.amount.doubles)
            ),
            "order:headline": float(index == 0 and "\n" in text[end : end + 3] and text[end - 1].isalnum()),
            "order:definite": float(definite(text, anchor.start)),
            "rule:given": float(anchor.amount.id in reading.rules),
        }
    made["list:item"] = float(reading.items[index])
    lead = reading.leads[index]
    if lead is not None:
        made[f"list:lead {named(next(iter(reading.cues[lead]), None))}"] = 1.0
        made["list:led"] = 1.0
    before, after = cue_before(cues, anchor.start, VERBS), cue_after(cues, anchor.end, VERBS)
    made[f"cue:before {named(before)}"] = 1.0
    made[f"cue:after {named(after)}"] = 1.0
    near = [c for c in cues if c.type is CueType.NOUN and anchor.start - 40 < c.start < anchor.end + 40]
    made["cue:noun near"] = float(bool(near))
    made["cue:noun"] = float(any(c.type is CueType.NOUN for c in cues))
    made["cue:strong"] = float(any(not c.weak and c.type is not CueType.REPORTS for c in cues))
    folded = [w.casefold() for w in lexical.WORD.findall(text, start, end)]
    made["cue:veto"] = float(any(w in lexical.listed("veto") for w in folded))
    around = lexical.WORD.findall(text, max(start, anchor.start - 50), min(end, anchor.end + 40))
    made["cue:veto near"] = float(any(w.casefold() in lexical.listed("veto") for w in around))
    made["cue:total"] = float(bool(_TOTAL.search(text, start, end)))
    made["cue:each"] = float(bool(_EACH.search(text, start, end)))
    for word in lexical.WORD.findall(text, anchor.end, min(end, anchor.end + 45))[:3]:
        made[f"word:after {word.casefold()}"] = 1.0
    for word in lexical.WORD.findall(text, max(start, anchor.start - 45), anchor.start)[-4:]:
        made[f"word:before {word.casefold()}"] = 1.0
    for word in set(folded):
        made[f"word:{word}"] = 1.0
    neighbours = [c for at in (index - 1, index + 1) if 0 <= at < len(reading.cues) for c in reading.cues[at]]
    made["cue:around"] = float(any(not c.weak and c.type is not CueType.REPORTS for c in neighbours))
    made["document:giving"] = reading.giving_share
    return made
