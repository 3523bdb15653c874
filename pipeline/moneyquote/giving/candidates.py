"""Who may be a party of a transfer: names, places, described groups, and words that stand for one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from moneyquote.giving import words as lexical
from moneyquote.giving.article import GivingArticle, Interval
from moneyquote.giving.clause import phrase, subject
from moneyquote.records import EntityType


class CandidateKind(StrEnum):
    """How a candidate is told."""

    ORG = "ORG"
    PER = "PER"
    PLACE = "place"
    PHRASE = "phrase"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A span ``[start, end)`` that may name or describe a party; ``entity`` is who it is, where that is known."""

    start: int
    end: int
    kind: CandidateKind
    entity: str | None = None

    @property
    def interval(self) -> Interval:
        """The characters as a pair."""
        return self.start, self.end


_PRONOUN = re.compile(r"\b(?:it|they|them|we|us|he|she|him|her|who|which)\b", re.IGNORECASE)
_PERSONAL = frozenset(("he", "she", "him", "her", "who"))
_PREPOSITION = re.compile(r"\b(?:to|from|by|for|among|between|with|at|of|including|include|includes)\s+", re.IGNORECASE)
_VERBS = frozenset((lexical.CueType.GIVES, lexical.CueType.GIVEN, lexical.CueType.RECEIVES))
_RELATIVE = re.compile(r"\b(?:who|whom|whose|that|which)\b", re.IGNORECASE)
_ARTICLES = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_NOT_NOMINAL = re.compile(
    r"(?:to|from|by|for|that|which|who|with|in|on|at|as|of|through|under|will|would|has|have|had|is|are|was|were|help|be|"
    r"and|or|if|when|while|not|more|also|today|this|so|it|they|we|he|she|\w+ing|\w+ly)\b"
)
_MONEY = re.compile(r"[$€£¥₹]|\d{3}|\b(?:million|billion|percent|year|years|months?|dollars|grants?|funding|funds)\b")


def candidates(article: GivingArticle) -> list[Candidate]:
    """Return the candidates of an article in reading order; no two have the same characters."""
    found: dict[Interval, Candidate] = {}
    for name in article.names:
        kind = CandidateKind.PER if name.type is EntityType.PER else CandidateKind.ORG
        _add(found, Candidate(start=name.start, end=name.end, kind=kind, entity=name.entity))
    for start, end in article.places:
        taken = article.names_at(start, end) or article.amounts_at(start, end)
        if not taken and not _describes(article.text, start, end):
            _add(found, Candidate(start=start, end=end, kind=CandidateKind.PLACE, entity=None))
    for other in (*_standing_for(article), *_phrases(article)):
        _add(found, other)
    return sorted(found.values(), key=lambda candidate: candidate.interval)


_OF_A_PLACE = re.compile(r".*(?:ian|(?<!Vati)can|ean|ese|ish)", re.DOTALL)
_GOES_ON = re.compile(r"\s[^\W\d_]")


def _describes(text: str, start: int, end: int) -> bool:
    """Tell whether the word of a place only describes what follows: "West African writers" are the party."""
    return _OF_A_PLACE.fullmatch(text, start, end) is not None and _GOES_ON.match(text, end) is not None


def _add(found: dict[Interval, Candidate], candidate: Candidate) -> None:
    found.setdefault(candidate.interval, candidate)


def _standing_for(article: GivingArticle) -> Iterator[Candidate]:
    for match in _PRONOUN.finditer(article.text):
        if not article.names_at(*match.span()):
            entity = _last(article, match.start(), person=match.group().casefold() in _PERSONAL)
            yield Candidate(start=match.start(), end=match.end(), kind=CandidateKind.PRONOUN, entity=entity)
    for found in article.nominals:
        yield Candidate(start=found.start, end=found.end, kind=CandidateKind.NOMINAL, entity=found.entity)


def _last(article: GivingArticle, position: int, *, person: bool) -> str | None:
    """Return the person or body named last before a place, in its sentence or the two before."""
    kind = EntityType.PER if person else EntityType.ORG
    floor = article.sentences[max(article.sentence_at(position) - 2, 0)][0]
    before = reversed(article.names_in(floor, position))
    return next((name.entity for name in before if name.type is kind and name.end <= position), None)


def _phrases(article: GivingArticle) -> Iterator[Candidate]:
    """Yield the phrases behind prepositions and around words of giving, of sentences that tell of money or giving."""
    text = article.text
    for start, end in article.sentences:
        inside = [(name.start, name.end) for name in article.names_in(start, end)]
        amounts = article.amounts_in(start, end)
        verbs = list(lexical.cues(text, start, end))
        if not amounts and not verbs:
            continue
        begun = [match.end() for match in _PREPOSITION.finditer(text, start, end)] + [cue.end for cue in verbs]
        begun += [amount.end for amount in amounts if end - start < 200]
        made = [phrase(text, at, end, inside) for at in begun]
        made += [subject(text, start, cue.start, inside) for cue in verbs if cue.start > start]
        made += [(start, amounts[0].start)] if amounts and end - start < 160 else []
        for interval in made:
            found = _whole(text, interval, inside)
            if found:
                yield found


def _whole(text: str, interval: Interval | None, names: Sequence[Interval]) -> Candidate | None:
    if interval is None:
        return None
    start, end = interval
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    if end - start < 4 or end - start > 120 or not any(c.isalpha() for c in text[start:end]):
        return None
    article = _ARTICLES.match(text, start, end)
    words = text[article.end() if article else start : end]
    if _MONEY.search(words) or len(words) < 4 or _NOT_NOMINAL.match(words) or (end - len(words), end) in names:
        return None
    if any(name[0] < start < name[1] for name in names):
        return None  # the end of a name: "Department of X’s" of "U.S. Department of X"
    verb = next((cue for cue in lexical.cues(text, start, end) if cue.type in _VERBS), None)
    if verb and not _RELATIVE.search(text, start, verb.start):
        return None  # a clause, not a party
    return Candidate(start=start, end=end, kind=CandidateKind.PHRASE)
