"""What kind of attribution a cue makes: a statement, or a belief or intention that nobody need have voiced."""

from __future__ import annotations

import re
from enum import StrEnum

from moneyquote.quotation.vocabulary import Takes, verb_forms, word_list

_WORD = re.compile(r"[^\W\d_]+")
_UNVOICED = word_list("reporting_verbs", "unvoiced", "words")
_VOICED = Takes.CLAUSE | Takes.THAT | Takes.PHRASE | Takes.INFINITIVE | Takes.TRAILING | Takes.ADDRESSEE


class CueClass(StrEnum):
    """The kinds of attributions that PolNeAR marks."""

    STATEMENT = "statement"
    BELIEF = "belief"  # beliefs, feelings, wishes, intentions


def cue_class(cue: str) -> CueClass:
    """Return the class of a cue; without a cue the words themselves are the evidence of a statement."""
    words = [match.group() for match in _WORD.finditer(cue.lower())]
    if not words or "according" in words:
        return CueClass.STATEMENT
    if any(word in _UNVOICED for word in words):
        return CueClass.BELIEF
    forms = [verb_forms().get(word) for word in words]
    said = any(form is not None and form.takes & _VOICED for form in forms)
    return CueClass.STATEMENT if said or any(word in _NOUNS for word in words) else CueClass.BELIEF


_NOUNS = word_list("reporting_verbs", "spoken", "nouns")
