"""Who of the cast a pronoun or description means, by gender, role, distance, place in the sentence and turn."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from moneyquote.records import EntityType
from moneyquote.speakers.cast import Cast, Named, word_list
from moneyquote.speakers.phrases import Phrase

Interval = tuple[int, int]

_BACK = 60  # mentions looked at before a pronoun
_LEDE = 450  # characters in which a described speaker may be named only afterwards
_MODIFIED = re.compile(r"\s(?:government|administration|campaign|regime|era|family|camp|presidency)\b")
_GENERIC = word_list("generic_organizations", "nouns")


@dataclass(frozen=True, slots=True)
class Stage:
    """Who spoke last and where."""

    last: str | None
    at: int


def in_content(contents: Sequence[Interval], at: int) -> bool:
    """Tell whether a place lies inside what somebody says; ``contents`` are in order."""
    place = bisect_right(contents, (at, 1 << 60)) - 1
    return place >= 0 and contents[place][0] <= at < contents[place][1]


def begins_sentence(text: str, at: int, reach: int = 60) -> bool:
    """Tell whether a place is at most ``reach`` characters after the beginning of its sentence or paragraph."""
    floor = max(0, at - reach - 2)
    window = text[floor:at]
    return floor == 0 or "\n" in window or re.search(r"[.!?][\"”’»)]*\s", window) is not None


def nearest(cast: Cast, contents: Sequence[Interval], kind: EntityType, at: int) -> str | None:
    """Return the entity of a type named last before a place, outside of what somebody says."""
    for mention in reversed(cast.before(at)):
        if cast.kind(mention) is kind and not in_content(contents, mention.start):
            return mention.entity
    return None


def find_person(cast: Cast, contents: Sequence[Interval], gender: str | None, at: int, stage: Stage) -> str | None:
    """Return the person whom "he", "she" or "the 21-year-old" means; of the other gender only for want of others."""
    best: dict[bool, tuple[float, str]] = {}
    seen: set[str] = set()
    for mention in reversed(cast.before(at, _BACK)):
        if mention.entity in seen or cast.kind(mention) is not EntityType.PER:
            continue
        figure = cast.figures[mention.entity]
        agrees = gender is None or figure.gender in (None, gender)
        score = salience(cast, contents, mention, at, stage) - 0.6 * len(seen)
        score += 0.8 if gender is not None and figure.gender == gender else 0.0
        seen.add(mention.entity)
        if agrees not in best or score > best[agrees][0]:
            best[agrees] = score, mention.entity
    if True in best:
        return best[True][1]
    return best[False][1] if False in best else None


def salience(cast: Cast, contents: Sequence[Interval], mention: Named, at: int, stage: Stage) -> float:
    """Return how much a person is in the foreground at a place.

    The weights were set by hand and kept where they helped on the train gold (pronouns: 128 of 140 right, 2026-11).
    """
    text = cast.text
    score = -(at - mention.start) / 600
    if mention.entity == stage.last:
        score += 3.0 - 0.5 * min(4, text.count("\n", stage.at, at))
    inside = in_content(contents, mention.start)
    if inside:
        score -= 1.5
    elif begins_sentence(text, mention.start):
        score += 0.8  # probably the subject of its sentence
        if mention.start > stage.at and "\n" not in text[mention.end : at]:
            score += 1.6  # and of this paragraph, since the last quote
    if text[mention.end : mention.end + 2] in ("’s", "'s", "’ ", "' "):
        score -= 0.7
    if _MODIFIED.match(text, mention.end):
        score -= 2.0  # "the X government" is not about X
    return score


def find_by_role(cast: Cast, phrase: Phrase, at: int, stage: Stage) -> str | None:
    """Return the person introduced with a role, before the place or, in an article's lede, soon after it."""
    best: tuple[float, str] | None = None
    extra = [word for word in phrase.words if word != phrase.head and len(word) > 2]
    for figure in cast.figures.values():
        if figure.entity.type is not EntityType.PER or not figure.roles[phrase.head] or not figure.mentions:
            continue
        earlier = [mention.start for mention in figure.mentions if mention.start < at]
        if not earlier and not (at < _LEDE or phrase.definite):
            continue
        if not phrase.definite and earlier:
            continue
        score = sum(1.0 if figure.roles["+" + word] or figure.roles[word] else -0.3 for word in extra)
        score += 1.5 if figure.entity.id == stage.last else 0.0
        score += 1.0 - (at - earlier[-1]) / 2000 if earlier else -1.5
        score += min(figure.roles[phrase.head], 4) / 4
        if best is None or score > best[0]:
            best = score, figure.entity.id
    if best is not None:
        return best[1]
    lede = _named_after(cast, at, phrase.head) if at < _LEDE else None
    return lede or (_last_person(cast, phrase, stage) if phrase.definite else None)


def _last_person(cast: Cast, phrase: Phrase, stage: Stage) -> str | None:
    """Return the person who spoke last, for a role that the article ties to nobody ("the official")."""
    last = cast.figures.get(stage.last or "")
    if last is None or last.entity.type is not EntityType.PER or last.clashes(phrase.head):
        return None
    gender = "f" if phrase.head in word_list("female") else "m" if phrase.head in word_list("male") else None
    return last.entity.id if gender is None or last.gender in (None, gender) else None


def _named_after(cast: Cast, at: int, role: str) -> str | None:
    """Return the first person named after a described speaker in the lede, at the beginning of a sentence.

    "A top scientist said … . Ada Obi, director of …, said": the lede's scientist is named in the next sentences.
    """
    if any(cast.kind(mention) is EntityType.PER for mention in cast.before(at)):
        return None
    for mention in cast.mentions_in(at, at + 2 * _LEDE):
        apart = re.search(r"[.!?”\"]\s|\n", cast.text[at : mention.start])
        if cast.kind(mention) is EntityType.PER and apart and begins_sentence(cast.text, mention.start, reach=30):
            return None if cast.figures[mention.entity].clashes(role) else mention.entity
    return None


def _headed_by(noun: str) -> re.Pattern[str]:
    """Return what names of a noun's kind match: "Vale Museum" and "Museum of X", not "Museum Workers' Union"."""
    return re.compile(rf"\b{re.escape(noun)}(?:$|\s+(?:of|for)\b|,)", re.IGNORECASE)


def find_organization(cast: Cast, contents: Sequence[Interval], phrase: Phrase, at: int, stage: Stage) -> str | None:
    """Return the organization that "the ministry" or "the company" means: by a word of its name, else the last."""
    for name in (_headed_by(phrase.head), re.compile(rf"\b{re.escape(phrase.head[:7])}", re.IGNORECASE)):
        for mention in reversed(cast.before(at)):
            if cast.kind(mention) is EntityType.ORG and name.search(cast.figures[mention.entity].entity.name):
                return mention.entity
    if len(phrase.words) != 2:
        return None
    last = cast.figures.get(stage.last or "")
    if last is not None and last.entity.type is EntityType.ORG:
        return last.entity.id
    return nearest(cast, contents, EntityType.ORG, at) if phrase.head in _GENERIC else None
