"""The words that attribute: forms of reporting verbs and what each may take, documents, groups, function words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, auto
from functools import cache
from typing import Any

from moneyquote.lexicons import lexicon


class Takes(Flag):
    """What may follow a reporting verb as content."""

    CLAUSE = auto()  # a bare clause: said it was
    THAT = auto()  # a clause after that, whether, how
    PHRASE = auto()  # a noun phrase or infinitive: urged restraint
    QUOTED = auto()  # words in quotation marks only
    INFINITIVE = auto()  # an infinitive only: claims to be
    JUDGED = auto()  # a phrase with quoted words in it: called it "absurd"
    TRAILING = auto()  # a clause before it: it was late, she wrote
    ADDRESSEE = auto()  # names the listener first: told reporters


class Form(Flag):
    """Which form of its verb a word is."""

    BASE = auto()
    THIRD = auto()
    PAST = auto()
    ING = auto()


@dataclass(frozen=True, slots=True)
class VerbForm:
    """One form of a reporting verb: its base, what it takes, and which form it is."""

    base: str
    takes: Takes
    form: Form


_VOWELS = "aeiou"
_LISTS = {
    "clause": Takes.CLAUSE | Takes.THAT | Takes.QUOTED | Takes.JUDGED | Takes.TRAILING,
    "that": Takes.THAT | Takes.QUOTED,
    "infinitive": Takes.INFINITIVE | Takes.QUOTED,
    "trailing": Takes.TRAILING | Takes.QUOTED,
    "phrase": Takes.PHRASE | Takes.QUOTED | Takes.JUDGED,
    "judging": Takes.JUDGED | Takes.QUOTED,
    "quoted": Takes.QUOTED,
    "told": Takes.ADDRESSEE | Takes.QUOTED,
}


def _regular(base: str) -> dict[str, Form]:
    """Return the regular forms of a verb."""
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "o")) else "s")
    past, ing = base + "ed", base + "ing"
    if base.endswith("e"):
        past, ing = base + "d", base[:-1] + "ing"
    elif base.endswith("y") and base[-2] not in _VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    return {base: Form.BASE, third: Form.THIRD, past: Form.PAST, ing: Form.ING}


def _forms(base: str, irregular: dict[str, Any]) -> dict[str, Form]:
    """Return the forms of a verb, a particle ("point out") after each."""
    verb, _, particle = base.partition(" ")
    if verb in irregular:
        found = dict.fromkeys(irregular[verb], Form.PAST)
        found = {
            form: Form.ING if form.endswith("ing") else Form.THIRD if form.endswith("s") else kind
            for form, kind in found.items()
        }
        found.setdefault(verb, Form.BASE)
    else:
        found = _regular(verb)
    return {f"{form} {particle}".strip(): kind for form, kind in found.items()}


@cache
def verb_forms() -> dict[str, VerbForm]:
    """Return every form of every reporting verb, in lower case; a form may be two or three words."""
    lists = lexicon("reporting_verbs")
    irregular = lists["irregular"]
    takes: dict[str, Takes] = {}
    for name, flags in _LISTS.items():
        for base in lists[name]["verbs"]:
            takes[base] = takes.get(base, Takes.QUOTED) | flags
    table: dict[str, VerbForm] = {}
    for base, flags in takes.items():
        for form, kind in _forms(base, irregular).items():
            known = table.get(form)
            merged = flags | known.takes if known else flags
            table[form] = VerbForm(base, merged, kind)
    return table


def _words(name: str, key: str = "nouns", file: str = "reporting_verbs") -> frozenset[str]:
    return frozenset(lexicon(file)[name][key])


@cache
def denied_acts() -> frozenset[str]:
    """Return nouns that make "denied" an act, not a statement."""
    return _words("denied_acts")


@cache
def documents() -> frozenset[str]:
    """Return nouns for things that speak for themselves."""
    return _words("documents")


@cache
def groups() -> frozenset[str]:
    """Return nouns for described groups that speak."""
    return _words("groups")


@cache
def roles() -> frozenset[str]:
    """Return nouns that name a person by role."""
    return _words("roles", file="speakers")


@cache
def titles() -> frozenset[str]:
    """Return words that may stand before a person's name."""
    return _words("titles", "words", "speakers")


PRONOUNS = _words("pronouns", "words", "function_words")
RELATIVES = _words("relatives", "words", "function_words")
AUXILIARIES = _words("auxiliaries", "words", "function_words")
ADVERBS = _words("adverbs", "words", "function_words")
PREPOSITIONS = _words("prepositions", "words", "function_words")
NOUN_PREPOSITIONS = _words("noun_prepositions", "words", "function_words")
STOPS = _words("stops", "words", "function_words")
DETERMINERS = _words("determiners", "words", "function_words")
TIMES = _words("times", "words", "function_words")
PERIODS = _words("periods", "words", "function_words")
SUBORDINATORS = _words("subordinators", "words", "function_words")
