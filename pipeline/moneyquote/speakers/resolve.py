"""Resolving each quote's source to a speaker, in reading order, with the running speaker as context."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from moneyquote.records import Entity
from moneyquote.speakers.cast import Named, read_cast, words_of
from moneyquote.speakers.inside import said_inside
from moneyquote.speakers.phrases import Phrase
from moneyquote.speakers.ranker import Ranker
from moneyquote.speakers.rules import by_rules
from moneyquote.speakers.scene import Scene, SourceOf, Speaker

_BESIDE = re.compile(r"[,.!?…]?[”\"’'»] [“\"‘'«]")  # what stands between two quotations side by side
_LEAST_REPEATED = 3  # words of a quotation by which it is known again


def resolve_speakers(
    text: str,
    entities: Sequence[Entity],
    mentions: Sequence[Named],
    quotes: Sequence[SourceOf],
    ranker: Ranker | None = None,
) -> list[Speaker]:
    """Return the speaker of every quote; quotes come in reading order.

    Names that head a source are taken by rules; whom other sources mean is weighed by ``ranker``, the rules' choice
    among its evidence; without one the rules decide.
    """
    scene = Scene(read_cast(text, entities, mentions), sorted(span for quote in quotes for span in quote.content))
    found = []
    around: tuple[tuple[int, int], ...] = ()  # contents of the last quote that stands in no other
    for quote in quotes:
        first, end = quote.content[0][0], quote.content[-1][1]
        outer = next((span for span in around if span[0] <= first and end <= span[1]), None)
        if outer is not None:
            found.append(said_inside(scene, quote, outer))
            continue
        around = quote.content
        speaker, phrase = by_rules(scene, quote)
        if ranker is not None and is_open(quote, phrase):
            speaker = ranker.choose(scene, quote, phrase, speaker)
        scene.note(quote, speaker, phrase)
        found.append(speaker)
    return _as_repeated(text, quotes, _as_beside(text, quotes, found))


def is_open(quote: SourceOf, phrase: Phrase | None) -> bool:
    """Tell whether it is open whom a source means: no name heads it, or words without a cue have none."""
    return phrase is not None or (quote.source is None and not quote.cued)


def _as_beside(text: str, quotes: Sequence[SourceOf], found: Sequence[Speaker]) -> list[Speaker]:
    """Return the speakers, those of words right before a quotation with a cue as there: “Go.” “Now,” said Obi."""
    told = list(found)
    for number in range(len(quotes) - 2, -1, -1):
        quote, following = quotes[number], quotes[number + 1]
        between = text[quote.content[-1][1] : following.content[0][0]]
        if quote.source is None and not quote.cued and following.cued and _BESIDE.fullmatch(between):
            told[number] = told[number + 1]
    return told


def _as_repeated(text: str, quotes: Sequence[SourceOf], found: Sequence[Speaker]) -> list[Speaker]:
    """Return the speakers, those of headlines and pull quotes from where their words stand again.

    There they have a source, else they carry on from one.
    """
    spoken = [" ".join(words_of(" ".join(text[a:b] for a, b in quote.content))) for quote in quotes]
    named = [number for number, speaker in enumerate(found) if speaker.name]
    sourced = [number for number in named if quotes[number].source and quotes[number].cued]
    sourced += [number for number in named if found[number].how == "running"]
    told = list(found)
    for number, quote in enumerate(quotes):
        words = spoken[number]
        if quote.cued or found[number].how == "named" or words.count(" ") + 1 < _LEAST_REPEATED:
            continue
        again = next((other for other in sourced if other != number and f" {words} " in f" {spoken[other]} "), None)
        if again is not None:
            told[number] = replace(found[again], how="repeated")
    return told
