"""Which body "the foundation" or "its school" means: nominal mentions of organizations, by the speakers' resolver."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from moneyquote.records import EntityType
from moneyquote.speakers.cast import Cast
from moneyquote.speakers.describe import description
from moneyquote.speakers.options import OptionKind
from moneyquote.speakers.phrases import Phrase, read_phrase
from moneyquote.speakers.ranker import Ranker
from moneyquote.speakers.rules import by_rules
from moneyquote.speakers.scene import Scene, SourceOf, Speaker, known_speaker

Interval = tuple[int, int]

_NOMINAL = re.compile(
    r"\b(?:the|this|that|our|its|their)\s+(?:\w+\s)?(foundation|fund|trust|endowment|university|college|school|museum|library|"
    r"hospital|clinic|cent(?:er|re)|institute|organi[sz]ation|nonprofit|non-profit|charity|group|agency|department|"
    r"ministry|government|administration|company|firm|corporation|bank|council|county|city|town|state|district|"
    r"church|association|society|programme|program|campaign|team|department|commission|academy|campus|club)\b(?!\s(?!an?\s)[a-z]+s?’?\s?grant)",
    re.IGNORECASE,
)
_ANY_BODY = frozenset(
    ["organization", "organisation", "nonprofit", "non-profit", "charity", "group", "agency", "company", "firm", "team"]
)
BODIES = (OptionKind.BODY, OptionKind.SELF, OptionKind.NOBODY)


@dataclass(frozen=True, slots=True)
class Nominal:
    """A nominal mention: its characters ``[start, end)``, and the entity of the body it means, where that is named."""

    start: int
    end: int
    entity: str | None


def find_nominals(cast: Cast) -> list[re.Match[str]]:
    """Return the definite phrases headed by a body's noun (group 1) that no name stands in, in reading order."""
    found = []
    for match in _NOMINAL.finditer(cast.text):
        before = bisect_left(cast.starts, match.end())
        if before == 0 or cast.mentions[before - 1].end <= match.start():
            found.append(match)
    return found


def tie_nominals(
    cast: Cast, told: Sequence[tuple[SourceOf, Speaker]], paragraphs: Sequence[int], ranker: Ranker | None = None
) -> list[Nominal]:
    """Return the nominal mentions of an article with the bodies they mean.

    Args:
        cast: the article's people and organizations.
        told: its quotes in reading order, each with its speaker: who speaks is in the foreground.
        paragraphs: where its paragraphs begin.
        ranker: what weighs the bodies, the rules' choice among its evidence; without one the rules decide.
    """
    scene = Scene(cast, sorted(span for quote, _ in told for span in quote.content))
    found = []
    for asked, phrase, ruled in nominals_among(scene, told, paragraphs):
        chosen = ruled if ranker is None else ranker.choose(scene, asked, phrase, ruled, BODIES)
        start, end = asked.content[0]
        found.append(Nominal(start, end, chosen.entity))
    return found


def nominals_among(
    scene: Scene, told: Sequence[tuple[SourceOf, Speaker]], paragraphs: Sequence[int]
) -> Iterator[tuple[SourceOf, Phrase, Speaker]]:
    """Yield each nominal mention as a source, how it refers, and the rules' choice; the scene is as there."""
    bodies = _Bodies(scene.cast)
    done = 0
    for match in find_nominals(scene.cast):
        start, end = match.span()
        while done < len(told) and told[done][0].content[0][0] <= start:
            quote, speaker = told[done]
            scene.note(quote, speaker, by_rules(scene, quote)[1])
            done += 1
        paragraph = max(0, bisect_right(paragraphs, start) - 1)
        asked = SourceOf(content=((start, end),), source=(start, end), cued=True, paragraph=paragraph)
        words = match.group()
        entity = bodies.called(match.group(1).casefold(), start)
        own = Speaker(name=description(scene, words, start), how="described")
        yield asked, read_phrase(words), known_speaker(scene, entity, "organization") if entity else own


@dataclass(slots=True)
class _Bodies:
    """The organizations of a cast, looked up by a word of their names."""

    cast: Cast
    known: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def called(self, noun: str, at: int) -> str | None:
        """Return the body named last before a place whose name has a noun; any body for "the organization"."""
        found = self._last(noun, at)
        return self._last("", at) if found is None and noun in _ANY_BODY else found

    def _last(self, word: str, at: int) -> str | None:
        if word not in self.known:
            having = {
                figure.entity.id
                for figure in self.cast.figures.values()
                if figure.entity.type is EntityType.ORG and word in figure.entity.name.casefold()
            }
            self.known[word] = [(m.end, m.entity) for m in self.cast.mentions if m.entity in having]
        before = bisect_right(self.known[word], at, key=lambda one: one[0])
        return self.known[word][before - 1][1] if before else None
