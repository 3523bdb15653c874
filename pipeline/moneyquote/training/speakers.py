"""Rows that the speaker resolver is fitted on: whom each source without a name may mean, and who is right."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from moneyquote.evaluation.matching import names_agree, names_of
from moneyquote.evaluation.score_quotes import pair_quotes
from moneyquote.quotation.attribution import find_attributions
from moneyquote.quotation.paragraphs import paragraph_extents
from moneyquote.records import ArticleRecord, Entity, EntityType, Quote
from moneyquote.speakers.cast import Named, read_cast
from moneyquote.speakers.nominals import BODIES, nominals_among
from moneyquote.speakers.options import Option, options_of
from moneyquote.speakers.phrases import Phrase
from moneyquote.speakers.resolve import is_open, resolve_speakers
from moneyquote.speakers.rules import by_rules
from moneyquote.speakers.scene import Scene, SourceOf, Speaker
from moneyquote.speakers.weighing import Features, weigh
from moneyquote.training.ontogum import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who is right: one of the names, or the entity; nobody where both are missing."""

    names: tuple[str, ...] = ()
    entity: str | None = None

    def is_met_by(self, speaker: Speaker) -> bool:
        """Tell whether a speaker is the right one."""
        if self.entity is not None:
            return speaker.entity == self.entity
        return names_agree(speaker.name, self.names) if self.names else speaker.name is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A source to resolve, and who is right where that is known; ``spoken`` if it is a quote's, which has a turn."""

    quote: SourceOf
    answer: Answer | None
    spoken: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A text with its cast and its sources in reading order."""

    id: str
    text: str
    entities: tuple[Entity, ...]
    mentions: tuple[Named, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One source without a name: its options with features, which are right, and the place of the rules' choice."""

    story: str
    options: tuple[Option, ...]
    rows: tuple[Features, ...]
    right: tuple[bool, ...]
    ruled_at: int
    phrase: Phrase | None


def items_of(story: Story) -> list[Item]:
    """Return the sources of a story that no name heads, with the state that the rules' choices leave."""
    contents = sorted(span for asked in story.asked if asked.spoken for span in asked.quote.content)
    scene = Scene(read_cast(story.text, story.entities, story.mentions), contents)
    found = []
    around: tuple[tuple[int, int], ...] = ()
    for asked in story.asked:
        quote = asked.quote
        if any(first <= quote.content[0][0] and quote.content[-1][1] <= end for first, end in around):
            continue  # said inside somebody's words
        speaker, phrase = by_rules(scene, quote)
        if asked.answer is not None and is_open(quote, phrase):
            options = options_of(scene, quote, phrase, speaker)
            right = [asked.answer.is_met_by(option.speaker) for option in options]
            found.append(_item(story, scene, (quote, phrase, speaker), options, right))
        if asked.spoken:
            around = quote.content
            scene.note(quote, speaker, phrase)
    return found


def _item(
    story: Story,
    scene: Scene,
    asked: tuple[SourceOf, Phrase | None, Speaker],
    options: Sequence[Option],
    right: Sequence[bool],
) -> Item:
    """Return an item of a source, how it refers and whom the rules choose."""
    return Item(
        story=story.id,
        options=tuple(options),
        rows=tuple(weigh(scene, *asked, options)),
        right=tuple(right),
        ruled_at=[option.speaker.key for option in options].index(asked[2].key),
        phrase=asked[1],
    )


def _resolved(story: Story) -> list[Speaker]:
    return resolve_speakers(story.text, story.entities, story.mentions, [asked.quote for asked in story.asked])


def nominal_items(gold: ArticleRecord, read: ArticleRecord) -> list[Item]:
    """Return the nominal mentions of bodies that are parties of the gold's grants, for ``items_of``'s articles.

    Args:
        gold: the article with its text; a party that it names nowhere is the phrase itself.
        read: what the pipeline read.
    """
    story = gold_story(gold, read)
    named = {mention.entity for mention in gold.mentions}
    parties = [party for grant in gold.grants for party in (grant.funder, grant.grantee) if party is not None]
    meant = {(p.start, p.end): p.entity if p.entity in named else None for p in parties}
    told = [(asked.quote, speaker) for asked, speaker in zip(story.asked, _resolved(story), strict=True)]
    scene = Scene(
        read_cast(story.text, story.entities, story.mentions), sorted(span for q, _ in told for span in q.content)
    )
    found = []
    for asked, phrase, ruled in nominals_among(scene, told, [start for start, _ in paragraph_extents(story.text)]):
        span = asked.content[0]
        if span in meant:
            entity = meant[span]
            names = names_of(gold, entity) if entity else []
            options = options_of(scene, asked, phrase, ruled, BODIES)
            # "the college" agrees with "Vale College" as a name, but does not tell which one it is.
            right = [
                names_agree(o.speaker.name, names) if o.figure else not names and o.speaker.name is not None
                for o in options
            ]
            found.append(_item(story, scene, (asked, phrase, ruled), options, right))
    return found


def named_right(story: Story) -> Counter[str]:
    """Return how many of the sources that a name heads the rules resolve rightly ("right", "of")."""
    found = _resolved(story)
    counts: Counter[str] = Counter()
    for asked, speaker in zip(story.asked, found, strict=True):
        if asked.answer is not None and speaker.how in ("named", "joint"):
            counts["of"] += 1
            counts["right"] += asked.answer.is_met_by(speaker)
    return counts


def gold_story(gold: ArticleRecord, read: ArticleRecord) -> Story:
    """Return an article with the names and quotes that the pipeline read in it, and answers from its gold.

    Args:
        gold: the article with its text and gold quotes; it may also stand for ``read``.
        read: what the pipeline read; quotes that share no half with a gold quote have no answer.
    """
    text = gold.text or ""
    starts = [start for start, _ in paragraph_extents(text)]
    partner = {ours: theirs for theirs, ours in pair_quotes(gold, read)}
    asked = [
        Asked(
            quote=_source_of(quote, max(0, bisect_right(starts, quote.content[0].start) - 1)),
            answer=answer_of(gold, gold.quotes[partner[place]]) if place in partner else None,
        )
        for place, quote in enumerate(read.quotes)
        if quote.content
    ]
    return Story(
        id=gold.article.sha256 or gold.article.id,
        text=text,
        entities=tuple(entity for entity in read.entities if entity.type is not EntityType.OTHER),
        mentions=tuple(Named(m.start, m.end, m.entity) for m in read.mentions if m.entity),
        asked=tuple(sorted(asked, key=lambda one: one.quote.content)),
    )


def _source_of(quote: Quote, paragraph: int) -> SourceOf:
    return SourceOf(
        content=tuple((span.start, span.end) for span in quote.content),
        source=(quote.source.start, quote.source.end) if quote.source else None,
        cued=quote.cue is not None,
        paragraph=paragraph,
    )


def answer_of(gold: ArticleRecord, quote: Quote) -> Answer:
    """Return who is right by a gold quote."""
    return Answer(names=tuple(names_of(gold, quote.speaker_entity, quote.speaker_name)))


def ontogum_story(found: Document) -> Story:
    """Return a document of OntoGUM: its subjects without a name, between the quotes that the rules find in it."""
    quotes = find_attributions(found.text, found.sentences, [(m.start, m.end) for m in found.mentions])
    asked = [
        Asked(
            quote=SourceOf(content=q.content, source=q.source, cued=q.cue is not None, paragraph=q.paragraph),
            answer=None,
        )
        for q in quotes
    ]
    contents = [span for q in quotes for span in q.content]
    sources = {q.source[0]: place for place, q in enumerate(quotes) if q.source}
    for subject in found.referring:
        pronoun = " " not in found.text[subject.start : subject.end]
        if subject.entity is None and pronoun:
            continue  # whom it means has no name: no option is right
        words = found.text[subject.start : subject.end]
        answer = Answer(entity=subject.entity) if subject.entity else Answer(names=(words,))
        if subject.start in sources:
            place = sources[subject.start]
            asked[place] = Asked(quote=asked[place].quote, answer=answer)
        elif not any(first <= subject.start < end for first, end in contents):
            paragraph = found.text.count("\n\n", 0, subject.start)
            quote = SourceOf(
                content=((subject.end, subject.end + 1),),
                source=(subject.start, subject.end),
                cued=True,
                paragraph=paragraph,
            )
            asked.append(Asked(quote=quote, answer=answer, spoken=False))
    asked.sort(key=lambda one: one.quote.content[0])
    return Story(id=found.id, text=found.text, entities=found.entities, mentions=found.mentions, asked=tuple(asked))
