"""The cast of an article: its people and organizations with what the text tells about their gender and roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from moneyquote.lexicons import lexicon
from moneyquote.records import Entity, EntityType

_WORD = re.compile(r"[^\W\d_]+(?:[-’'.][^\W\d_]+)*\.?")
_NEAR = 90  # characters after a mention in which its apposition is read
_BEFORE = 70  # characters before a mention in which its title and role are read


_PREMODIFIER_CUT = re.compile(r"[;:(“\"]|,\s|\b(?:and|with|by|said|told|to|from|that|met|between|but|while|as)\b")
_APPOSITION = re.compile(r"\s*(?:\([^)]{0,40}\)\s*)?,\s*(?:an?|the|who|whose|former|chief|head|deputy|[a-z]+)\b")
_APPOSITION_CUT = re.compile(r"[.;:“”\"]|,\s|\b(?:said|says|told|on behalf)\b")


@cache
def word_list(name: str, key: str = "words") -> frozenset[str]:
    """Return a list of the speaker lexicon."""
    return frozenset(lexicon("speakers")[name][key])


@cache
def offices() -> dict[str, int]:
    """Return the words of offices that one person does not hold at once, each with the number of its office."""
    found: list[list[str]] = lexicon("speakers")["offices"]["groups"]
    return {word: number for number, words in enumerate(found) for word in words}


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, without possessive endings and full stops."""
    return [re.sub(r"[’']s?$", "", w.group().lower().rstrip(".")) for w in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Named:
    """One name mention: characters ``[start, end)`` and its entity."""

    start: int
    end: int
    entity: str


@dataclass(slots=True)
class Figure:
    """An entity with its mentions and what was read about it."""

    entity: Entity
    mentions: list[Named] = field(default_factory=list)
    roles: Counter[str] = field(default_factory=Counter)
    female: int = 0
    male: int = 0

    @property
    def gender(self) -> str | None:
        """Return "f", "m", or None where nothing tells."""
        if self.female == self.male:
            return None
        return "f" if self.female > self.male else "m"

    def clashes(self, role: str) -> bool:
        """Tell whether a person holds another office than a role names: a president is no spokeswoman."""
        group = offices().get(role)
        held = {offices()[word] for word in self.roles if word in offices()}
        return group is not None and bool(held) and group not in held


@dataclass(slots=True)
class Cast:
    """All figures of an article and their mentions in reading order."""

    text: str
    figures: dict[str, Figure]
    mentions: list[Named]
    starts: list[int]

    def mentions_in(self, start: int, end: int) -> list[Named]:
        """Return the mentions that begin in ``[start, end)``."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def before(self, at: int, most: int | None = None) -> Sequence[Named]:
        """Return the mentions that begin before ``at``, the last ``most`` of them."""
        end = self.count_before(at)
        return self.mentions[0 if most is None else max(0, end - most) : end]

    def count_before(self, at: int) -> int:
        """Return how many mentions begin before ``at``."""
        return bisect_left(self.starts, at)

    def kind(self, mention: Named) -> EntityType:
        """Return the type of a mention's entity."""
        return self.figures[mention.entity].entity.type


def read_cast(text: str, entities: Sequence[Entity], mentions: Sequence[Named]) -> Cast:
    """Return the cast of an article from its entities and name mentions."""
    figures = {entity.id: Figure(entity) for entity in entities}
    ordered = sorted((m for m in mentions if m.entity in figures), key=lambda m: m.start)
    for index, mention in enumerate(ordered):
        figure = figures[mention.entity]
        figure.mentions.append(mention)
        if figure.entity.type is EntityType.PER:
            following = ordered[index + 1].start if index + 1 < len(ordered) else len(text)
            earlier = ordered[index - 1].end if index else 0
            _read_roles(text, figure, mention, earlier, following)
    for figure in figures.values():
        if figure.entity.type is EntityType.PER:
            _read_first_name(figure)
    return Cast(text, figures, ordered, [m.start for m in ordered])


def _sentence_start(text: str, start: int, floor: int) -> int:
    cut = max(text.rfind(mark, floor, start) for mark in ("\n", "? ", "! ", "” ", '" '))
    return max(floor, cut + 1)


def _read_roles(text: str, figure: Figure, mention: Named, earlier: int, following: int) -> None:
    """Read title, role and gender words that stand right before a name, and its apposition right after."""
    floor = _sentence_start(text, mention.start, max(0, mention.start - _BEFORE))
    before = text[max(floor, earlier) : mention.start].rstrip()
    apposed = before.endswith(",")
    segment = _PREMODIFIER_CUT.split(before.rstrip(" ,"))[-1]
    words = words_of(segment)[-8:]
    if apposed or (words and words[-1] in word_list("roles", "nouns") | word_list("titles")):
        _note(figure, words, 1 if apposed else 2)
    after = text[mention.end : min(mention.end + _NEAR, max(following, mention.end + 30), len(text))].split(
        "\n", maxsplit=1
    )[0]
    if _APPOSITION.match(after):
        apposition = _APPOSITION_CUT.split(after.lstrip(" ,"))[0]
        _note(figure, words_of(apposition)[:12], 2)


def _note(figure: Figure, words: Sequence[str], weight: int) -> None:
    roles = word_list("roles", "nouns") | {"chairman", "head"}
    for word in words:
        if word in roles:
            figure.roles[word] += weight
        elif len(word) > 3:
            figure.roles["+" + word] += 1  # what the role is of: ministry, finance, a country's adjective
        if word in word_list("female"):
            figure.female += weight
        elif word in word_list("male"):
            figure.male += weight


def _read_first_name(figure: Figure) -> None:
    first = words_of(figure.entity.name)[:1]
    if first and first[0] in word_list("female_names"):
        figure.female += 2
    if first and first[0] in word_list("male_names"):
        figure.male += 2
