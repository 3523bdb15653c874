"""Whom a source without a name may mean: the names around it, what was described before, itself, or nobody."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from moneyquote.records import EntityType
from moneyquote.speakers.cast import Figure, Named, word_list
from moneyquote.speakers.describe import description
from moneyquote.speakers.phrases import PRONOUNS, Phrase
from moneyquote.speakers.scene import NOBODY, Scene, SourceOf, Speaker, known_speaker, place

_BACK = 60  # mentions looked at before a place
_AHEAD = 900  # characters after a place in which somebody may be named who was only described so far
_TWO = frozenset(("two", "both", "pair", "duo"))
_PLURAL_ROLES = word_list("plural_roles", "nouns")
_DESCRIBED = 5  # descriptions remembered


class OptionKind(StrEnum):
    """What an option is."""

    PERSON = "person"
    BODY = "body"
    JOINT = "joint"
    PAIR = "pair"  # two people named apart
    TOLD = "told"  # described by an earlier source
    SELF = "self"  # the source's own words
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Option:
    """One of those whom a source may mean, with its last mention before the source if it has one."""

    speaker: Speaker
    kind: OptionKind
    figure: Figure | None = None
    last: Named | None = None
    rank: int = 0  # how many others are named between it and the source


def options_of(
    scene: Scene,
    quote: SourceOf,
    phrase: Phrase | None,
    ruled: Speaker,
    kinds: Collection[OptionKind] = tuple(OptionKind),
) -> list[Option]:
    """Return whom a source may mean, of some kinds; the rules' choice ``ruled`` is among them, no name is twice."""
    at = place(quote)
    found = _named(scene, at)
    found += _introduced_later(scene, at, {option.figure.entity.id for option in found if option.figure})
    found += _pair(scene, phrase, at)
    if scene.joint is not None:
        found.append(Option(scene.joint, OptionKind.JOINT))
    told = [speaker for _, speaker in reversed(scene.described) if speaker.entity is None and speaker.name]
    found += [Option(speaker, OptionKind.TOLD) for speaker in told[:_DESCRIBED]]
    if phrase is not None and phrase.sort not in PRONOUNS and quote.source is not None:
        own = Speaker(name=description(scene, scene.cast.text[slice(*quote.source)], at), how="described")
        found.append(Option(own, OptionKind.SELF))
    found.append(Option(replace(NOBODY, how="unsure"), OptionKind.NOBODY))
    kept: dict[tuple[str | None, str | None], Option] = {}
    for option in found:
        kept.setdefault(option.speaker.key, option)
    if ruled.key not in kept:
        kept[ruled.key] = _choice(scene, ruled, at)
    return [
        option
        for key, option in kept.items()
        if key == ruled.key or (option.kind in kinds and not _clashes(option, phrase))
    ]


def _clashes(option: Option, phrase: Phrase | None) -> bool:
    return phrase is not None and option.figure is not None and option.figure.clashes(phrase.head)


def _named(scene: Scene, at: int) -> list[Option]:
    """Return the people and organizations named before a place, the last named first."""
    found: dict[str, Option] = {}
    for mention in reversed(scene.cast.before(at, _BACK)):
        if mention.entity not in found:
            found[mention.entity] = _of_figure(scene, mention.entity, mention, len(found))
    return list(found.values())


def _introduced_later(scene: Scene, at: int, known: set[str]) -> list[Option]:
    """Return who is named only soon after a place, at most three of them."""
    later: dict[str, Option] = {}
    for mention in scene.cast.mentions_in(at, at + _AHEAD):
        if mention.entity not in known and len(later) < 3:
            later.setdefault(mention.entity, _of_figure(scene, mention.entity, None, len(known) + len(later)))
    return list(later.values())


def _pair(scene: Scene, phrase: Phrase | None, at: int) -> list[Option]:
    """Return the two people named last, for "the two ministers"; those with the role first."""
    if phrase is None or not phrase.definite or not (_TWO & set(phrase.words) or phrase.head in _PLURAL_ROLES):
        return []
    people: dict[str, Figure] = {}
    for mention in reversed(scene.cast.before(at, _BACK)):
        if scene.cast.kind(mention) is EntityType.PER:
            people.setdefault(mention.entity, scene.cast.figures[mention.entity])
    role = phrase.head.removesuffix("s")
    pair = sorted(people.values(), key=lambda figure: not figure.roles[role])[:2]
    if len(pair) < 2:
        return []
    pair.sort(key=lambda figure: figure.mentions[0].start)
    return [Option(Speaker(name=" and ".join(figure.entity.name for figure in pair), how="joint"), OptionKind.PAIR)]


def _of_figure(scene: Scene, entity: str, last: Named | None, rank: int) -> Option:
    figure = scene.cast.figures[entity]
    kind = OptionKind.PERSON if figure.entity.type is EntityType.PER else OptionKind.BODY
    return Option(known_speaker(scene, entity, "trained"), kind, figure, last, rank)


def _choice(scene: Scene, ruled: Speaker, at: int) -> Option:
    """Return what the rules chose as an option."""
    if ruled.entity is None:
        return Option(ruled, OptionKind.TOLD)
    before = [mention for mention in scene.cast.figures[ruled.entity].mentions if mention.start < at]
    rank = len({m.entity for m in scene.cast.before(at) if not before or m.start > before[-1].start})
    return _of_figure(scene, ruled.entity, before[-1] if before else None, rank)


def sentences_between(text: str, start: int, end: int) -> int:
    """Return how many sentences end between two places, counted by their marks."""
    return len(re.findall(r"[.!?][\"”’»)]*\s|\n+", text[start:end]))
