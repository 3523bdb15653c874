"""Quotations inside quotations that have a cue of their own: "My mother says, 'When will you row?'"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moneyquote.quotation.contents import quoted_interval
from moneyquote.quotation.marks import Quotation
from moneyquote.quotation.types import Attribution, Interval, Rule
from moneyquote.quotation.vocabulary import ADVERBS, AUXILIARIES, PRONOUNS, Takes, VerbForm, verb_forms

_REACH = 90  # characters before an inner mark in which its cue and source stand
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLAUSE = re.compile(r"[.!?;:,“”\"–—]\s*|\b(?:and|but|when|because|that)\s")
_LISTENERS = frozenset(("me", "us", "him", "her", "them", "you", "myself", "himself", "herself"))
_LONGEST_SOURCE = 5  # words


def read_nested(text: str, quotations: Sequence[Quotation]) -> list[Attribution]:
    """Return the inner quotations right before which a verb of saying and its subject stand, as direct quotes.

    ``quotations`` are in reading order with their depth. The paragraph of what is returned is left to the caller.
    """
    found = []
    floor = 0
    for quotation in quotations:
        if quotation.depth == 0:
            floor = quotation.inner_start
            continue
        parts = _cue_before(text, max(floor, quotation.start - _REACH), quotation.start)
        if quotation.depth == 1 and parts is not None:
            cue, source = parts
            span = quoted_interval(text, quotation, False)
            found.append(Attribution(kind="direct", content=(span,), cue=cue, source=source, rule=Rule.DIRECT_BEFORE))
        floor = quotation.end
    return found


def _cue_before(text: str, floor: int, at: int) -> tuple[Interval, Interval] | None:
    """Return cue and source that end right before a mark, perhaps with a listener and a comma or colon between."""
    lead = text[floor:at].rstrip(" ,:")
    words = list(_WORD.finditer(lead))
    if not words or words[-1].end() != len(lead):
        return None
    last = len(words) - 1
    heard = words[last].group().lower() in _LISTENERS
    verb = last - heard
    if verb < 1 or not _utters(verb_forms().get(words[verb].group().lower())):
        return None
    clause = max((match.end() for match in _CLAUSE.finditer(lead, 0, words[verb].start())), default=0)
    subject = [word for word in words[:verb] if word.start() >= clause]
    while subject and subject[-1].group().lower() in ADVERBS | AUXILIARIES:
        subject.pop()
    if not 0 < len(subject) <= _LONGEST_SOURCE or any(_is_verb(word.group()) for word in subject):
        return None
    spoken = subject[-1].group().lower()
    if len(subject) > 1 and spoken in PRONOUNS:
        subject = subject[-1:]
    cue = (floor + words[verb].start(), floor + words[last].end())
    return cue, (floor + subject[0].start(), floor + subject[-1].end())


def _utters(form: VerbForm | None) -> bool:
    return form is not None and bool(form.takes & (Takes.CLAUSE | Takes.ADDRESSEE | Takes.TRAILING))


def _is_verb(word: str) -> bool:
    return word.lower() in AUXILIARIES or _utters(verb_forms().get(word.lower()))
