"""Finding cues: finite and participial reporting verbs of a unit that are verbs there, not nouns or passives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from moneyquote.quotation.units import Token
from moneyquote.quotation.vocabulary import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Form,
    Takes,
    VerbForm,
    documents,
    groups,
    roles,
    verb_forms,
    word_list,
)

_BE = frozenset(["is", "are", "was", "were", "be", "been", "being"])
_NEGATIONS = word_list("function_words", "negations")
_NOUN_TAILS = ("'s", "’s", "s'", "s’")
_LONGEST_CUE = 3
BEFORE_ING = frozenset(("resist", "keep", "keeps", "kept", "began", "begins", "started"))  # "could not resist saying"
_ALSO_NOUNS = word_list("reporting_verbs", "also_nouns", "verbs")
_TO_SAY = word_list("function_words", "before_infinitive")


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb: token indices ``[first, end)`` and its entry."""

    first: int
    end: int
    verb: VerbForm

    @property
    def participle(self) -> bool:
        """Whether it is an -ing form."""
        return bool(self.verb.form & Form.ING)

    def takes(self, what: Takes) -> bool:
        """Tell whether the verb takes a kind of content."""
        return bool(self.verb.takes & what)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(form.partition(" ")[0] for form in verb_forms())


def _at(tokens: Sequence[Token], at: int) -> Cue | None:
    """Return the longest cue that begins at a token."""
    forms = verb_forms()
    for length in range(min(_LONGEST_CUE, len(tokens) - at), 0, -1):
        phrase = " ".join(token.lower for token in tokens[at : at + length])
        found = forms.get(phrase)
        if found is not None:
            return Cue(at, at + length, found)
    return None


def _is_verb(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a form stands where a finite verb or a participle can stand."""
    if cue.first == 0:
        return cue.participle
    if _capitalised_noun(tokens, cue):
        return False
    at = cue.first - 1
    while at > 0 and tokens[at].mention < 0 and tokens[at].lower in ADVERBS:
        at -= 1
    before = tokens[at]
    if before.lower in BEFORE_ING and before.mention < 0:
        return cue.participle
    near = [t.lower for t in tokens[max(0, cue.first - 3) : cue.first]]
    if any(word in _NEGATIONS for word in near[-2:]):
        return False
    if before.lower in DETERMINERS and before.lower not in ("some", "many", "this", "both", "that"):
        return False
    if before.mention < 0 and before.lower in PREPOSITIONS and before.lower not in ("by", "while", "when", "to"):
        return False
    if cue.verb.form & Form.THIRD and cue.end - cue.first == 1 and cue.verb.base in _ALSO_NOUNS:
        return _singular_subject(tokens, at)
    if before.mention < 0 and before.lower.endswith(_NOUN_TAILS) and not cue.verb.form & Form.PAST:
        return False
    auxiliary = next((word for word in reversed(near) if word in AUXILIARIES), None)
    if before.lower == "to" and before.mention < 0:
        return _after_to(tokens, at)
    if cue.verb.form & Form.PAST and auxiliary in _BE and near[-1] in AUXILIARIES | {"also", "once", "widely", "often"}:
        return False  # passive: was told, is called
    if cue.verb.form & Form.BASE:
        return _base_is_verb(tokens, cue)
    return True


def _capitalised_noun(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a capital letter marks part of a name ("the United States") in a text that is no headline."""
    if not tokens[cue.first].text[:1].isupper():
        return False
    following = [token for token in tokens[cue.first + 1 : cue.first + 6] if token.is_word]
    return sum(token.text[:1].isupper() for token in following) * 2 < len(following) or not following


def _after_to(tokens: Sequence[Token], to: int) -> bool:
    """Tell whether an infinitive is a statement to come or made gladly: "is expected to say"."""
    return to > 0 and tokens[to - 1].lower in _TO_SAY


def _singular_subject(tokens: Sequence[Token], before: int) -> bool:
    """Tell whether "states", "claims" and the like are verbs: after a name, a pronoun or a thing that speaks."""
    token = tokens[before]
    return (
        token.mention >= 0
        or token.lower in PRONOUNS | documents() | roles() | {"who", "which"}
        or token.text in (")", ",")
    )


def _base_is_verb(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a base form is a finite verb: after a modal, or after a plural."""
    at = cue.first - 1
    while at > 0 and tokens[at].mention < 0 and tokens[at].lower in ADVERBS - {"also"}:
        at -= 1
    before = tokens[at]
    if cue.end < len(tokens) and tokens[cue.end].lower == "that" and tokens[at].mention >= 0:
        return any(t.lower in documents() | groups() for t in tokens[max(0, at - 6) : at])
    if before.lower in (
        "will",
        "would",
        "did",
        "do",
        "also",
        "can",
        "may",
        "must",
        "i",
        "we",
        "they",
        "some",
        "many",
        "who",
    ):
        return True
    return before.is_word and (before.lower.endswith("s") or before.lower in ("police", "people", "media", "data"))


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """Return the cues of a unit in reading order; words inside names and quotations are none."""
    found: list[Cue] = []
    first_words = _first_words()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        opens = token.lower in first_words and token.is_word and token.mention < 0
        cue = _at(tokens, at) if opens else None
        if cue is not None and _is_verb(tokens, cue):
            found.append(cue)
            at = cue.end
        else:
            at += 1
    return found
