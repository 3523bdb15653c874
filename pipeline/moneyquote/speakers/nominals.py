"""Which body "the foundation" or "its school" means: nominal mentions of organizations, by the speakers' resolver."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
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
_GIVERS = frozenset(("foundation", "fund", "trust", "endowment", "charity"))  # a giver goes by any of these
_SCHOOLS = frozenset(("university", "college", "school", "campus", "academy", "institute"))
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
    """The organizations of a cast, looked up by words of their names."""

    cast: Cast
    known: dict[frozenset[str], tuple[list[int], list[str]]] = field(default_factory=dict)

    def called(self, noun: str, at: int) -> str | None:
        """Return the body whose name has a noun and that is named most before a place, of two the last named.

        An endowment or a trust is a foundation too; where no name has "campus", a university is meant; "the
        organization" is whoever was named last.
        """
        found = self._most(_GIVERS if noun in _GIVERS else frozenset((noun,)), at)
        if found is None and noun in _SCHOOLS:
            found = self._most(_SCHOOLS, at)
        if found is None and noun in _ANY_BODY:
            before = (m for m in reversed(self.cast.before(at)) if self.cast.kind(m) is EntityType.ORG and m.end <= at)
            found = next((mention.entity for mention in before), None)
        return found

    def _most(self, words: frozenset[str], at: int) -> str | None:
        if words not in self.known:
            self.known[words] = self._leaders(words)
        ends, leaders = self.known[words]
        before = bisect_right(ends, at)
        return leaders[before - 1] if before else None

    def _leaders(self, words: frozenset[str]) -> tuple[list[int], list[str]]:
        """Return where the bodies with one of the words are named, and whom most names up to there name."""
        names = {
            figure.entity.id: figure.entity.name.casefold()
            for figure in self.cast.figures.values()
            if figure.entity.type is EntityType.ORG
        }
        having = {entity for entity, name in names.items() if any(word in name for word in words)}
        counts: Counter[str] = Counter()
        ends: list[int] = []
        leaders: list[str] = []
        for mention in self.cast.mentions:
            if mention.entity in having:
                counts[mention.entity] += 1
                leads = not leaders or counts[mention.entity] >= counts[leaders[-1]]
                ends.append(mention.end)
                leaders.append(mention.entity if leads else leaders[-1])
        return ends, leaders
