"""Resolving each quote's source to a speaker, in reading order, with the running speaker as context."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from moneyquote.quotation.vocabulary import documents, groups
from moneyquote.records import Entity, EntityType
from moneyquote.speakers.candidates import (
    Stage,
    begins_sentence,
    find_by_role,
    find_organization,
    find_person,
    in_content,
    nearest,
)
from moneyquote.speakers.cast import Cast, Named, read_cast, word_list
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
_FULL_NAME = re.compile(r"(?P<name>[A-Z][a-z][\w’'-]*(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){1,2}), ")
_IT_REACH = 500  # characters over which "it" may mean who spoke last
_PLURAL_ROLES = word_list("plural_roles", "nouns")


@dataclass(slots=True)
class _Scene:
    """The state while reading an article's quotes in order."""

    cast: Cast
    contents: list[Interval]
    last: Speaker = _NOBODY
    last_at: int = -1
    last_paragraph: int = -9
    joint: Speaker | None = None
    described: list[tuple[Phrase, Speaker]] = field(default_factory=list)

    @property
    def stage(self) -> Stage:
        """Who spoke last and where."""
        return Stage(self.last.entity, self.last_at)


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
    return found


def _resolve(scene: _Scene, quote: SourceOf) -> Speaker:
    if quote.source is None:
        if quote.cued:
            return _NOBODY
        return _running(scene, quote)
    start, end = quote.source
    source = scene.cast.text[start:end]
    known = _unlisted(scene, start, end) or _named(scene, find_heads(scene.cast, start, end))
    if known is not None:
        return known
    if not quote.cued and (label := _labelled(scene, source, start)) is not None:
        return label
    phrase = read_phrase(source)
    speaker = _described(scene, phrase, quote, source)
    if phrase.sort not in (Sort.HE, Sort.SHE, Sort.THEY, Sort.IT, Sort.FIRST):
        scene.described.append((phrase, speaker))
    return speaker


def _running(scene: _Scene, quote: SourceOf) -> Speaker:
    """Return the running speaker for words without a source: who spoke last, unless somebody else acts since."""
    at = quote.content[0][0]
    acting = _acting_before(scene, at)
    if acting is not None:
        return _speaker(scene, acting, "acting")
    if scene.last.name is not None and quote.paragraph - scene.last_paragraph <= 3:
        return replace(scene.last, how="running")
    people = [m for m in scene.cast.before(at) if scene.cast.kind(m) is EntityType.PER]
    return _speaker(scene, people[-1].entity, "nearest") if people else _NOBODY


def _acting_before(scene: _Scene, at: int) -> str | None:
    """Return the person who begins the sentence before a quotation, in its paragraph and after the last source.

    "Then Rym shows her lab. 'It is small ...'": the words are Rym's, whoever spoke before.
    """
    text = scene.cast.text
    floor = max(scene.last_at, text.rfind("\n", 0, at), 0)
    for mention in reversed(scene.cast.mentions_in(floor, at)):
        if scene.cast.kind(mention) is not EntityType.PER or in_content(scene.contents, mention.start):
            continue
        if mention.start > scene.last_at and begins_sentence(text, mention.start, reach=25):
            return mention.entity
    return None


def _speaker(scene: _Scene, entity: str, how: str) -> Speaker:
    known = scene.cast.figures[entity].entity
    return Speaker(entity=entity, name=known.name, kind=known.type, how=how)


def _unlisted(scene: _Scene, start: int, end: int) -> Speaker | None:
    """Return a person with an apposition whose name no mention covers: "Ada Stone, director of …"."""
    match = _FULL_NAME.match(scene.cast.text, start, end)
    if match is None or scene.cast.mentions_in(start, match.end("name")):
        return None
    words = {word.lower() for word in match["name"].split()}
    if words & (groups() | documents() | word_list("roles", "nouns") | word_list("organizations", "nouns")):
        return None
    return Speaker(name=match["name"], kind=EntityType.PER, how="named")


def _labelled(scene: _Scene, label: str, at: int) -> Speaker | None:
    """Return whom the label of a transcript's turn means: "MS OKELLO" by surname, "A" the person named most before."""
    if label.lower() in ("q", "question"):
        return _NOBODY
    people = [m for m in scene.cast.before(at) if scene.cast.kind(m) is EntityType.PER] or [
        m for m in scene.cast.mentions if scene.cast.kind(m) is EntityType.PER
    ]
    if label.lower() in ("a", "answer") and people:
        return _speaker(scene, Counter(m.entity for m in people).most_common(1)[0][0], "label")
    surname = label.rpartition(" ")[2].casefold()
    for figure in scene.cast.figures.values():
        if figure.entity.type is EntityType.PER and figure.entity.name.rpartition(" ")[2].casefold() == surname:
            return _speaker(scene, figure.entity.id, "label")
    return None


def _named(scene: _Scene, heads: Heads) -> Speaker | None:
    """Return the speaker whom names in the source head."""
    if not heads.names:
        return None
    if len(heads.names) == 1 and not heads.others:
        return _speaker(scene, heads.names[0].entity, "named")
    names = [scene.cast.figures[m.entity].entity.name for m in heads.names]
    names += [heads.others] if heads.others else []
    joint = Speaker(name=", ".join(names[:-1]) + " and " + names[-1], how="joint")
    scene.joint = joint
    return joint


def _described(scene: _Scene, phrase: Phrase, quote: SourceOf, source: str) -> Speaker:
    """Return the speaker whom a pronoun or description means."""
    at = quote.source[0] if quote.source else quote.content[0][0]
    if phrase.sort in (Sort.HE, Sort.SHE):
        person = find_person(scene.cast, scene.contents, "m" if phrase.sort is Sort.HE else "f", at, scene.stage)
        return _speaker(scene, person, "pronoun") if person else _last_or_nobody(scene)
    if phrase.sort is Sort.THEY:
        return _they(scene, at)
    if phrase.sort is Sort.IT:
        return _it(scene, at)
    if phrase.sort is Sort.FIRST:
        return _last_or_nobody(scene)
    if scene.joint is not None and phrase.definite and len(phrase.words) == 2 and phrase.head in _PLURAL_ROLES:
        return scene.joint
    entity = None
    if phrase.head == "statement" and phrase.definite:
        entity = find_organization(scene.cast, scene.contents, phrase, at, scene.stage)
    elif phrase.sort is Sort.ROLE:
        entity = find_by_role(scene.cast, phrase, at, scene.stage)
    elif phrase.sort is Sort.ORGANIZATION and phrase.definite:
        entity = find_organization(scene.cast, scene.contents, phrase, at, scene.stage)
    elif phrase.sort is Sort.AGED:
        entity = find_person(scene.cast, scene.contents, None, at, scene.stage)
    if entity is not None:
        return _speaker(scene, entity, phrase.sort.value)
    return _told_before(scene, phrase) or Speaker(name=_description(scene, source, at), how="described")


def _last_or_nobody(scene: _Scene) -> Speaker:
    """Return who spoke last, if a person; rather nobody than words in the mouth of a report."""
    return replace(scene.last, how="running") if scene.last.kind is EntityType.PER else _NOBODY


def _told_before(scene: _Scene, phrase: Phrase) -> Speaker | None:
    """Return the speaker of an earlier description that this one repeats or shortens."""
    if not (phrase.definite or phrase.sort is Sort.GROUP):
        return None
    for earlier, speaker in reversed(scene.described):
        if earlier.head == phrase.head and speaker.name and _agrees(earlier, phrase):
            return replace(speaker, how="described")
    return None


def _agrees(earlier: Phrase, phrase: Phrase) -> bool:
    """Tell whether a later description can be the earlier one: it adds no word of its own."""
    return set(phrase.words) - {"the", "a", "an", "this", "that", "these"} <= set(earlier.words)


def _description(scene: _Scene, source: str, at: int) -> str:
    """Return the name of a described speaker: the phrase up to its first comma, its owner named, white space single."""
    name = " ".join(re.split(r",|\s[–—]\s", source)[0].split())
    first, _, rest = name.partition(" ")
    if first.lower() in ("his", "her") and rest:
        owner = find_person(scene.cast, scene.contents, "m" if first.lower() == "his" else "f", at, scene.stage)
        if owner is not None:
            last = scene.cast.figures[owner].entity.name.split()[-1]
            return f"{last}’{'' if last.endswith('s') else 's'} {rest}"
    if first.lower() == "whose" and rest:
        owner = _owner(scene, at)
        return f"{rest} of {owner}" if owner else name
    if first.lower() in ("the", "a", "an") and rest:
        return f"{first.lower()} {rest}"
    common = first.lower() in groups() | documents() or (not rest and name[1:].islower())
    return name[:1].lower() + name[1:] if common and first[1:].islower() else name


def _owner(scene: _Scene, at: int) -> str | None:
    """Return the name right before "whose", an article before it if the text has one."""
    before = scene.cast.before(at)
    if not before or scene.cast.text[before[-1].end : at].strip(" ,") != "":
        return None
    entity = scene.cast.figures[before[-1].entity].entity
    the = re.search(r"\bthe\s+$", scene.cast.text[: before[-1].start][-6:], re.IGNORECASE)
    return f"the {entity.name}" if the else entity.name


def _they(scene: _Scene, at: int) -> Speaker:
    """Return whom "they" means: the last group or joint speaker, else the last organization."""
    if scene.joint is not None and scene.last.name == scene.joint.name:
        return replace(scene.joint, how="pronoun")
    for phrase, speaker in reversed(scene.described):
        if speaker.kind is EntityType.OTHER and speaker.name and phrase.sort in (Sort.GROUP, Sort.OTHER):
            return replace(speaker, how="pronoun")
    if scene.joint is not None:
        return replace(scene.joint, how="pronoun")
    return _it(scene, at)


def _it(scene: _Scene, at: int) -> Speaker:
    """Return what "it" means: the last organization or document that spoke, else the nearest organization."""
    if scene.last.name and scene.last.kind is not EntityType.PER and at - scene.last_at < _IT_REACH:
        return replace(scene.last, how="pronoun")
    entity = nearest(scene.cast, scene.contents, EntityType.ORG, at)
    return _speaker(scene, entity, "pronoun") if entity else _NOBODY
