"""Who says what is quoted inside the words of somebody else: "My mother says, 'When will you row?'"."""

from __future__ import annotations

import re

from moneyquote.quotation.vocabulary import PRONOUNS
from moneyquote.records import EntityType
from moneyquote.speakers.rules import by_rules
from moneyquote.speakers.scene import NOBODY, Scene, SourceOf, Speaker, known_speaker

_SOMEBODY = re.compile(r"(?:(?<=[.!?:“\"‘] )|(?<=[“\"‘«])|^)(?:The|An?|My|Our) [a-z]+(?=[ ,])")


def said_inside(scene: Scene, quote: SourceOf, outer: tuple[int, int]) -> Speaker:
    """Return who says the words inside the content ``outer``, which it does not leave for a name elsewhere.

    "I" and "we" are the outer speaker; "he", "she" and "they" who is named, else described, in the outer words.
    """
    text = scene.cast.text
    if quote.source is None:
        return NOBODY
    source = text[slice(*quote.source)].lower()
    if source not in PRONOUNS or quote.source[0] < outer[0]:
        return by_rules(scene, quote)[0]
    if source in ("i", "we"):
        return scene.last
    named = [m for m in scene.cast.mentions_in(outer[0], quote.source[0]) if scene.cast.kind(m) is EntityType.PER]
    if named:
        return known_speaker(scene, named[-1].entity, "pronoun")
    described = list(_SOMEBODY.finditer(text, outer[0], quote.source[0]))
    return Speaker(name=described[-1].group(), how="described") if described else NOBODY
