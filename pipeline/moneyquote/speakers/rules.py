"""The speaker of a quote by rules over names, roles, gender and turns."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from moneyquote.quotation.vocabulary import documents, groups
from moneyquote.records import EntityType
from moneyquote.speakers.acting import acting_before
from moneyquote.speakers.candidates import (
    begins_sentence,
    find_by_role,
    find_organization,
    find_person,
    in_content,
    nearest,
)
from moneyquote.speakers.cast import word_list
from moneyquote.speakers.describe import description
from moneyquote.speakers.heads import Heads, find_heads
from moneyquote.speakers.phrases import Phrase, Sort, read_phrase
from moneyquote.speakers.scene import NOBODY, Scene, SourceOf, Speaker, known_speaker, place

_FULL_NAME = re.compile(r"(?P<name>[A-Z][a-z][\w’'-]*(?: [A-Z]\.)?(?: [A-Z][\w’'-]+){1,2}), ")
_FAMILY = re.compile(r"[Tt]he (?P<plural>[A-Z][\w’'-]+s)")
_JOINED = re.compile(r"\b(?P<first>[A-Z][a-z]+) (?:and|&) $")
_IT_REACH = 500  # characters over which "it" may mean who spoke last
_PLURAL_ROLES = word_list("plural_roles", "nouns")


def by_rules(scene: Scene, quote: SourceOf) -> tuple[Speaker, Phrase | None]:
    """Return the speaker of a quote, and how its source refers where no name heads it."""
    if quote.source is None:
        return (NOBODY if quote.cued else _running(scene, quote)), None
    start, end = quote.source
    source = scene.cast.text[start:end]
    known = _family(scene, source) or _unlisted(scene, start, end) or _named(scene, find_heads(scene.cast, start, end))
    if known is None and not quote.cued:
        known = _labelled(scene, source, start)
    if known is not None:
        return known, None
    phrase = read_phrase(source)
    return _described(scene, phrase, quote, source), phrase


def _running(scene: Scene, quote: SourceOf) -> Speaker:
    """Return the running speaker for words without a source: who spoke last, unless somebody else acts since."""
    at = quote.content[0][0]
    acting = _acting_before(scene, at)
    if acting is not None:
        return known_speaker(scene, acting, "acting")
    if scene.last.name is not None and quote.paragraph - scene.last_paragraph <= 3:
        return replace(scene.last, how="running")
    people = [m for m in scene.cast.before(at) if scene.cast.kind(m) is EntityType.PER]
    return known_speaker(scene, people[-1].entity, "nearest") if people else NOBODY


def _acting_before(scene: Scene, at: int) -> str | None:
    """Return the person who begins the sentence before a quotation, in its paragraph and after the last source.

    "Then Rym shows her lab. 'It is small ...'": the words are Rym's, whoever spoke before.
    """
    text = scene.cast.text
    floor = max(scene.last_at, text.rfind("\n", 0, at), 0)
    acting = None
    for mention in reversed(scene.cast.mentions_in(floor, at)):
        if scene.cast.kind(mention) is not EntityType.PER or in_content(scene.contents, mention.start):
            continue
        if acting is not None and re.search(r"[.!?\n]", text[mention.end : acting.start]):
            break  # in the sentence before
        if mention.start > scene.last_at and begins_sentence(text, mention.start, reach=25):
            acting = mention
    return acting.entity if acting else None


def _family(scene: Scene, source: str) -> Speaker | None:
    """Return whom "the Marshes" or "the Hales" means: all people of that surname, and who is joined to one of them."""
    match = _FAMILY.fullmatch(source)
    if match is None:
        return None
    plural = match["plural"]
    people = [
        figure
        for figure in scene.cast.figures.values()
        if figure.entity.type is EntityType.PER
        and figure.mentions
        and (last := figure.entity.name.rpartition(" ")[2])
        and plural in (f"{last}s", f"{last}es")
    ]
    names = [figure.entity.name for figure in people]
    if len(people) == 1:
        before = (scene.cast.text[max(0, mention.start - 30) : mention.start] for mention in people[0].mentions)
        joined = next((found["first"] for text in before if (found := _JOINED.search(text))), None)
        names = [joined, *names] if joined else []
    if not names:
        return None
    scene.joint = Speaker(name=", ".join(names[:-1]) + " and " + names[-1], how="joint")
    return scene.joint


def _unlisted(scene: Scene, start: int, end: int) -> Speaker | None:
    """Return a person with an apposition whose name no mention covers: "Ada Stone, director of …"."""
    match = _FULL_NAME.match(scene.cast.text, start, end)
    if match is None or scene.cast.mentions_in(start, match.end("name")):
        return None
    words = {word.lower() for word in match["name"].split()}
    if words & (groups() | documents() | word_list("roles", "nouns") | word_list("organizations", "nouns")):
        return None
    return Speaker(name=match["name"], kind=EntityType.PER, how="named")


def _labelled(scene: Scene, label: str, at: int) -> Speaker | None:
    """Return whom the label of a transcript's turn means: "MS OKELLO" by surname, "A" the person named most before."""
    if label.lower() in ("q", "question"):
        return NOBODY
    people = [m for m in scene.cast.before(at) if scene.cast.kind(m) is EntityType.PER] or [
        m for m in scene.cast.mentions if scene.cast.kind(m) is EntityType.PER
    ]
    if label.lower() in ("a", "answer") and people:
        return known_speaker(scene, Counter(m.entity for m in people).most_common(1)[0][0], "label")
    surname = label.rpartition(" ")[2].casefold()
    for figure in scene.cast.figures.values():
        if figure.entity.type is EntityType.PER and figure.entity.name.rpartition(" ")[2].casefold() == surname:
            return known_speaker(scene, figure.entity.id, "label")
    return None


def _named(scene: Scene, heads: Heads) -> Speaker | None:
    """Return the speaker whom names in the source head."""
    if not heads.names:
        return None
    if len(heads.names) == 1 and not heads.others:
        return known_speaker(scene, heads.names[0].entity, "named")
    names = [scene.cast.figures[m.entity].entity.name for m in heads.names]
    names += [heads.others] if heads.others else []
    joint = Speaker(name=", ".join(names[:-1]) + " and " + names[-1], how="joint")
    scene.joint = joint
    return joint


def _described(scene: Scene, phrase: Phrase, quote: SourceOf, source: str) -> Speaker:
    """Return the speaker whom a pronoun or description means."""
    at = place(quote)
    if phrase.head == "who" and (named := nearest(scene.cast, scene.contents, EntityType.PER, at)) is not None:
        return known_speaker(scene, named, "pronoun")
    if phrase.sort in (Sort.HE, Sort.SHE):
        gender = "m" if phrase.sort is Sort.HE else "f"
        person = _acting_role(scene, gender, at) or find_person(scene.cast, scene.contents, gender, at, scene.stage)
        return known_speaker(scene, person, "pronoun") if person else _last_or_nobody(scene)
    if phrase.sort is Sort.THEY:
        return _they(scene, at)
    if phrase.sort is Sort.IT:
        return _it(scene, at)
    if phrase.sort is Sort.FIRST:
        return _last_or_nobody(scene)
    if scene.joint is not None and phrase.definite and len(phrase.words) == 2 and phrase.head in _PLURAL_ROLES:
        return scene.joint
    entity = _apposed(scene, phrase, quote)
    if entity is not None:
        return known_speaker(scene, entity, "named")
    if phrase.head == "statement" and phrase.definite:
        entity = find_organization(scene.cast, scene.contents, phrase, at, scene.stage)
    elif phrase.sort is Sort.ROLE:
        entity = find_by_role(scene.cast, phrase, at, scene.stage) or _introduced(scene, phrase, quote)
    elif phrase.sort is Sort.ORGANIZATION and phrase.definite:
        entity = find_organization(scene.cast, scene.contents, phrase, at, scene.stage)
    elif phrase.sort is Sort.AGED:
        entity = find_person(scene.cast, scene.contents, None, at, scene.stage)
    if entity is not None:
        return known_speaker(scene, entity, phrase.sort.value)
    return _told_before(scene, phrase) or Speaker(name=description(scene, source, at), how="described")


def _apposed(scene: Scene, phrase: Phrase, quote: SourceOf) -> str | None:
    """Return the person named right before a source that is only their apposition: "Ada Stone, head of X, said"."""
    before = scene.cast.before(quote.source[0]) if quote.source else ()
    titled = phrase.sort is Sort.OTHER and phrase.words[:1] not in (("a",), ("an",))  # "Ranking Member on Roads"
    if not before or phrase.definite or not (titled or phrase.sort is Sort.ROLE):
        return None
    gap = scene.cast.text[before[-1].end : place(quote)]
    return before[-1].entity if gap == ", " and scene.cast.kind(before[-1]) is EntityType.PER else None


def _introduced(scene: Scene, phrase: Phrase, quote: SourceOf) -> str | None:
    """Return the person first named right before words that a role said: "X has counted. 'Not one,' the mayor said"."""
    begin = quote.content[0][0]
    if not phrase.definite or begin > place(quote):
        return None
    acting = _acting_before(scene, begin)
    figure = scene.cast.figures.get(acting or "")
    fresh = figure is not None and not figure.roles and sum(m.start < begin for m in figure.mentions) == 1
    return acting if fresh else None


def _acting_role(scene: Scene, gender: str, at: int) -> str | None:
    """Return the person whose role acts right before "he" or "she"."""
    acting = acting_before(scene, at, Sort.ROLE)
    entity = find_by_role(scene.cast, acting[0], at, scene.stage) if acting else None
    return entity if entity and scene.cast.figures[entity].gender in (None, gender) else None


def _last_or_nobody(scene: Scene) -> Speaker:
    """Return who spoke last, if a person; rather nobody than words in the mouth of a report."""
    return replace(scene.last, how="running") if scene.last.kind is EntityType.PER else NOBODY


def _told_before(scene: Scene, phrase: Phrase) -> Speaker | None:
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


def _they(scene: Scene, at: int) -> Speaker:
    """Return whom "they" means: the last group or joint speaker, else the last organization."""
    if scene.joint is not None and scene.last.name == scene.joint.name:
        return replace(scene.joint, how="pronoun")
    for phrase, speaker in reversed(scene.described):
        if speaker.kind is EntityType.OTHER and speaker.name and phrase.sort in (Sort.GROUP, Sort.OTHER):
            return replace(speaker, how="pronoun")
    if scene.joint is not None:
        return replace(scene.joint, how="pronoun")
    return _it(scene, at)


def _it(scene: Scene, at: int) -> Speaker:
    """Return what "it" means: who acts, else the last organization or document that spoke, else the nearest one."""
    acting = acting_before(scene, at, Sort.ORGANIZATION)
    if acting is not None:
        phrase, words = acting
        entity = find_organization(scene.cast, scene.contents, phrase, at, scene.stage)
        described = Speaker(name=description(scene, words, at), how="pronoun")
        return known_speaker(scene, entity, "pronoun") if entity else described
    document = acting_before(scene, at, Sort.DOCUMENT)
    if document is not None:
        return Speaker(name=description(scene, document[1], at), how="pronoun")
    if scene.last.name and scene.last.kind is not EntityType.PER and at - scene.last_at < _IT_REACH:
        return replace(scene.last, how="pronoun")
    entity = nearest(scene.cast, scene.contents, EntityType.ORG, at)
    return known_speaker(scene, entity, "pronoun") if entity else NOBODY
