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


@cache
def word_list(file: str, name: str, key: str = "words") -> frozenset[str]:
    """Return a list of a lexicon as a set."""
    return frozenset(lexicon(file)[name][key])


@cache
def denied_acts() -> frozenset[str]:
    """Return nouns that make "denied" an act, not a statement."""
    return word_list("reporting_verbs", "denied_acts", "nouns")


@cache
def documents() -> frozenset[str]:
    """Return nouns for things that speak for themselves."""
    return word_list("reporting_verbs", "documents", "nouns")


@cache
def groups() -> frozenset[str]:
    """Return nouns for described groups that speak."""
    return word_list("reporting_verbs", "groups", "nouns")


@cache
def roles() -> frozenset[str]:
    """Return nouns that name a person by role."""
    return word_list("speakers", "roles", "nouns")


@cache
def titles() -> frozenset[str]:
    """Return words that may stand before a person's name."""
    return word_list("speakers", "titles")


PRONOUNS = word_list("function_words", "pronouns")
RELATIVES = word_list("function_words", "relatives")
AUXILIARIES = word_list("function_words", "auxiliaries")
ADVERBS = word_list("function_words", "adverbs")
PREPOSITIONS = word_list("function_words", "prepositions")
NOUN_PREPOSITIONS = word_list("function_words", "noun_prepositions")
STOPS = word_list("function_words", "stops")
DETERMINERS = word_list("function_words", "determiners")
TIMES = word_list("function_words", "times")
PERIODS = word_list("function_words", "periods")
SUBORDINATORS = word_list("function_words", "subordinators")
