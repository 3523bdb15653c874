"""What is asked and told about a quote's speaker, and the state while an article's quotes are read in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from moneyquote.records import EntityType
from moneyquote.speakers.candidates import Stage
from moneyquote.speakers.cast import Cast
from moneyquote.speakers.phrases import PRONOUNS, Phrase

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

    ``how`` names the rule, by which a confidence can be looked up; ``confidence`` is what the trained resolver tells.
    """

    entity: str | None = None
    name: str | None = None
    kind: EntityType = EntityType.OTHER
    how: str = "none"
    confidence: float | None = None

    @property
    def key(self) -> tuple[str | None, str | None]:
        """By what two speakers are the same one."""
        return self.entity, self.name


NOBODY = Speaker()


@dataclass(slots=True)
class Scene:
    """The state while reading an article's quotes in order."""

    cast: Cast
    contents: list[Interval]
    last: Speaker = NOBODY
    last_at: int = -1
    last_paragraph: int = -9
    joint: Speaker | None = None
    described: list[tuple[Phrase, Speaker]] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)  # entities, else names, of the speakers so far
    pronouns: dict[str, tuple[int, int]] = field(default_factory=dict)  # by entity: "she" and "he" after its names

    @property
    def stage(self) -> Stage:
        """Who spoke last and where."""
        return Stage(self.last.entity, self.last_at)

    def note(self, quote: SourceOf, speaker: Speaker, phrase: Phrase | None) -> None:
        """Remember who spoke last, if anybody is named or described, and whom a description meant."""
        if phrase is not None and phrase.sort not in PRONOUNS:
            self.described.append((phrase, speaker))
        if speaker.name is not None:
            self.spoken.append(speaker.entity or speaker.name)
            self.last, self.last_at, self.last_paragraph = speaker, place(quote), quote.paragraph


def place(quote: SourceOf) -> int:
    """Return where a quote's speaker is to be looked for: at its source, without one at its content."""
    return quote.source[0] if quote.source else quote.content[0][0]


def known_speaker(scene: Scene, entity: str, how: str) -> Speaker:
    """Return an entity of the article as a speaker."""
    known = scene.cast.figures[entity].entity
    return Speaker(entity=entity, name=known.name, kind=known.type, how=how)
