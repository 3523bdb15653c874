"""Resolving each quote's source to a speaker, in reading order, with the running speaker as context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from moneyquote.records import Entity, EntityType
from moneyquote.speakers.cast import Cast, Figure, Named, read_cast
from moneyquote.speakers.heads import Heads, find_heads
from moneyquote.speakers.phrases import Phrase, Sort, read_phrase

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOf:
    """What is asked for one quote: its source and content, and whether it continues the running speaker."""

    content: tuple[Interval, ...]
    source: Interval | None
    cued: bool
    paragraph: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks: an entity of the article (``entity``) or a description that has none yet; None, None if unknown.

    ``how`` names the rule, by which a confidence can be looked up.
    """

    entity: str | None = None
    name: str | None = None
    kind: EntityType = EntityType.OTHER
    how: str = "none"


_NOBODY = Speaker()


@dataclass(slots=True)
class _Scene:
    """The state while reading an article's quotes in order."""

    cast: Cast
    contents: list[Interval]
    last: Speaker = _NOBODY
    last_at: int = -1
    last_paragraph: int = -9
    described: list[tuple[Phrase, Speaker]] = field(default_factory=list)
    spoken: dict[str, int] = field(default_factory=dict)  # entity to the place where it last spoke


def resolve_speakers(
    text: str, entities: Sequence[Entity], mentions: Sequence[Named], quotes: Sequence[SourceOf]
) -> list[Speaker]:
    """Return the speaker of every quote; quotes come in reading order."""
    cast = read_cast(text, entities, mentions)
    scene = _Scene(cast, sorted(span for quote in quotes for span in quote.content))
    found = []
    for quote in quotes:
        speaker = _resolve(scene, quote)
        found.append(speaker)
        if speaker.name is not None:
            at = quote.source[0] if quote.source else quote.content[0][0]
            scene.last, scene.last_at, scene.last_paragraph = speaker, at, quote.paragraph
            if speaker.entity:
                scene.spoken[speaker.entity] = at
    return found


def _resolve(scene: _Scene, quote: SourceOf) -> Speaker:
    if quote.source is None:
        if quote.cued:
            return _NOBODY
        return _running(scene, quote)
    start, end = quote.source
    source = scene.cast.text[start:end]
    heads = find_heads(scene.cast, start, end)
    named = _named(scene, heads, source)
    if named is not None:
        return named
    phrase = read_phrase(source)
    speaker = _described(scene, phrase, quote, source)
    if phrase.sort not in (Sort.HE, Sort.SHE, Sort.THEY, Sort.IT, Sort.FIRST):
        scene.described.append((phrase, speaker))
    return speaker


def _running(scene: _Scene, quote: SourceOf) -> Speaker:
    """Return the running speaker for words without a source: who spoke last, unless that was long before."""
    if scene.last.name is not None and quote.paragraph - scene.last_paragraph <= 3:
        return Speaker(entity=scene.last.entity, name=scene.last.name, kind=scene.last.kind, how="running")
    people = [m for m in scene.cast.before(quote.content[0][0]) if scene.cast.kind(m) is EntityType.PER]
    return _speaker(scene, people[-1].entity, "nearest") if people else _NOBODY


def _speaker(scene: _Scene, entity: str, how: str) -> Speaker:
    known = scene.cast.figures[entity].entity
    return Speaker(entity=entity, name=known.name, kind=known.type, how=how)


def _named(scene: _Scene, heads: Heads, source: str) -> Speaker | None:
    """Return the speaker whom names in the source head."""
    if len(heads.names) == 1 and not heads.others:
        return _speaker(scene, heads.names[0].entity, "named")
    if heads.names:
        names = [scene.cast.figures[m.entity].entity.name for m in heads.names]
        names += [heads.others] if heads.others else []
        joined = ", ".join(names[:-1]) + " and " + names[-1]
        return Speaker(name=joined, how="joint")
    return None


def _described(scene: _Scene, phrase: Phrase, quote: SourceOf, source: str) -> Speaker:
    assert quote.source is not None
    at = quote.source[0]
    if phrase.sort in (Sort.HE, Sort.SHE):
        return _pronoun(scene, "m" if phrase.sort is Sort.HE else "f", at) or _NOBODY
    if phrase.sort is Sort.THEY:
        return _they(scene, at)
    if phrase.sort is Sort.IT:
        return _it(scene, at)
    if phrase.sort is Sort.FIRST:
        return scene.last if scene.last.name else _NOBODY
    if phrase.sort is Sort.ROLE and phrase.definite:
        person = _by_role(scene, phrase, at)
        if person is not None:
            return person
    if phrase.sort is Sort.ORGANIZATION and phrase.definite:
        organization = _by_organization(scene, phrase, at)
        if organization is not None:
            return organization
    if phrase.definite or phrase.sort is Sort.GROUP:
        for earlier, speaker in reversed(scene.described):
            if earlier.head == phrase.head and speaker.name and _agrees(earlier, phrase):
                return Speaker(entity=speaker.entity, name=speaker.name, kind=speaker.kind, how="described")
    return Speaker(name=_description(source), how="described")


def _agrees(earlier: Phrase, phrase: Phrase) -> bool:
    """Tell whether a later description can be the earlier one: it adds no word of its own."""
    return set(phrase.words) - {"the", "a", "an", "this", "that", "these"} <= set(earlier.words)


def _description(source: str) -> str:
    """Return the name of a described speaker: the phrase without what follows its first comma, white space made single."""
    short = re.split(r",|\s[–—]\s", source)[0]
    name = " ".join(short.split())
    first, _, rest = name.partition(" ")
    if first.lower() in ("the", "a", "an") and rest:
        return f"{first.lower()} {rest}"
    return name[:1].lower() + name[1:] if " " not in name and name.islower() is False and name[1:].islower() else name


def _in_content(scene: _Scene, at: int) -> bool:
    from bisect import bisect_right

    place = bisect_right(scene.contents, (at, len(scene.cast.text))) - 1
    return place >= 0 and scene.contents[place][0] <= at < scene.contents[place][1]


def _pronoun(scene: _Scene, gender: str, at: int) -> Speaker | None:
    """Return the person whom "he" or "she" means: gender, distance, who spoke, who stood as a subject."""
    best: tuple[float, str] | None = None
    seen: set[str] = set()
    order = 0
    for mention in reversed(scene.cast.before(at)[-60:]):
        if mention.entity in seen or scene.cast.kind(mention) is not EntityType.PER:
            continue
        seen.add(mention.entity)
        figure = scene.cast.figures[mention.entity]
        if figure.gender is not None and figure.gender != gender:
            continue
        score = _salience(scene, figure, mention, at) - 0.6 * order + (0.8 if figure.gender == gender else 0.0)
        order += 1
        if best is None or score > best[0]:
            best = score, mention.entity
    if scene.last.entity in scene.cast.figures and scene.last.entity not in seen:
        figure = scene.cast.figures[scene.last.entity]
        if figure.entity.type is EntityType.PER and figure.gender in (None, gender) and best is None:
            return _speaker(scene, scene.last.entity, "pronoun")
    return _speaker(scene, best[1], "pronoun") if best else None


def _salience(scene: _Scene, figure: Figure, mention: Named, at: int) -> float:
    """Return how much a person is in the foreground at a place."""
    score = 0.0
    text = scene.cast.text
    if figure.entity.id == scene.last.entity:
        between = text[scene.last_at : at]
        score += 3.0 - 0.5 * min(4, between.count("\n"))
    inside = _in_content(scene, mention.start)
    score -= 1.5 if inside else 0.0
    line = max(
        text.rfind("\n", 0, mention.start), text.rfind(". ", 0, mention.start), text.rfind("” ", 0, mention.start)
    )
    if mention.start - line < 60 and not inside:
        score += 0.8  # near the beginning of its sentence: probably a subject
    if text[mention.end : mention.end + 2] in ("’s", "'s", "’ ", "' "):
        score -= 0.7
    score -= (at - mention.start) / 600
    return score


def _they(scene: _Scene, at: int) -> Speaker:
    """Return whom "they" means: the last group or joint speaker, else the last organization."""
    for _, speaker in reversed(scene.described):
        if speaker.kind is EntityType.OTHER and speaker.name:
            return Speaker(entity=speaker.entity, name=speaker.name, kind=speaker.kind, how="pronoun")
    if scene.last.name and scene.last.kind is not EntityType.PER:
        return scene.last
    return _it(scene, at) if scene.cast.mentions else _NOBODY


def _it(scene: _Scene, at: int) -> Speaker:
    """Return what "it" means: the last organization or document that spoke, else the nearest organization."""
    if scene.last.name and scene.last.kind is not EntityType.PER and at - scene.last_at < 500:
        return Speaker(entity=scene.last.entity, name=scene.last.name, kind=scene.last.kind, how="pronoun")
    for mention in reversed(scene.cast.before(at)):
        if scene.cast.kind(mention) is EntityType.ORG:
            return _speaker(scene, mention.entity, "pronoun")
    return _NOBODY


def _by_role(scene: _Scene, phrase: Phrase, at: int) -> Speaker | None:
    """Return the person introduced with a role before (or, failing that, after) the place."""
    best: tuple[float, str] | None = None
    extra = [word for word in phrase.words if word != phrase.head and len(word) > 3]
    for figure in scene.cast.figures.values():
        if figure.entity.type is not EntityType.PER or not figure.roles[phrase.head]:
            continue
        earlier = [m.start for m in figure.mentions if m.start < at]
        score = 1.0 + sum(1.0 for word in extra if figure.roles["+" + word] or figure.roles[word])
        score += 1.5 if figure.entity.id == scene.last.entity else 0.0
        score += 1.0 - (at - earlier[-1]) / 2000 if earlier else -1.5
        if best is None or score > best[0]:
            best = score, figure.entity.id
    if best is not None:
        return _speaker(scene, best[1], "role")
    return None


def _by_organization(scene: _Scene, phrase: Phrase, at: int) -> Speaker | None:
    """Return the organization that a description like "the ministry" means: by its name, else by who spoke."""
    named = None
    for mention in reversed(scene.cast.before(at)):
        if scene.cast.kind(mention) is EntityType.ORG:
            name = scene.cast.figures[mention.entity].entity.name.lower()
            if re.search(rf"\b{re.escape(phrase.head[:7])}", name):
                named = mention.entity
                break
    if named is not None:
        return _speaker(scene, named, "organization")
    if scene.last.kind is EntityType.ORG and scene.last.entity and len(phrase.words) == 2:
        return _speaker(scene, scene.last.entity, "organization")
    if len(phrase.words) == 2 and phrase.head in (
        "company",
        "firm",
        "group",
        "organization",
        "organisation",
        "agency",
        "charity",
        "church",
    ):
        for mention in reversed(scene.cast.before(at)):
            if scene.cast.kind(mention) is EntityType.ORG and not _in_content(scene, mention.start):
                return _speaker(scene, mention.entity, "organization")
    return None
