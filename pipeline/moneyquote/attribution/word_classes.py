"""What kind of word stands at a border: a matrix of yes and no, one row a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from moneyquote.attribution.passage import Floats
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    Form,
    Takes,
    documents,
    groups,
    roles,
    verb_forms,
)

_MARKS = frozenset(("“", "”", '"', "''", "``", "‘", "’", "„", "«", "»", "'"))
_WHETHER = frozenset(("whether", "if", "how", "why", "what", "where"))


def _verb(word: str) -> bool:
    return word in verb_forms()


def _says(word: str) -> bool:
    form = verb_forms().get(word)
    return form is not None and bool(form.takes & Takes.CLAUSE)


def _participle(word: str) -> bool:
    form = verb_forms().get(word)
    return form is not None and bool(form.form & Form.ING)


CLASSES: dict[str, Callable[[str], bool]] = {
    "mark": lambda word: word.lower() in _MARKS,
    "comma": lambda word: word in (",", ";"),
    "colon": lambda word: word == ":",
    "dash": lambda word: word in ("-", "–", "—", "--"),
    "stop": lambda word: word in (".", "!", "?", "…", "..."),
    "bracket": lambda word: word in ("(", ")", "[", "]"),
    "that": lambda word: word.lower() == "that",
    "whether": lambda word: word.lower() in _WHETHER,
    "to": lambda word: word.lower() == "to",
    "preposition": lambda word: word.lower() in PREPOSITIONS,
    "as": lambda word: word.lower() in ("as", "than"),
    "joins": lambda word: word.lower() in ("and", "but", "or"),
    "relative": lambda word: word.lower() in ("who", "which", "whom", "whose"),
    "subordinates": lambda word: word.lower() in SUBORDINATORS,
    "pronoun": lambda word: word.lower() in PRONOUNS,
    "auxiliary": lambda word: word.lower() in AUXILIARIES,
    "determiner": lambda word: word.lower() in DETERMINERS,
    "adverb": lambda word: word.lower() in ADVERBS,
    "time": lambda word: word.lower() in TIMES,
    "reports": lambda word: _verb(word.lower()),
    "says": lambda word: _says(word.lower()),
    "participle": lambda word: _participle(word.lower()),
    "possessive": lambda word: word.lower() in ("'s", "’s"),
    "speaker": lambda word: word.lower() in roles() or word.lower() in groups(),
    "document": lambda word: word.lower() in documents(),
    "capital": lambda word: word[:1].isupper(),
    "number": lambda word: word[:1].isdigit(),
}


@lru_cache(maxsize=65536)
def _row(word: str) -> tuple[bool, ...]:
    return tuple(test(word) for test in CLASSES.values())


def class_matrix(words: Sequence[str]) -> Floats:
    """Return float32 ``[words + 1, classes]``; the last row, all zero, stands for what lies outside the text."""
    made = np.zeros((len(words) + 1, len(CLASSES)), dtype=np.float32)
    if words:
        made[:-1] = [_row(word) for word in words]
    return made
